// SPDX-License-Identifier: MIT
/*
 * latency.c - how long bottom halves wait, as bars
 *
 * Idea:    The kernel sorts the times from raise to run into buckets, each twice as wide as the one
 *          before: /proc/latency has a line of counts for each softirq, tasklet and queue. Counting
 *          is off until /proc/sys/kernel/latency holds a 1.
 */
#include <fcntl.h>
#include <halves/program.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char usage[] = "latency [-c | --off] [-p FILE] [NAME...]\n"
		     "  draws how long each softirq, tasklet and work has waited for its run\n"
		     "  -c     empties the buckets, and begins to count\n"
		     "  --off  ends counting; what has been counted stays\n"
		     "  -p     draws what is in FILE, not in /proc/latency\n"
		     "  NAME   only what has this in its name: tasklet, TIMER, events\n";

#define SWITCH	    "/proc/sys/kernel/latency"
#define MAX_BUCKETS 64
#define BAR	    50

static const char *counts_file = "/proc/latency";

static int switch_to(const char *value)
{
	int fd = open(SWITCH, O_WRONLY);

	if (fd < 0 || write(fd, value, strlen(value)) < 0)
		return complain(SWITCH);
	return close(fd) ? complain(SWITCH) : 0;
}

/* 2^bucket ns, in a unit that keeps it short. */
static const char *time_of(int bucket)
{
	static const char *const units[] = { "ns", "us", "ms", "s" };
	static char text[16];
	int unit = bucket / 10 < 3 ? bucket / 10 : 3;

	snprintf(text, sizeof(text), "%u %s", 1u << (bucket - 10 * unit), units[unit]);
	return text;
}

static void draw(const unsigned long *counts, int buckets)
{
	int first = 0, last = buckets - 1, bucket;
	unsigned long most = 1;

	while (first < last && !counts[first])
		first++;
	while (last > first && !counts[last])
		last--;
	for (bucket = first; bucket <= last; bucket++)
		if (counts[bucket] > most)
			most = counts[bucket];
	for (bucket = first; bucket <= last; bucket++) {
		unsigned long n = counts[bucket], length = most < BAR ? n * BAR / most : 0;

		if (most >= BAR)
			length = n / (most / BAR) < BAR ? n / (most / BAR) : BAR;
		if (n && !length)
			length = 1; /* one may be the one that matters */
		printf("  from %7s %8lu ", time_of(bucket), n);
		while (length--)
			putchar('#');
		putchar('\n');
	}
}

/* KIND NAME COUNT…: the counts are the last words, the name may hold blanks. */
static void show_line(char *line, int buckets, char **wanted)
{
	unsigned long counts[MAX_BUCKETS], sum = 0;
	int i;

	for (i = buckets - 1; i >= 0; i--) {
		char *blank = strrchr(line, ' ');

		if (!blank)
			return;
		counts[i] = strtoul(blank + 1, NULL, 10);
		sum += counts[i];
		*blank = '\0';
	}
	for (i = 0; wanted[i] && !strstr(line, wanted[i]); i++)
		;
	if (i && !wanted[i])
		return;
	if (!sum && !*wanted)
		return;
	printf("%s: %lu times\n", line, sum);
	if (sum)
		draw(counts, buckets);
}

static int show(char **wanted)
{
	FILE *file = fopen(counts_file, "r");
	char line[1024];
	int buckets = 0, on = 0;

	if (!file)
		return complain(counts_file);
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strncmp(line, "tracing ", 8))
			on = atoi(line + 8);
		else if (!strncmp(line, "buckets ", 8))
			buckets = atoi(line + 8);
		else if (buckets > 0 && buckets <= MAX_BUCKETS)
			show_line(line, buckets, wanted);
	}
	fclose(file);
	if (!on)
		puts("(counting is off; latency -c begins it)");
	return 0;
}

int main(int argc, char **argv)
{
	bool begin = false;
	int option;

	if (argc == 2 && !strcmp(argv[1], "--off"))
		return switch_to("0");
	while ((option = next_option(argc, argv, "cp:")) != -1) {
		if (option == 'c')
			begin = true;
		else
			counts_file = optarg;
	}
	if (begin)
		return switch_to("1");
	return show(argv + optind);
}
