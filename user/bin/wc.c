// SPDX-License-Identifier: MIT
/* wc.c - count lines, words and bytes */
#include <ctype.h>
#include <halves/program.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char usage[] = "wc [-lwc] [FILE...]\n"
		     "  counts lines (-l), words (-w) and bytes (-c); without options all three\n";

struct counts {
	unsigned long lines, words, bytes;
};

static bool lines, words, bytes;

static void show(const struct counts *counts, const char *name)
{
	const char *gap = "";

	if (lines)
		printf("%lu", counts->lines), gap = " ";
	if (words)
		printf("%s%lu", gap, counts->words), gap = " ";
	if (bytes)
		printf("%s%lu", gap, counts->bytes);
	printf(*name ? " %s\n" : "\n", name);
}

static int count(FILE *file, const char *name, struct counts *total)
{
	struct counts here = { 0 };
	bool inside = false;
	int c;

	while ((c = getc(file)) != EOF) {
		here.bytes++;
		here.lines += c == '\n';
		here.words += !inside && !isspace(c);
		inside = !isspace(c);
	}
	if (ferror(file))
		return complain(*name ? name : "standard input");
	show(&here, name);
	total->lines += here.lines;
	total->words += here.words;
	total->bytes += here.bytes;
	return 0;
}

int main(int argc, char **argv)
{
	struct counts total = { 0 };
	int option, status = 0, files;

	while ((option = next_option(argc, argv, "lwc")) != -1) {
		lines |= option == 'l';
		words |= option == 'w';
		bytes |= option == 'c';
	}
	if (!lines && !words && !bytes)
		lines = words = bytes = true;
	files = argc - optind;
	if (!files)
		return count(stdin, "", &total);
	for (; optind < argc; optind++) {
		FILE *file = fopen(argv[optind], "r");

		if (!file) {
			status = complain(argv[optind]);
			continue;
		}
		status |= count(file, argv[optind], &total);
		fclose(file);
	}
	if (files > 1)
		show(&total, "total");
	return status;
}
