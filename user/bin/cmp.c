// SPDX-License-Identifier: MIT
/* cmp.c - are two files the same? */
#include <halves/program.h>
#include <stdio.h>
#include <unistd.h>

const char usage[] = "cmp [-s] A B\n"
		     "  says where two files differ first; -s says nothing\n"
		     "  status: 0 they are the same, 1 they differ, 2 an error\n";

static FILE *open_or_tell(const char *name)
{
	FILE *file = fopen(name, "r");

	if (!file)
		complain(name);
	return file;
}

int main(int argc, char **argv)
{
	unsigned long byte = 1, line = 1;
	bool silent = false;
	FILE *files[2];
	int a, b;

	while (next_option(argc, argv, "s") != -1)
		silent = true;
	expect_words(argc, 2, 2);
	files[0] = open_or_tell(argv[optind]);
	files[1] = open_or_tell(argv[optind + 1]);
	if (!files[0] || !files[1])
		return 2;
	for (;; byte++) {
		a = getc(files[0]);
		b = getc(files[1]);
		if (a != b || a == EOF)
			break;
		line += a == '\n';
	}
	if (ferror(files[0]) || ferror(files[1])) {
		complain(argv[optind + !ferror(files[0])]);
		return 2;
	}
	if (a == b)
		return 0;
	if (!silent && (a == EOF || b == EOF))
		printf("%s ends after %lu bytes\n", argv[optind + (b == EOF)], byte - 1);
	else if (!silent)
		printf("%s %s differ: byte %lu, line %lu\n", argv[optind], argv[optind + 1], byte,
		       line);
	return 1;
}
