// SPDX-License-Identifier: MIT
/* line_discipline_test.c - tests of kernel/drivers/line_discipline.c: keys in, lines out */
#include <halves/line_discipline.h>
#include <kunit/test.h>

static struct line_discipline line;

static struct {
	char text[2 * LINE_BUFFER];
	size_t len;
} screen;

static void to_screen(const char *text, size_t len)
{
	for (size_t i = 0; i < len && screen.len < sizeof(screen.text) - 1; i++)
		screen.text[screen.len++] = text[i];
	screen.text[screen.len] = '\0';
}

static int ldisc_test_init(struct kunit *test)
{
	screen.len = 0;
	screen.text[0] = '\0';
	ldisc_init(&line, to_screen);
	return 0;
}

/* Press these keys; how many of them interrupted? */
static unsigned int type(const char *keys)
{
	unsigned int interrupts = 0;

	while (*keys)
		interrupts += ldisc_receive(&line, *keys++);
	return interrupts;
}

/* What the next read of @size bytes gets; "(nothing)" where it would sleep, "(end)" at the end. */
static const char *read_some(size_t size)
{
	static char text[LINE_BUFFER + 1];
	size_t n;

	if (!ldisc_readable(&line))
		return "(nothing)";
	n = ldisc_read(&line, text, size);
	text[n] = '\0';
	return n ? text : "(end)";
}

static const char *read_line(void)
{
	return read_some(LINE_BUFFER);
}

/* A terminal that knows \b, \t and \n: what stands on its last line? */
static const char *last_line(void)
{
	static char cells[128];
	size_t at = 0, end = 0;

	for (size_t i = 0; i < screen.len && at < sizeof(cells) - 9; i++) {
		switch (screen.text[i]) {
		case '\n':
			at = end = 0;
			break;
		case '\b':
			at -= at > 0;
			break;
		case '\t':
			do
				cells[at++] = ' ';
			while (at % 8);
			break;
		default:
			cells[at++] = screen.text[i];
		}
		end = max(end, at);
	}
	while (end > at && cells[end - 1] == ' ')
		end--;
	cells[end] = '\0';
	return cells;
}

/* Nothing can be read before Enter, then the whole line. */
static void line_is_read_when_it_ends(struct kunit *test)
{
	type("echo 5");
	KUNIT_EXPECT_STREQ(test, read_line(), "(nothing)");
	type("\n");
	KUNIT_EXPECT_STREQ(test, read_line(), "echo 5\n");
	KUNIT_EXPECT_STREQ(test, read_line(), "(nothing)");
}

/* What is typed is shown, control characters as ^X. */
static void keys_are_shown(struct kunit *test)
{
	type("a\x01\x1b\n");
	KUNIT_EXPECT_STREQ(test, (const char *)screen.text, "a^A^[\n");
}

/* One read gets one line, though more have been typed ahead. */
static void one_read_one_line(struct kunit *test)
{
	type("one\ntwo\nthr");
	KUNIT_EXPECT_STREQ(test, read_line(), "one\n");
	KUNIT_EXPECT_STREQ(test, read_line(), "two\n");
	KUNIT_EXPECT_STREQ(test, read_line(), "(nothing)");
}

/* A small read takes the beginning of a line, the next one goes on from there. */
static void small_reads_share_a_line(struct kunit *test)
{
	type("abcde\n");
	KUNIT_EXPECT_STREQ(test, read_some(2), "ab");
	KUNIT_EXPECT_STREQ(test, read_some(2), "cd");
	KUNIT_EXPECT_STREQ(test, read_some(2), "e\n");
}

/* Both erasing keys take the last character away, from the line and from the screen. */
static void erase_takes_one_away(struct kunit *test)
{
	type("abc\b\x7f");
	KUNIT_EXPECT_STREQ(test, last_line(), "a");
	type("x\n");
	KUNIT_EXPECT_STREQ(test, read_line(), "ax\n");
}

/* At the beginning of a line there is nothing to erase: not the prompt, not the line before. */
static void erase_stops_at_the_line(struct kunit *test)
{
	type("first\n");
	ldisc_written(&line, "$ ", 2);
	to_screen("$ ", 2);
	type("a\b\b\b\b");
	KUNIT_EXPECT_STREQ(test, last_line(), "$ ");
	type("b\n");
	KUNIT_EXPECT_STREQ(test, read_line(), "first\n");
	KUNIT_EXPECT_STREQ(test, read_line(), "b\n");
}

