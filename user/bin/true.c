// SPDX-License-Identifier: MIT
/* true.c - succeed */
#include <halves/program.h>
#include <unistd.h>

const char usage[] = "true\n  does nothing, with success\n";

int main(int argc, char **argv)
{
	next_option(argc, argv, "");
	return 0;
}
