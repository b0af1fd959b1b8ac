// SPDX-License-Identifier: MIT
/* printk_test.c - messages on their way to a console */
#include "helpers.h"

#include <halves/console.h>
#include <linux/kernel.h>

/* A console that keeps what is written while a case listens; it stays registered for good. */
static char heard[2048];
static size_t heard_len;
static bool listening;

static void listen_write(struct console *con, const char *text, size_t len)
{
	if (!listening)
		return;
	len = min(len, sizeof(heard) - 1 - heard_len);
	memcpy(heard + heard_len, text, len);
	heard_len += len;
	heard[heard_len] = '\0';
}

static struct console listener = { .name = "listener", .write = listen_write };

static int printk_suite_init(struct kunit_suite *suite)
{
	static bool registered;

	if (!registered)
		register_console(&listener);
	registered = true;
	return 0;
}

static void listen(void)
{
	heard_len = 0;
	heard[0] = '\0';
	listening = true;
}

/* Stop listening; return what was heard with each stamp replaced by "@". */
static const char *stop_listening(void)
{
	static char plain[2048];
	const char *s = heard;
	char *d = plain;

	listening = false;
	while (*s) {
		const char *end = *s == '[' && (s == heard || s[-1] == '\n') ? strchr(s, ']') :
									       NULL;

		if (end && end[1] == ' ') {
			*d++ = '@';
			s = end + 2;
		} else {
			*d++ = *s++;
		}
	}
	*d = '\0';
	return plain;
}

#define EXPECT_HEARD(test, text) KUNIT_EXPECT_STREQ(test, stop_listening(), text)

/* A message is one line: a stamp in seconds and microseconds, and the text */
static void message_has_a_stamp(struct kunit *test)
{
	const char *dot;

	listen();
	printk(KERN_INFO "hello %d\n", 5);
	listening = false;
	dot = strchr(heard, '.');
	KUNIT_EXPECT_EQ(test, heard[0], '[');
	KUNIT_ASSERT_NOT_NULL(test, dot);
	KUNIT_EXPECT_EQ(test, dot - heard, 6);
	KUNIT_EXPECT_STREQ(test, dot + 7, "] hello 5\n");
	EXPECT_HEARD(test, "@hello 5\n");
}

/* Debug messages do not reach the consoles unless asked for; without a level it is a warning */
static void levels_decide(struct kunit *test)
{
	listen();
	printk(KERN_DEBUG "debug\n");
	pr_info("info\n");
	printk("no level\n");
	pr_err("error\n");
	EXPECT_HEARD(test, "@info\n@no level\n@error\n");
}

/* KERN_CONT goes on with the line: one stamp, one line */
static void cont_goes_on(struct kunit *test)
{
	listen();
	printk(KERN_INFO "one");
	pr_cont(" two");
	pr_cont(" three\n");
	EXPECT_HEARD(test, "@one two three\n");
}

/* Another message ends a line that was left open; two lines in one message have two stamps */
static void each_line_has_its_stamp(struct kunit *test)
{
	listen();
	printk(KERN_INFO "open");
	printk(KERN_INFO "first\nsecond\n");
	EXPECT_HEARD(test, "@open\n@first\n@second\n");
}

/* console_puts writes as it is, no stamp, and begins a line */
static void raw_text_begins_a_line(struct kunit *test)
{
	listen();
	printk(KERN_INFO "open");
	console_puts("# raw\n");
	printk(KERN_INFO "after\n");
	EXPECT_HEARD(test, "@open\n# raw\n@after\n");
}

/* printk returns what it has formatted; a very long message is cut, not spilt */
static void long_messages_are_cut(struct kunit *test)
{
	char *text = kunit_kzalloc(test, 1500, GFP_KERNEL);
	int len;

	KUNIT_ASSERT_NOT_NULL(test, text);
	memset(text, 'x', 1499);
	listen();
	len = printk(KERN_INFO "%s\n", text);
	printk(KERN_INFO "next\n");
	listening = false;
	KUNIT_EXPECT_LE(test, len, 511);
	KUNIT_EXPECT_GE(test, heard_len, 400);
	KUNIT_EXPECT_LE(test, heard_len, 600);
	KUNIT_EXPECT_NOT_NULL(test, strstr(heard, "] next\n"));
}

static void say_it(void *unused)
{
	printk(KERN_INFO "from here\n");
}

/* printk is legal in every context, and says it at once */
static void printk_in_any_context(struct kunit *test)
{
	const struct atomic_context *context = test->param_value;

	listen();
	context->run(say_it, NULL);
	EXPECT_HEARD(test, "@from here\n");
}

static void say_b(void *unused)
{
	printk(KERN_INFO "bbbbbbbb\n");
}

/* Messages of an interrupt do not mix with the one that it interrupts */
static void lines_do_not_mix(struct kunit *test)
{
	const char *s;
	int wrong = 0, i;

	if (!rain_start(test, say_b, NULL))
		return;
	listen();
	for (i = 0; i < 20; i++) {
		printk(KERN_INFO "aaaaaaaa\n");
		udelay(20);
	}
	local_irq_disable();
	s = stop_listening();
	local_irq_enable();
	rain_stop(NULL);
	KUNIT_EXPECT_NOT_NULL(test, strchr(s, 'b'));
	while (*s && !wrong) {
		wrong += strncmp(s, "@aaaaaaaa\n", 10) && strncmp(s, "@bbbbbbbb\n", 10);
		s += 10;
	}
	KUNIT_EXPECT_EQ(test, wrong, 0);
}

static struct kunit_case printk_cases[] = {
	KUNIT_CASE(message_has_a_stamp),
	KUNIT_CASE(levels_decide),
	KUNIT_CASE(cont_goes_on),
	KUNIT_CASE(each_line_has_its_stamp),
	KUNIT_CASE(raw_text_begins_a_line),
	KUNIT_CASE(long_messages_are_cut),
	KUNIT_CASE_PARAM(printk_in_any_context, atomic_contexts_gen_params),
	KUNIT_CASE(lines_do_not_mix),
	{},
};

static struct kunit_suite printk_suite = {
	.name = "printk",
	.suite_init = printk_suite_init,
	.test_cases = printk_cases,
};
kunit_test_suite(printk_suite);