/* A tab is erased by as many columns as it took, wherever it began. */
static void erase_of_a_tab(struct kunit *test)
{
	ldisc_written(&line, "$ ", 2);
	to_screen("$ ", 2);
	type("abc\t");
	KUNIT_EXPECT_EQ(test, line.column, 8);
	type("\b");
	KUNIT_EXPECT_EQ(test, line.column, 5);
	KUNIT_EXPECT_STREQ(test, last_line(), "$ abc");
	type("d\n");
	KUNIT_EXPECT_STREQ(test, read_line(), "abcd\n");
}

/* A control character is one in the line, two on the screen. */
static void erase_of_a_control_character(struct kunit *test)
{
	type("a\x02\b");
	KUNIT_EXPECT_STREQ(test, last_line(), "a");
	type("\n");
	KUNIT_EXPECT_STREQ(test, read_line(), "a\n");
}

/* A character of several bytes is erased as one. */
static void erase_of_utf8(struct kunit *test)
{
	type("a\xe2\x82\xac");
	KUNIT_EXPECT_EQ(test, line.column, 2);
	type("\b");
	KUNIT_EXPECT_EQ(test, line.column, 1);
	type("\n");
	KUNIT_EXPECT_STREQ(test, read_line(), "a\n");
}

/* ^U erases the line. */
static void kill_erases_the_line(struct kunit *test)
{
	type("one\t\x01two\x15");
	KUNIT_EXPECT_STREQ(test, last_line(), "");
	type("ok\n");
	KUNIT_EXPECT_STREQ(test, read_line(), "ok\n");
}

/* ^W erases the last word and the blanks after it. */
static void word_erase(struct kunit *test)
{
	type("rm -rf x  \x17");
	KUNIT_EXPECT_STREQ(test, last_line(), "rm -rf ");
	type("\x17\x17\x17ls\n");
	KUNIT_EXPECT_STREQ(test, read_line(), "ls\n");
}

/* ^C interrupts once, is shown, and drops the line. */
static void interrupt_drops_the_line(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, type("abc"), 0);
	KUNIT_EXPECT_EQ(test, type("\x03"), 1);
	KUNIT_EXPECT_STREQ(test, (const char *)screen.text, "abc^C\n");
	type("d\n");
	KUNIT_EXPECT_STREQ(test, read_line(), "d\n");
}

/* ^C drops what was typed ahead, too. */
static void interrupt_drops_type_ahead(struct kunit *test)
{
	type("one\ntwo\n\x03");
	KUNIT_EXPECT_STREQ(test, read_line(), "(nothing)");
}

/* ^D on an empty line is the end of the file, once. */
static void end_of_file(struct kunit *test)
{
	type("\x04");
	KUNIT_EXPECT_STREQ(test, read_line(), "(end)");
	KUNIT_EXPECT_STREQ(test, read_line(), "(nothing)");
	KUNIT_EXPECT_STREQ(test, (const char *)screen.text, "");
}

/* ^D after some characters hands them over, without a newline, and is no end of the file. */
static void eof_key_hands_a_part_over(struct kunit *test)
{
	type("abc\x04");
	KUNIT_EXPECT_STREQ(test, read_line(), "abc");
	KUNIT_EXPECT_STREQ(test, read_line(), "(nothing)");
}

/* … not even where the read had room for just those characters. */
static void eof_key_after_a_full_read(struct kunit *test)
{
	type("abc\x04");
	KUNIT_EXPECT_STREQ(test, read_some(3), "abc");
	KUNIT_EXPECT_STREQ(test, read_line(), "(nothing)");
}

/* What was handed over can no longer be erased. */
static void erase_stops_at_what_was_handed_over(struct kunit *test)
{
	type("abc\x04\b\b\n");
	KUNIT_EXPECT_STREQ(test, read_line(), "abc");
	KUNIT_EXPECT_STREQ(test, read_line(), "\n");
}

/* Of a line that is too long the end is dropped, with a bell; Enter is not. */
static void long_line_can_be_ended(struct kunit *test)
{
	for (int i = 0; i < LINE_BUFFER + 10; i++)
		type("x");
	KUNIT_EXPECT_STREQ(test, screen.text + LINE_BUFFER - 1, "\a\a\a\a\a\a\a\a\a\a\a");
	type("\n");
	KUNIT_EXPECT_EQ(test, strlen(read_line()), LINE_BUFFER);
	type("next\n");
	KUNIT_EXPECT_STREQ(test, read_line(), "next\n");
}

/* A line that is too long can be shortened. */
static void long_line_can_be_erased(struct kunit *test)
{
	for (int i = 0; i < LINE_BUFFER; i++)
		type("x");
	type("\x15short\n");
	KUNIT_EXPECT_STREQ(test, read_line(), "short\n");
}

