// SPDX-License-Identifier: MIT
/*
 * compare.c - the comparison of all ways to handle an interrupt, from the shell
 *
 * Idea:    The kernel does it (kernel/compare/): what to do is written to /proc/compare, and what
 *          came out is read there.
 */
#include <errno.h>
#include <fcntl.h>
#include <halves/program.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char usage[] =
	"compare [--count N] [--work US] [--mechanism NAME]\n"
	"  lets one card interrupt N times (1000), with US microseconds of work (20) each time,\n"
	"  for each mechanism, or for one: hardirq softirq tasklet tasklet_hi work_events\n"
	"  work_own work_sleeping kthread; and prints what it cost, in ns\n";

#define FILE_NAME "/proc/compare"

/* --NAME VALUE and --NAME=VALUE become KEY=VALUE for the kernel. */
static void take_options(int argc, char **argv, char *request, size_t size)
{
	static const char *const names[] = { "count", "work", "mechanism" };
	static const char *const keys[] = { "count", "work_us", "mechanism" }; /* the kernel's */
	size_t used = 0, i, len;
	int at = 1;

	while (at < argc) {
		const char *word = argv[at++], *value;

		if (!strcmp(word, "--help"))
			optind = at - 1, next_option(argc, argv, "");
		for (i = 0; i < 3; i++) {
			len = strlen(names[i]);
			if (!strncmp(word, "--", 2) && !strncmp(word + 2, names[i], len) &&
			    (!word[2 + len] || word[2 + len] == '='))
				break;
		}
		if (i == 3)
			wrong_use(word, "no such option");
		value = word[2 + len] ? word + 3 + len : at < argc ? argv[at++] : "";
		if (!*value)
			wrong_use(word, "its value is missing");
		if (i < 2 && !number(value, 1000000))
			wrong_use(word, "at least 1");
		used += scnprintf(request + used, size - used, "%s%s=%s", used ? " " : "", keys[i],
				  value);
	}
}

int main(int argc, char **argv)
{
	char request[128] = "";
	int fd, status;

	take_options(argc, argv, request, sizeof(request) - 1);
	strcat(request, "\n");
	fd = open(FILE_NAME, O_RDWR);
	if (fd < 0)
		return complain(FILE_NAME);
	if (write(fd, request, strlen(request)) < 0)
		return complain(FILE_NAME);
	lseek(fd, 0, SEEK_SET);
	status = copy_file(fd, 1, FILE_NAME);
	close(fd);
	return status;
}
