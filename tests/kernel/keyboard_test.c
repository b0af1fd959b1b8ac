// SPDX-License-Identifier: MIT
/* keyboard_test.c - tests of kernel/drivers/keymap.c and keyboard.c */
#include <asm/io.h>
#include <asm/system.h>
#include <halves/console.h>
#include <halves/iofault.h>
#include <halves/keyboard.h>
#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/jiffies.h>

#define WAIT_JIFFIES	HZ

/* Scan codes in, characters out; a scan code is never 0, so 0 ends the list. */
struct sequence {
	const char *name;
	u8 codes[24];
	const char *text;
};

static const struct sequence sequences[] = {
	{ "a key press is a character, its release is none", { 0x1e, 0x9e }, "a" },
	{ "a held key repeats", { 0x1e, 0x1e, 0x1e, 0x9e }, "aaa" },
	{ "shift holds until it is released", { 0x2a, 0x1e, 0x30, 0xaa, 0x2e }, "ABc" },
	{ "right shift is a shift", { 0x36, 0x02, 0xb6, 0x02 }, "!1" },
	{ "one of two shifts is enough", { 0x2a, 0x36, 0xaa, 0x1e, 0xb6, 0x1e }, "Aa" },
	{ "caps lock changes letters only", { 0x3a, 0xba, 0x1e, 0x02, 0x3a, 0xba, 0x1e }, "A1a" },
	{ "shift undoes caps lock", { 0x3a, 0xba, 0x2a, 0x1e, 0xaa }, "a" },
	{ "ctrl makes a control character",
	  { 0x1d, 0x2e, 0x9d, 0x2e },
	  "\x03"
	  "c" },
	{ "right ctrl too",
	  { 0xe0, 0x1d, 0x1e, 0xe0, 0x9d, 0x1e },
	  "\x01"
	  "a" },
	{ "ctrl leaves digits alone", { 0x1d, 0x02, 0x9d }, "1" },
	{ "shift and ctrl are ctrl", { 0x2a, 0x1d, 0x1e, 0x9d, 0xaa }, "\x01" },
	{ "enter, tab, backspace, escape", { 0x1c, 0x0f, 0x0e, 0x01 }, "\n\t\b\x1b" },
	{ "arrows are nothing", { 0xe0, 0x48, 0xe0, 0xc8, 0xe0, 0x4b, 0xe0, 0xcb }, "" },
	{ "keypad digits", { 0x47, 0xc7, 0x52, 0xd2, 0x53 }, "70." },
	{ "keypad enter and slash", { 0xe0, 0x1c, 0xe0, 0x9c, 0xe0, 0x35, 0xe0, 0xb5 }, "\n/" },
	{ "delete", { 0xe0, 0x53, 0xe0, 0xd3 }, "\x7f" },
	{ "the shift that a key invents is none",
	  { 0xe0, 0x2a, 0xe0, 0x48, 0x1e, 0xe0, 0xc8, 0xe0, 0xaa },
	  "a" },
	{ "and its release does not end the real one",
	  { 0x2a, 0xe0, 0xaa, 0xe0, 0x48, 0xe0, 0x2a, 0x1e, 0xaa },
	  "A" },
	{ "pause is nothing and holds no ctrl", { 0xe1, 0x1d, 0x45, 0xe1, 0x9d, 0xc5, 0x2e }, "c" },
	{ "function keys and unknown codes are nothing",
	  { 0x3b, 0xbb, 0x57, 0x7f, 0xff, 0x1e },
	  "a" },
	{ "the US layout has all of ASCII's punctuation",
	  { 0x0c, 0x0d, 0x1a, 0x1b, 0x2b, 0x27, 0x28, 0x29, 0x33, 0x34, 0x35, 0x39 },
	  "-=[]\\;'`,./ " },
	{ "with shift the other half",
	  { 0x2a, 0x0c, 0x0d, 0x1a, 0x1b, 0x2b, 0x27, 0x28, 0x29, 0x33, 0x34, 0x35 },
	  "_+{}|:\"~<>?" },
};

static void sequence_name(const struct sequence *sequence, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%s", sequence->name);
}
KUNIT_ARRAY_PARAM(sequence, sequences, sequence_name);

/* A sequence of scan codes makes this text. */
static void decode(struct kunit *test)
{
	const struct sequence *sequence = test->param_value;
	struct keyboard_state kbd = { 0 };
	char text[32];
	unsigned int n = 0;

	for (const u8 *code = sequence->codes; *code; code++) {
		int c = keyboard_decode(&kbd, *code);

		if (c != KEYBOARD_NONE)
			text[n++] = c;
	}
	text[n] = '\0';
	KUNIT_EXPECT_STREQ(test, (const char *)text, sequence->text);
}