/* When nobody reads for long, further lines are dropped, and those before stay whole. */
static void full_of_lines(struct kunit *test)
{
	for (int i = 0; i < LINE_BUFFER; i++)
		type("ab\n");
	for (int i = 0; i < LINE_BUFFER / 3; i++)
		KUNIT_ASSERT_STREQ(test, read_line(), "ab\n");
	type("\ncd\n");
	read_line();
	KUNIT_EXPECT_STREQ(test, read_line(), "\n");
	KUNIT_EXPECT_STREQ(test, read_line(), "cd\n");
}

static void set_modes(unsigned int lflag)
{
	struct termios termios = line.termios;

	termios.c_lflag = lflag;
	ldisc_set(&line, &termios);
}

/* Without ICANON each key can be read at once, and erasing is a key like any other. */
static void raw_mode(struct kunit *test)
{
	set_modes(0);
	type("a\b\x03\x04");
	KUNIT_EXPECT_STREQ(test, read_line(), "a\b\x03\x04");
	KUNIT_EXPECT_STREQ(test, (const char *)screen.text, "");
}

/* ^C interrupts without ICANON, too, as long as ISIG is set. */
static void raw_mode_with_signals(struct kunit *test)
{
	set_modes(ISIG);
	KUNIT_EXPECT_EQ(test, type("a\x03"), 1);
	KUNIT_EXPECT_STREQ(test, read_line(), "(nothing)");
}

/* Without ECHO lines are as before, but nobody sees them. */
static void secret_line(struct kunit *test)
{
	set_modes(ICANON | ISIG);
	type("secres\bt\n\x03");
	KUNIT_EXPECT_STREQ(test, (const char *)screen.text, "");
	type("secres\bt\n");
	KUNIT_EXPECT_STREQ(test, read_line(), "secret\n");
}

/* What was typed unseen takes no columns away when it is erased after ECHO is on again. */
static void unseen_is_not_erased_from_the_screen(struct kunit *test)
{
	set_modes(ICANON);
	type("ab");
	set_modes(ICANON | ECHO);
	type("\b");
	KUNIT_EXPECT_STREQ(test, (const char *)screen.text, "");
}

/* The line begun before ICANON went off need not be ended any more. */
static void raw_mode_frees_the_line(struct kunit *test)
{
	type("abc");
	set_modes(0);
	KUNIT_EXPECT_STREQ(test, read_line(), "abc");
}

/* A key in c_cc can be another one, or, as 0, none. */
static void keys_can_be_changed(struct kunit *test)
{
	struct termios termios = line.termios;

	termios.c_cc[VINTR] = 'q';
	termios.c_cc[VEOF] = 0;
	ldisc_set(&line, &termios);
	KUNIT_EXPECT_EQ(test, type("\x03q"), 1);
	KUNIT_EXPECT_FALSE(test, ldisc_receive(&line, 0));
	type("\x04\n");
	KUNIT_EXPECT_EQ(test, ldisc_read(&line, screen.text, 8), 3);
	KUNIT_EXPECT_EQ(test, memcmp(screen.text, "\0\x04\n", 3), 0);
}

static struct kunit_case ldisc_cases[] = {
	KUNIT_CASE(line_is_read_when_it_ends),
	KUNIT_CASE(keys_are_shown),
	KUNIT_CASE(one_read_one_line),
	KUNIT_CASE(small_reads_share_a_line),
	KUNIT_CASE(erase_takes_one_away),
	KUNIT_CASE(erase_stops_at_the_line),
	KUNIT_CASE(erase_of_a_tab),
	KUNIT_CASE(erase_of_a_control_character),
	KUNIT_CASE(erase_of_utf8),
	KUNIT_CASE(kill_erases_the_line),
	KUNIT_CASE(word_erase),
	KUNIT_CASE(interrupt_drops_the_line),
	KUNIT_CASE(interrupt_drops_type_ahead),
	KUNIT_CASE(end_of_file),
	KUNIT_CASE(eof_key_hands_a_part_over),
	KUNIT_CASE(eof_key_after_a_full_read),
	KUNIT_CASE(erase_stops_at_what_was_handed_over),
	KUNIT_CASE(long_line_can_be_ended),
	KUNIT_CASE(long_line_can_be_erased),
	KUNIT_CASE(full_of_lines),
	KUNIT_CASE(raw_mode),
	KUNIT_CASE(raw_mode_with_signals),
	KUNIT_CASE(secret_line),
	KUNIT_CASE(unseen_is_not_erased_from_the_screen),
	KUNIT_CASE(raw_mode_frees_the_line),
	KUNIT_CASE(keys_can_be_changed),
	{},
};

static struct kunit_suite ldisc_suite = {
	.name = "line_discipline",
	.init = ldisc_test_init,
	.test_cases = ldisc_cases,
};
kunit_test_suite(ldisc_suite);
