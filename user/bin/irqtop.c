// SPDX-License-Identifier: MIT
/*
 * irqtop.c - who interrupts, and what runs below: a table that stays up to date
 *
 * Idea:    The kernel counts for ever, in four files of /proc. Read them twice, some time apart:
 *          the difference, divided by the time, is what is going on now. All four have a line for
 *          each thing: its name, a count for each processor, and perhaps who it is.
 */
#include <ctype.h>
#include <halves/program.h>
#include <limits.h>
#include <linux/array_size.h>
#include <linux/math64.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

const char usage[] = "irqtop [-a] [-n COUNT] [-d SECONDS]\n"
		     "  shows how often a second each interrupt, softirq, tasklet and work runs\n"
		     "  -a  also what does not run at all    -d  time between two tables (1)\n"
		     "  -n  ends after COUNT tables\n";

#define MAX_CPUS 8
#define MAX_ROWS 256

struct row {
	const char *file;
	char name[24], who[24];
	unsigned long counts[MAX_CPUS];
	int cpus;
};

struct table {
	struct row rows[MAX_ROWS];
	int count;
	u64 us; /* when */
};

static const char *const files[] = { "interrupts", "softirqs", "tasklets", "workqueues" };
static bool all;

/* NAME: 12 0 who; a name may hold blanks, if a colon is behind it. False: no such line. */
static bool read_row(struct row *row, const char *file, char *line)
{
	char *colon = strchr(line, ':'), *rest = skip_spaces(line), *end;

	if (colon) {
		*colon = '\0';
		strscpy(row->name, rest, sizeof(row->name));
		rest = colon + 1;
	} else {
		const char *name = strsep(&rest, " \t");

		strscpy(row->name, name, sizeof(row->name));
		if (!rest)
			return false;
	}
	row->file = file;
	for (row->cpus = 0; row->cpus < MAX_CPUS; row->cpus++) {
		rest = skip_spaces(rest);
		if (!isdigit(*rest))
			break;
		row->counts[row->cpus] = strtoul(rest, &end, 10);
		rest = end;
	}
	strscpy(row->who, strim(rest), sizeof(row->who));
	return row->cpus && *row->name;
}

static void read_table(struct table *table)
{
	struct timeval now;
	char path[40], line[512];
	size_t i;

	table->count = 0;
	gettimeofday(&now, NULL);
	table->us = (u64)now.tv_sec * 1000000 + now.tv_usec;
	for (i = 0; i < ARRAY_SIZE(files); i++) {
		FILE *file;

		snprintf(path, sizeof(path), "/proc/%s", files[i]);
		file = fopen(path, "r");
		while (file && table->count < MAX_ROWS && fgets(line, sizeof(line), file))
			table->count += read_row(&table->rows[table->count], files[i], line);
		if (file)
			fclose(file);
	}
}

/* The same thing a table earlier; one that is new has been at 0. */
static unsigned long before(const struct table *old, const struct row *row, int cpu)
{
	int i;

	for (i = 0; i < old->count; i++)
		if (old->rows[i].file == row->file && !strcmp(old->rows[i].name, row->name))
			return old->rows[i].counts[cpu];
	return 0;
}

static void show(const struct table *old, const struct table *new)
{
	u32 ms = div_u64(new->us - old->us, 1000);
	const char *file = NULL;
	int i, cpu, cpus = 1;

	if (!ms)
		ms = 1;
	for (i = 0; i < new->count; i++)
		if (new->rows[i].cpus > cpus)
			cpus = new->rows[i].cpus;
	if (isatty(1))
		printf("\033[H\033[2J");
	printf("%u.%03u s, a second:     ", ms / 1000, ms % 1000);
	for (cpu = 0; cpu < cpus; cpu++)
		printf("     CPU%d", cpu);
	puts("");
	for (i = 0; i < new->count; i++) {
		const struct row *row = &new->rows[i];
		unsigned long rates[MAX_CPUS], sum = 0;

		for (cpu = 0; cpu < row->cpus; cpu++) {
			unsigned long more = row->counts[cpu] - before(old, row, cpu);

			rates[cpu] = div_u64((u64)more * 1000 + ms / 2, ms);
			sum += more;
		}
		if (!sum && !all)
			continue;
		if (file != row->file)
			puts(row->file);
		file = row->file;
		printf("  %-23s", row->name);
		for (cpu = 0; cpu < row->cpus; cpu++)
			printf("%9lu", rates[cpu]);
		printf(*row->who ? "  %s\n" : "%s\n", row->who);
	}
	fflush(stdout);
}

int main(int argc, char **argv)
{
	static struct table tables[2];
	unsigned long count = ULONG_MAX, seconds = 1;
	int option, now = 0;

	while ((option = next_option(argc, argv, "an:d:")) != -1) {
		if (option == 'a')
			all = true;
		else if (option == 'n')
			count = number(optarg, LONG_MAX);
		else
			seconds = number(optarg, 86400);
	}
	expect_words(argc, 0, 0);
	read_table(&tables[now]);
	if (!tables[now].count) {
		fprintf(stderr, "irqtop: nothing to count in /proc\n");
		return 1;
	}
	while (count--) {
		sleep(seconds);
		now = !now;
		read_table(&tables[now]);
		show(&tables[!now], &tables[now]);
	}
	return 0;
}
