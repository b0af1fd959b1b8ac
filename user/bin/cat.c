// SPDX-License-Identifier: MIT
/* cat.c - files, one after the other */
#include <fcntl.h>
#include <halves/program.h>
#include <string.h>
#include <unistd.h>

const char usage[] = "cat [FILE...]\n  writes the files one after the other; - is standard input\n";

static int cat(const char *name)
{
	int fd = strcmp(name, "-") ? open(name, O_RDONLY) : 0;
	int status;

	if (fd < 0)
		return complain(name);
	status = copy_file(fd, 1, name);
	if (fd)
		close(fd);
	return status;
}

int main(int argc, char **argv)
{
	int status = 0;

	next_option(argc, argv, "");
	if (optind == argc)
		return cat("-");
	for (; optind < argc; optind++)
		status |= cat(argv[optind]);
	return status;
}
