// SPDX-License-Identifier: MIT
/* head.c - the first lines */
#include <halves/program.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

const char usage[] = "head [-n LINES] [FILE...]\n  writes the first 10 lines, or LINES\n";

static int head(FILE *file, const char *name, unsigned long lines)
{
	int c;

	while (lines && (c = getc(file)) != EOF) {
		putchar(c);
		lines -= c == '\n';
	}
	return ferror(file) ? complain(name) : 0;
}

int main(int argc, char **argv)
{
	unsigned long lines = 10;
	int status = 0;

	while (next_option(argc, argv, "n:") != -1)
		lines = number(optarg, LONG_MAX);
	if (optind == argc)
		return head(stdin, "standard input", lines);
	for (; optind < argc; optind++) {
		FILE *file = fopen(argv[optind], "r");

		if (!file) {
			status = complain(argv[optind]);
			continue;
		}
		status |= head(file, argv[optind], lines);
		fclose(file);
	}
	return status;
}
