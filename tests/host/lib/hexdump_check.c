// SPDX-License-Identifier: MIT
/* hexdump_check.c - lib/hexdump.c: layouts, cuts, and digits */
#include <linux/array_size.h>
#include <linux/hexdump.h>
#include <linux/string.h>
#include "host.h"

static const char bytes[] = "0123ABC\x01\x80\xff~ \n\\xy0123456789abcdefg";

/* Lines look as documented: groups are the processor's numbers, characters at a fixed column. */
CHECK(layouts)
{
	static const struct {
		size_t len;
		int rowsize, groupsize;
		bool ascii;
		const char *line;
	} cases[] = {
		{ 0, 16, 1, true, "" },
		{ 1, 16, 1, false, "30" },
		{ 4, 16, 1, false, "30 31 32 33" },
		{ 4, 16, 2, false, "3130 3332" },
		{ 4, 16, 4, false, "33323130" },
		{ 8, 16, 8, false, "0143424133323130" },
		{ 5, 16, 4, false, "30 31 32 33 41" },
		{ 5, 16, 3, false, "30 31 32 33 41" },
		{ 2, 16, 1, true, "30 31                                            01" },
		{ 16, 16, 1, true,
		  "30 31 32 33 41 42 43 01 80 ff 7e 20 0a 5c 78 79  0123ABC...~ .\\xy" },
		{ 16, 16, 4, true, "33323130 01434241 207eff80 79785c0a  0123ABC...~ .\\xy" },
		{ 16, 16, 8, true, "0143424133323130 79785c0a207eff80  0123ABC...~ .\\xy" },
		{ 99, 16, 8, false, "0143424133323130 79785c0a207eff80" },
		{ 20, 7, 4, false, "33323130 01434241 207eff80 79785c0a" },
		{ 4, 32, 4, true,
		  "33323130"
		  "                                                                 0123" },
	};
	char line[200];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		int len = hex_dump_to_buffer(bytes, cases[i].len, cases[i].rowsize,
					     cases[i].groupsize, line, sizeof(line),
					     cases[i].ascii);

		EXPECT_STR(line, cases[i].line);
		EXPECT_INT(len, strlen(cases[i].line));
	}
}

/* However small the block, the line is cut to it, ends in a NUL, and its length is returned. */
CHECK(every_cut)
{
	char whole[200];
	int len = hex_dump_to_buffer(bytes, 32, 32, 2, whole, sizeof(whole), true), size;

	EXPECT_INT(len, strlen(whole));
	for (size = 0; size <= len + 2; size++) {
		char *data = host_alloc(32), *line = host_alloc(size);

		memcpy(data, bytes, 32);
		EXPECT_INT(hex_dump_to_buffer(data, 32, 32, 2, line, size, true), len);
		if (size) {
			EXPECT_INT(strlen(line), size <= len ? size - 1 : len);
			EXPECT_INT(strncmp(line, whole, strlen(line)), 0);
		}
		host_free(data);
		host_free(line);
	}
}

/* hex_to_bin knows the 22 digits and nothing else. */
CHECK(digits)
{
	int c;

	for (c = -128; c < 256; c++) {
		int want = c >= '0' && c <= '9' ? c - '0' :
			   c >= 'a' && c <= 'f' ? c - 'a' + 10 :
			   c >= 'A' && c <= 'F' ? c - 'A' + 10 :
						  -1;

		EXPECT_INT(hex_to_bin((char)c), want);
	}
}
