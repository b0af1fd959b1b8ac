// SPDX-License-Identifier: MIT
/*
 * program.c - what all our programs do alike: options, complaints, numbers
 */
#include <errno.h>
#include <halves/program.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static __noreturn void point_to_help(void)
{
	error_line("--help shows how to call it", NULL);
	exit(USAGE_ERROR);
}

int next_option(int argc, char **argv, const char *letters)
{
	int option;

	if (optind < argc && !strcmp(argv[optind], "--help")) {
		fputs("usage: ", stdout);
		fputs(usage, stdout);
		exit(fflush(stdout) ? 1 : 0);
	}
	option = getopt(argc, argv, letters);
	if (option == '?')
		point_to_help();
	return option;
}

void wrong_use(const char *what, const char *why)
{
	error_line(what, why, NULL);
	point_to_help();
}

void expect_words(int argc, int min, int max)
{
	if (argc - optind < min)
		wrong_use("something is missing", NULL);
	if (argc - optind > max)
		wrong_use("too many words", NULL);
}

unsigned long number(const char *text, unsigned long max)
{
	unsigned long value;
	char *end;

	errno = 0;
	value = strtoul(text, &end, 0);
	if (end == text || *end || *text == '-')
		wrong_use(text, "not a number");
	if (errno || value > max)
		wrong_use(text, "too large");
	return value;
}

int complain(const char *what)
{
	int why = errno;

	fflush(stdout);
	errno = why;
	perror(what);
	return 1;
}

int copy_file(int from, int to, const char *name)
{
	static char buf[4096];
	ssize_t n, done, part;

	while ((n = read(from, buf, sizeof(buf))) > 0) {
		for (done = 0; done < n; done += part) {
			part = write(to, buf + done, n - done);
			if (part < 0)
				return complain(name);
		}
	}
	return n < 0 ? complain(name) : 0;
}

void join_path(char *path, const char *folder, const char *name)
{
	size_t len = strlen(folder);

	if (len + strlen(name) + 2 > PATH_MAX)
		wrong_use(name, "the path is too long");
	strcpy(path, folder);
	if (len && path[len - 1] != '/')
		path[len++] = '/';
	strcpy(path + len, name);
}
