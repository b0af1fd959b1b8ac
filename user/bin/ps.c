// SPDX-License-Identifier: MIT
/*
 * ps.c - what threads there are
 *
 * Idea:    A folder of /proc that is called by a number is a thread; its file stat is one line:
 *          PID (NAME) STATE PARENT, then many numbers, of which the 12th and 13th behind the state
 *          are its time in ring 3 and in the kernel, in hundredths of a second.
 */
#include <ctype.h>
#include <dirent.h>
#include <halves/program.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char usage[] =
	"ps\n"
	"  lists all threads, those of the kernel as well: number, parent, state (R runs\n"
	"  or wants to, S and D sleep, Z has ended), time used, name\n";

#define STATE	   0 /* behind the name, counted from 0 */
#define PARENT	   1
#define USER_TIME  11
#define OTHER_TIME 12
#define FIELDS	   13

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* A thread that has just ended is left out. */
static void show(int pid)
{
	char path[32], line[512], *name, *rest, *field[FIELDS];
	unsigned long ticks;
	FILE *file;
	int i;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	file = fopen(path, "r");
	if (!file)
		return;
	name = fgets(line, sizeof(line), file) ? strchr(line, '(') : NULL;
	rest = name ? strrchr(name, ')') : NULL;
	fclose(file);
	if (!rest || rest[1] != ' ')
		return;
	*rest = '\0';
	rest += 2;
	for (i = 0; i < FIELDS; i++)
		if (!(field[i] = strsep(&rest, " ")))
			return;
	ticks = strtoul(field[USER_TIME], NULL, 10) + strtoul(field[OTHER_TIME], NULL, 10);
	printf("%5d %5s %s %5lu.%02lu %s\n", pid, field[PARENT], field[STATE], ticks / 100,
	       ticks % 100, name + 1);
}

int main(int argc, char **argv)
{
	struct dirent *entry;
	int *pids = NULL, n = 0, i;
	DIR *dir;

	next_option(argc, argv, "");
	expect_words(argc, 0, 0);
	dir = opendir("/proc");
	if (!dir)
		return complain("/proc");
	while ((entry = readdir(dir))) {
		if (!isdigit(entry->d_name[0]))
			continue;
		pids = realloc(pids, (n + 1) * sizeof(*pids));
		if (!pids)
			return complain("/proc");
		pids[n++] = atoi(entry->d_name);
	}
	closedir(dir);
	qsort(pids, n, sizeof(*pids), by_number);
	puts("  PID  PPID S     TIME NAME");
	for (i = 0; i < n; i++)
		show(pids[i]);
	return 0;
}
