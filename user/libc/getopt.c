// SPDX-License-Identifier: MIT
/*
 * getopt.c - options of one letter: -l, -n 3, -n3, -ln3
 *
 * Idea:    Each call returns the next letter; optarg is its argument, if it takes one (a colon
 *          behind it in the list). -- ends the options, and so does the first word that is none.
 */
#include <halves/program.h>
#include <string.h>
#include <unistd.h>

char *optarg;
int optind = 1, opterr = 1, optopt;

static const char *rest = ""; /* of the word that options are being taken from */

static int refuse(const char *why)
{
	char option[] = { '-', optopt, '\0' };

	if (opterr)
		error_line(option, why, NULL);
	return '?';
}

/* Return: the letter; '?': not in the list, or its argument is missing (said); -1: no more. */
int getopt(int argc, char *const argv[], const char *options)
{
	const char *known;

	if (!*rest) {
		const char *word = optind < argc ? argv[optind] : NULL;

		if (!word || word[0] != '-' || !word[1])
			return -1;
		optind++;
		if (!strcmp(word, "--"))
			return -1;
		rest = word + 1;
	}
	optopt = *rest++;
	known = optopt == ':' ? NULL : strchr(options, optopt);
	if (!known)
		return refuse("no such option");
	if (known[1] != ':')
		return optopt;
	if (!*rest && optind == argc)
		return refuse("its argument is missing");
	optarg = (char *)(*rest ? rest : argv[optind++]);
	rest = "";
	return optopt;
}
