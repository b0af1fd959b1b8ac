// SPDX-License-Identifier: MIT
/* grep.c - lines with a text in them */
#include <halves/program.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char usage[] =
	"grep [-cnqv] TEXT [FILE...]\n"
	"  writes the lines in which TEXT stands; it is a text, not a pattern\n"
	"  -c  how many, instead     -n  with their numbers\n"
	"  -q  only the status       -v  those without it\n"
	"  status: 0 found, 1 not found, 2 an error; of a line the first 4095 bytes count\n";

static bool count_only, numbers, quiet, without;
static const char *text;

/* Return: how many lines were chosen; -1: told about an error. */
static long grep(FILE *file, const char *name, bool with_name)
{
	static char line[4096];
	unsigned long found = 0, at = 0;

	while (fgets(line, sizeof(line), file)) {
		at++;
		line[strcspn(line, "\n")] = '\0';
		if (!strstr(line, text) != without)
			continue;
		found++;
		if (count_only || quiet)
			continue;
		if (with_name)
			printf("%s:", name);
		if (numbers)
			printf("%lu:", at);
		puts(line);
	}
	if (ferror(file)) {
		complain(name);
		return -1;
	}
	if (count_only && !quiet)
		printf(with_name ? "%s:%lu\n" : "%.0s%lu\n", name, found);
	return found;
}

int main(int argc, char **argv)
{
	bool found = false, failed = false, several;
	int option;

	while ((option = next_option(argc, argv, "cnqv")) != -1) {
		count_only |= option == 'c';
		numbers |= option == 'n';
		quiet |= option == 'q';
		without |= option == 'v';
	}
	expect_words(argc, 1, argc);
	text = argv[optind++];
	several = argc - optind > 1;
	if (optind == argc) {
		long n = grep(stdin, "standard input", false);

		return n < 0 ? 2 : n == 0;
	}
	for (; optind < argc; optind++) {
		FILE *file = fopen(argv[optind], "r");
		long n = file ? grep(file, argv[optind], several) : -complain(argv[optind]);

		failed |= n < 0;
		found |= n > 0;
		if (file)
			fclose(file);
	}
	return failed ? 2 : !found;
}
