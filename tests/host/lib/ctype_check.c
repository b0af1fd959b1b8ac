// SPDX-License-Identifier: MIT
/* ctype_check.c - <linux/ctype.h> for every character */
#include <linux/ctype.h>
#include "host.h"

/* Every class is the C library's in the C locale, for unsigned characters. */
CHECK_LIBC(classes)
{
	int c;

	for (c = 0; c < 256; c++) {
		EXPECT_INT(isalnum(c), ref_isclass("alnum", c));
		EXPECT_INT(isalpha(c), ref_isclass("alpha", c));
		EXPECT_INT(iscntrl(c), ref_isclass("cntrl", c));
		EXPECT_INT(isdigit(c), ref_isclass("digit", c));
		EXPECT_INT(isgraph(c), ref_isclass("graph", c));
		EXPECT_INT(islower(c), ref_isclass("lower", c));
		EXPECT_INT(isprint(c), ref_isclass("print", c));
		EXPECT_INT(ispunct(c), ref_isclass("punct", c));
		EXPECT_INT(isspace(c), ref_isclass("space", c));
		EXPECT_INT(isupper(c), ref_isclass("upper", c));
		EXPECT_INT(isxdigit(c), ref_isclass("xdigit", c));
	}
}

/* A signed char with its top bit set is in no class, and has no other case. */
CHECK(negative_characters)
{
	int c;

	for (c = -128; c < 0; c++) {
		EXPECT(!isalnum(c) && !isprint(c) && !isspace(c) && !iscntrl(c) && !isascii(c));
		EXPECT_INT(toupper(c), c);
		EXPECT_INT(tolower(c), c);
	}
}

/* toupper and tolower change the 26 letters and nothing else. */
CHECK(cases)
{
	int c;

	for (c = 0; c < 256; c++) {
		EXPECT_INT(toupper(c), c >= 'a' && c <= 'z' ? c - 32 : c);
		EXPECT_INT(tolower(c), c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
}
