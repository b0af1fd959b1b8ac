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
	fprintf(stderr, "%s --help shows how to call it\n", program_invocation_short_name);
	exit(USAGE_ERROR);
}

int next_option(int argc, char **argv, const char *letters)
{
	int option;

	if (optind < argc && !strcmp(argv[optind], "--help")) {
		printf("usage: %s", usage);
		exit(fflush(stdout) ? 1 : 0);
	}
	option = getopt(argc, argv, letters);
	if (option == '?')
		point_to_help();
	return option;
}

void wrong_use(const char *fmt, ...)
{
	va_list args;

	fprintf(stderr, "%s: ", program_invocation_short_name);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputs("\n", stderr);
	point_to_help();
}

void expect_words(int argc, int min, int max)
{
	if (argc - optind < min)
		wrong_use("something is missing");
	if (argc - optind > max)
		wrong_use("too many words");
}

unsigned long number(const char *text, unsigned long max)
{
	unsigned long value;
	char *end;

	errno = 0;
	value = strtoul(text, &end, 0);
	if (end == text || *end || *text == '-')
		wrong_use("%s: not a number", text);
	if (errno || value > max)
		wrong_use("%s: at most %lu", text, max);
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
	const char *slash = *folder && folder[strlen(folder) - 1] == '/' ? "" : "/";

	if (snprintf(path, PATH_MAX, "%s%s%s", folder, slash, name) >= PATH_MAX)
		wrong_use("%s: the path is too long", name);
}
