// SPDX-License-Identifier: MIT
/*
 * irqtop.c - who interrupts, and what runs below: a table that stays up to date
 *
 * Idea:    The kernel counts for ever, in four files of /proc. Read them twice, some time apart:
 *          the difference, divided by the time, is what is going on now. A line is about one thing:
 *            interrupts, softirqs   NAME: a count for each processor, and perhaps who it is
 *            tasklets               three other numbers, a count for each processor, NAME
 *            workqueues             two other numbers, the count, NAME/PROCESSOR
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

const char usage[] =
	"irqtop [-a] [-n COUNT] [-d SECONDS] [-p FOLDER]\n"
	"  shows how often a second each interrupt, softirq, tasklet and work runs\n"
	"  -a  also what does not run at all    -d  time between two tables (1)\n"
	"  -n  ends after COUNT tables                  -p  reads there, not in /proc\n";

#define MAX_CPUS 8
#define MAX_ROWS 256

struct row {
	const struct file *file;
	char name[24], who[24];
	unsigned long counts[MAX_CPUS];
	int cpus;
};

struct table {
	struct row rows[MAX_ROWS];
	int count;
	u64 us; /* when */
};

static const struct file {
	const char *name;
	int others; /* numbers before the counts; the name is then behind them */
	bool one;   /* there is one count, of the processor in the name */
} files[] = { { "interrupts" }, { "softirqs" }, { "tasklets", 3 }, { "workqueues", 2, true } };

static const char *folder = "/proc";
static bool all;

/* Return: what is behind the numbers, which are in @row->counts now, @others left out. */
static char *read_counts(struct row *row, char *rest, int others)
{
	int n;

	for (n = 0; isdigit(*(rest = skip_spaces(rest))); n++) {
		unsigned long count = strtoul(rest, &rest, 10);

		if (n >= others && n - others < MAX_CPUS)
			row->counts[n - others] = count;
	}
	row->cpus = n - others < MAX_CPUS ? n - others : MAX_CPUS;
	return rest;
}

/* The one count goes where it belongs. */
static void place_count(struct row *row)
{
	const char *slash = strrchr(row->name, '/');
	int cpu = slash ? atoi(slash + 1) % MAX_CPUS : 0;
	unsigned long count = row->counts[0];

	row->counts[0] = 0;
	row->counts[cpu] = count;
	row->cpus = cpu + 1;
}

/* False: no such line, but titles. */
static bool read_row(struct row *row, const struct file *file, char *line)
{
	char *rest = line, *name = NULL;

	memset(row, 0, sizeof(*row));
	row->file = file;
	if (!file->others) {
		name = strsep(&rest, ":");
		if (!rest)
			return false;
	}
	rest = read_counts(row, rest, file->others);
	if (!name)
		name = strsep(&rest, " \n");
	strscpy(row->name, strim(name), sizeof(row->name));
	strscpy(row->who, rest ? strim(rest) : "", sizeof(row->who));
	if (row->cpus > 0 && file->one)
		place_count(row);
	return row->cpus > 0 && *row->name;
}

static void read_table(struct table *table)
{
	struct timeval now;
	char path[PATH_MAX], line[512];
	size_t i;

	table->count = 0;
	gettimeofday(&now, NULL);
	table->us = (u64)now.tv_sec * 1000000 + now.tv_usec;
	for (i = 0; i < ARRAY_SIZE(files); i++) {
		FILE *file;

		join_path(path, folder, files[i].name);
		file = fopen(path, "r");
		while (file && table->count < MAX_ROWS && fgets(line, sizeof(line), file))
			table->count += read_row(&table->rows[table->count], &files[i], line);
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
	const struct file *file = NULL;
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
			puts(row->file->name);
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

	while ((option = next_option(argc, argv, "an:d:p:")) != -1) {
		if (option == 'a')
			all = true;
		else if (option == 'n')
			count = number(optarg, LONG_MAX);
		else if (option == 'p')
			folder = optarg;
		else
			seconds = number(optarg, 86400);
	}
	expect_words(argc, 0, 0);
	read_table(&tables[now]);
	if (!tables[now].count) {
		error_line(folder, "nothing to count there", NULL);
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
