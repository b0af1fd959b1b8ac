// SPDX-License-Identifier: MIT
/* test.c - is it so? Also called [ */
#include <halves/program.h>
#include <string.h>
#include <unistd.h>

const char usage[] =
	"test EXPRESSION\n"
	"  -e -f -d -c -p -s -r -w -x PATH  is there, file, folder, device, pipe, not empty…\n"
	"  -n TEXT, TEXT  not empty         -z TEXT  empty\n"
	"  A = B, A != B  texts             A -eq -ne -lt -le -gt -ge B  numbers\n"
	"  ! E, E -a E, E -o E              -t FD    a terminal\n"
	"  status: 0 yes, 1 no, 2 this is no expression\n";

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "--help"))
		next_option(argc, argv, "");
	return test_expression(argc - 1, argv + 1);
}
