// SPDX-License-Identifier: MIT
/* false.c - fail */
#include <halves/program.h>
#include <unistd.h>

const char usage[] = "false\n  does nothing, without success\n";

int main(int argc, char **argv)
{
	next_option(argc, argv, "");
	return 1;
}
