// SPDX-License-Identifier: MIT
/* clear.c - an empty screen */
#include <halves/program.h>
#include <stdio.h>
#include <unistd.h>

const char usage[] = "clear\n  empties the terminal's screen\n";

int main(int argc, char **argv)
{
	next_option(argc, argv, "");
	expect_words(argc, 0, 0);
	fputs("\033[H\033[2J", stdout);
	return 0;
}
