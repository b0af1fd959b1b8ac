// SPDX-License-Identifier: MIT
/* vga_test.c - tests of kernel/drivers/textscreen.c, on a screen of 8 by 3 that is only an array */
#include <halves/textscreen.h>
#include <kunit/test.h>

#define COLUMNS	8
#define ROWS	3
#define GREY	0x07

static u16 cells[ROWS * COLUMNS + 1];	/* one more, which must stay as it is */
static struct textscreen screen;

static int vga_test_init(struct kunit *test)
{
	screen = (struct textscreen){
		.cells = cells, .columns = COLUMNS, .rows = ROWS, .colours = GREY
	};
	cells[ROWS * COLUMNS] = 0xbeef;
	textscreen_clear(&screen);
	return 0;
}

static void write(const char *text)
{
	while (*text)
		textscreen_putc(&screen, *text++);
}

/* The whole screen, its rows joined by '|'; blanks are dots. */
static void expect_screen(struct kunit *test, const char *expected)
{
	char text[ROWS * (COLUMNS + 1)];
	unsigned int n = 0;

	for (unsigned int y = 0; y < ROWS; y++) {
		for (unsigned int x = 0; x < COLUMNS; x++) {
			char c = cells[y * COLUMNS + x];

			text[n++] = c == ' ' ? '.' : c;
		}
		text[n++] = '|';
	}
	text[n - 1] = '\0';
	KUNIT_EXPECT_STREQ(test, (const char *)text, expected);
	KUNIT_EXPECT_EQ(test, cells[ROWS * COLUMNS], 0xbeef);
}

/* A cleared screen is blank in its colours, and begins in the upper left corner. */
static void clear_blanks_everything(struct kunit *test)
{
	write("abc\ndef");
	textscreen_clear(&screen);
	expect_screen(test, "........|........|........");
	KUNIT_EXPECT_EQ(test, cells[0], GREY << 8 | ' ');
	KUNIT_EXPECT_EQ(test, screen.x, 0);
	KUNIT_EXPECT_EQ(test, screen.y, 0);
}

/* A newline begins the next line at its left. */
static void newline_goes_to_the_left(struct kunit *test)
{
	write("ab\ncd");
	expect_screen(test, "ab......|cd......|........");
}

/* A line as wide as the screen is followed by no empty line. */
static void full_line_and_newline_is_one_line(struct kunit *test)
{
	write("12345678\nx");
	expect_screen(test, "12345678|x.......|........");
}

/* What is longer goes on in the next line. */
static void long_line_wraps(struct kunit *test)
{
	write("123456789");
	expect_screen(test, "12345678|9.......|........");
}

/* A newline on the last line moves all lines up by one and blanks the last. */
static void last_newline_scrolls(struct kunit *test)
{
	write("one\ntwo\nthree\n");
	expect_screen(test, "two.....|three...|........");
	write("four");
	expect_screen(test, "two.....|three...|four....");
}

/* A full last line scrolls only when the next character comes. */
static void full_last_line_waits(struct kunit *test)
{
	write("a\nb\n12345678");
	expect_screen(test, "a.......|b.......|12345678");
	write("9");
	expect_screen(test, "b.......|12345678|9.......");
}

/* A tabulator goes to the next multiple of eight. */
static void tab_goes_to_a_stop(struct kunit *test)
{
	write("ab\tc");
	expect_screen(test, "ab......|c.......|........");
}

/* Backspace moves left within the line and erases nothing. */
static void backspace_only_moves(struct kunit *test)
{
	write("abc\b\bX");
	expect_screen(test, "aXc.....|........|........");
	write("\n\b\b\bY");
	expect_screen(test, "aXc.....|Y.......|........");
}

/* A carriage return goes to the left and erases nothing. */
static void return_goes_to_the_left(struct kunit *test)
{
	write("abc\rX");
	expect_screen(test, "Xbc.....|........|........");
}

/* A character of UTF-8 beyond ASCII is one '?'. */
static void utf8_is_one_question_mark(struct kunit *test)
{
	write("a\xc2\xb5s\xe2\x80\xa6!");
	expect_screen(test, "a?s?!...|........|........");
}

/* Controls that mean nothing here do nothing. */
static void other_controls_do_nothing(struct kunit *test)
{
	write("a\a\x1b\x01"
	      "b");
	expect_screen(test, "ab......|........|........");
}

static struct kunit_case vga_cases[] = {
	KUNIT_CASE(clear_blanks_everything),
	KUNIT_CASE(newline_goes_to_the_left),
	KUNIT_CASE(full_line_and_newline_is_one_line),
	KUNIT_CASE(long_line_wraps),
	KUNIT_CASE(last_newline_scrolls),
	KUNIT_CASE(full_last_line_waits),
	KUNIT_CASE(tab_goes_to_a_stop),
	KUNIT_CASE(backspace_only_moves),
	KUNIT_CASE(return_goes_to_the_left),
	KUNIT_CASE(utf8_is_one_question_mark),
	KUNIT_CASE(other_controls_do_nothing),
	{},
};

static struct kunit_suite vga_suite = {
	.name = "vga",
	.init = vga_test_init,
	.test_cases = vga_cases,
};
kunit_test_suite(vga_suite);
