// SPDX-License-Identifier: MIT
/* sleep.c - let time pass */
#include <ctype.h>
#include <halves/program.h>
#include <limits.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const char usage[] = "sleep SECONDS\n  SECONDS may have a point: 0.25\n";

/* What stands behind the point, in ns: digits count less and less. */
static long fraction(const char *text, const char *digits)
{
	long ns = 0, worth = 100000000;

	for (; isdigit(*digits); digits++, worth /= 10)
		ns += (*digits - '0') * worth;
	if (*digits)
		wrong_use(text, "not a number");
	return ns;
}

int main(int argc, char **argv)
{
	struct timespec time = { 0 };
	char *point;

	next_option(argc, argv, "");
	expect_words(argc, 1, 1);
	point = strchr(argv[optind], '.');
	if (point) {
		time.tv_nsec = fraction(argv[optind], point + 1);
		*point = '\0';
	}
	time.tv_sec = number(argv[optind], INT_MAX);
	return nanosleep(&time, NULL) ? complain("nanosleep") : 0;
}
