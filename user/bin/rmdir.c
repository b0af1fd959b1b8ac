// SPDX-License-Identifier: MIT
/* rmdir.c - remove empty folders */
#include <halves/program.h>
#include <unistd.h>

const char usage[] = "rmdir FOLDER...\n  removes folders in which nothing is\n";

int main(int argc, char **argv)
{
	int status = 0;

	next_option(argc, argv, "");
	expect_words(argc, 1, argc);
	for (; optind < argc; optind++)
		if (rmdir(argv[optind]))
			status = complain(argv[optind]);
	return status;
}
