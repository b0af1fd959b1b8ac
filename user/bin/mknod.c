// SPDX-License-Identifier: MIT
/* mknod.c - give a device a name */
#include <halves/program.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char usage[] = "mknod NAME c MAJOR MINOR\n"
		     "  makes a node: who opens it meets the driver with that major number\n";

int main(int argc, char **argv)
{
	unsigned int major, minor;

	next_option(argc, argv, "");
	expect_words(argc, 4, 4);
	argv += optind;
	if (strcmp(argv[1], "c"))
		wrong_use(argv[1], "only c, a character device");
	major = number(argv[2], 0xfff);
	minor = number(argv[3], 0xfffff);
	return mknod(argv[0], S_IFCHR | 0666, makedev(major, minor)) ? complain(argv[0]) : 0;
}
