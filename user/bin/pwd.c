// SPDX-License-Identifier: MIT
/* pwd.c - the folder one is in */
#include <halves/program.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

const char usage[] = "pwd\n  writes the path of the folder one is in\n";

int main(int argc, char **argv)
{
	char path[PATH_MAX];

	next_option(argc, argv, "");
	expect_words(argc, 0, 0);
	if (!getcwd(path, sizeof(path)))
		return complain("getcwd");
	puts(path);
	return 0;
}
