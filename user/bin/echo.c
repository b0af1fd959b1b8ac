// SPDX-License-Identifier: MIT
/* echo.c - print words */
#include <halves/program.h>
#include <stdio.h>
#include <string.h>

const char usage[] = "echo [-n] [WORD...]\n  prints the words; -n: no newline behind them\n";

/* No getopt(): other words with a minus are words to print. */
int main(int argc, char **argv)
{
	int first = 1, i;

	if (argc == 2 && !strcmp(argv[1], "--help"))
		next_option(argc, argv, "");
	if (argc > 1 && !strcmp(argv[1], "-n"))
		first = 2;
	for (i = first; i < argc; i++) {
		fputs(i > first ? " " : "", stdout);
		fputs(argv[i], stdout);
	}
	if (first == 1)
		putchar('\n');
	return fflush(stdout) ? complain("standard output") : 0;
}