/* No sequence of codes makes more than a character, or one that is not ASCII. */
static void decode_survives_any_codes(struct kunit *test)
{
	struct keyboard_state kbd = { 0 };
	unsigned int wrong = 0;
	u32 seed = 1;

	for (int i = 0; i < 20000; i++) {
		int c;

		seed = seed * 1664525 + 1013904223;
		c = keyboard_decode(&kbd, seed >> 24);
		wrong += c != KEYBOARD_NONE && (c < 0 || c > 0x7f);
	}
	KUNIT_EXPECT_EQ(test, wrong, 0);
}

/* ---- with the controller ------------------------------------------------------------------- */

#define I8042_DATA		0x60
#define I8042_COMMAND		0x64	/* write; reads the status */
#define STATUS_OUTPUT_FULL	0x01
#define STATUS_INPUT_FULL	0x02
#define STATUS_NO_DEVICE	0xff
#define COMMAND_WRITE_OUTPUT	0xd2	/* the next byte comes back as if from the keyboard */
#define POLLS			10000

static bool poll_status(u8 mask, u8 wanted)
{
	for (int i = 0; i < POLLS; i++)
		if ((inb(I8042_COMMAND) & mask) == wanted)
			return true;
	return false;
}

/* Returns whether the code is there to be read; not every controller can pretend. */
static bool pretend_key(u8 code)
{
	unsigned long flags;
	bool there;

	local_irq_save(flags);
	outb(COMMAND_WRITE_OUTPUT, I8042_COMMAND);
	poll_status(STATUS_INPUT_FULL, 0);
	outb(code, I8042_DATA);
	there = poll_status(STATUS_OUTPUT_FULL, STATUS_OUTPUT_FULL);
	local_irq_restore(flags);
	return there;
}

/* A code from the controller interrupts, and a thread reads its character from the console. */
static void key_reaches_a_reader(struct kunit *test)
{
	if (inb(I8042_COMMAND) == STATUS_NO_DEVICE)
		kunit_skip(test, "no keyboard controller");
	while (console_getc_timeout(0) >= 0)
		;
	if (!pretend_key(0x1e))
		kunit_skip(test, "this controller cannot pretend a key");
	KUNIT_EXPECT_EQ(test, console_getc_timeout(WAIT_JIFFIES), 'a');
	pretend_key(0x9e);
	pretend_key(0x30);
	KUNIT_EXPECT_EQ(test, console_getc_timeout(WAIT_JIFFIES), 'b');
	pretend_key(0xb0);
}

static bool always_full(struct io_access *access)
{
	access->value = STATUS_OUTPUT_FULL;
	return !access->write;
}

/* A controller that is never empty keeps its top half for a few bytes, and is told once. */
static void flood_is_taken_in_bites(struct kunit *test)
{
	unsigned int count = 0;

	if (inb(I8042_COMMAND) == STATUS_NO_DEVICE)
		kunit_skip(test, "no keyboard controller");
	while (console_getc_timeout(0) >= 0)
		;
	if (!pretend_key(0x1e))
		kunit_skip(test, "this controller cannot pretend a key");
	console_getc_timeout(WAIT_JIFFIES);
	kunit_expect_report(test);
	local_irq_disable();
	pretend_key(0x1e);
	io_fault_ports(I8042_COMMAND, 1, always_full);
	local_irq_enable();
	while (console_getc_timeout(2) >= 0)
		count++;
	io_fault_end();
	KUNIT_EXPECT_GE(test, count, 1);
	KUNIT_EXPECT_LE(test, count, 64);
	KUNIT_EXPECT_REPORT(test, "keyboard: 16 codes at one go");
	pretend_key(0x9e);
	while (console_getc_timeout(2) >= 0)
		;
}

static struct kunit_case keyboard_cases[] = {
	KUNIT_CASE_PARAM(decode, sequence_gen_params),
	KUNIT_CASE(decode_survives_any_codes),
	KUNIT_CASE(key_reaches_a_reader),
	KUNIT_CASE(flood_is_taken_in_bites),
	{},
};

static struct kunit_suite keyboard_suite = {
	.name = "keyboard",
	.test_cases = keyboard_cases,
};
kunit_test_suite(keyboard_suite);
