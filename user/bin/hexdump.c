// SPDX-License-Identifier: MIT
/* hexdump.c - bytes as numbers and as text */
#include <fcntl.h>
#include <halves/program.h>
#include <limits.h>
#include <linux/hexdump.h>
#include <stdio.h>
#include <unistd.h>

const char usage[] =
	"hexdump [-n BYTES] [FILE]\n  writes 16 bytes a line, all or the first BYTES\n";

int main(int argc, char **argv)
{
	unsigned long left = ULONG_MAX, at = 0;
	FILE *file = stdin;
	unsigned char row[16];
	char line[80];
	size_t n;

	while (next_option(argc, argv, "n:") != -1)
		left = number(optarg, ULONG_MAX);
	expect_words(argc, 0, 1);
	if (optind < argc && !(file = fopen(argv[optind], "r")))
		return complain(argv[optind]);
	while (left && (n = fread(row, 1, left < 16 ? left : 16, file))) {
		hex_dump_to_buffer(row, n, 16, 1, line, sizeof(line), true);
		printf("%08lx  %s\n", at, line);
		at += n;
		left -= n;
	}
	return ferror(file) ? complain(argv[optind]) : 0;
}
