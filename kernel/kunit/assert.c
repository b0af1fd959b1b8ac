// SPDX-License-Identifier: MIT
/*
 * assert.c - what a failed expectation says
 *
 * Idea:    in the words of Linux's KUnit, so that tools which read those read ours: place, the
 *          expression as it stands in the source, and the values. A case that fails in a loop says
 *          the first few and counts the rest.
 * Context: any; text is made in a buffer on the stack. Locking: none.
 */
#include "internal.h"
#include <halves/trace.h>

#define MESSAGE_SIZE  512
#define FAILURES_SAID 8 /* in one case */

struct message {
	char text[MESSAGE_SIZE];
	size_t len;
};

static void vadd(struct message *m, const char *fmt, va_list args)
{
	m->len += vscnprintf(m->text + m->len, sizeof(m->text) - m->len, fmt, args);
}

static void __printf(2, 3) add(struct message *m, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vadd(m, fmt, args);
	va_end(args);
}

/* kunit_failed - nothing: a place for GDB to stop at when an expectation fails */
noinline void kunit_failed(struct kunit *test)
{
	barrier();
}

/* Count the failure. Return: whether to say it too; then the message has its first line. */
static bool begin(struct message *m, struct kunit *test, const struct kunit_place *place)
{
	trace_kunit_failed(place->file, place->line);
	kunit_failed(test);
	test->status = KUNIT_FAILURE;
	m->len = 0;
	m->text[0] = '\0';
	if (++test->failures > FAILURES_SAID)
		return false;
	add(m, "    # %s: %s FAILED at %s:%d\n", test->name,
	    place->fatal ? "ASSERTION" : "EXPECTATION", place->file, place->line);
	return true;
}

static void finish(struct message *m, struct kunit *test, const struct kunit_place *place,
		   const char *fmt, va_list args)
{
	if (m->len) {
		if (fmt) {
			add(m, "    ");
			vadd(m, fmt, args);
			add(m, "\n");
		}
		if (m->len == sizeof(m->text) - 1)
			m->text[m->len - 1] = '\n'; /* cut off, but the line ends */
		kunit_say(test, "%s", m->text);
		if (test->failures == FAILURES_SAID)
			kunit_say(test, "    # %s: further failures are only counted\n",
				  test->name);
	}
	if (place->fatal)
		kunit_abort(test);
}

/**
 * kunit_fail_unary - record that a condition does not hold
 * @test: the case
 * @place: where; its left is the condition's text, or NULL when there is none
 * @is: what was expected, and what is
 * @fmt: what the case's author has to say, or NULL
 *
 * Return: nothing; not at all after an assertion in the case's own thread.
 * Context: any. Locking: none.
 */
void kunit_fail_unary(struct kunit *test, const struct kunit_place *place, const char *is,
		      const char *fmt, ...)
{
	struct message m;
	va_list args;

	if (begin(&m, test, place) && place->left)
		add(&m, "    Expected %s %s\n", place->left, is);
	va_start(args, fmt);
	finish(&m, test, place, fmt, args);
	va_end(args);
}

static void add_value(struct message *m, const struct kunit_place *place, const char *name,
		      long long value)
{
	char plain[24];

	snprintf(plain, sizeof(plain), "%lld", value);
	if (!strcmp(plain, name))
		return;
	if (place->pointers)
		add(m, "        %s == %08lx\n", name, (unsigned long)value);
	else
		add(m, "        %s == %s (0x%llx)\n", name, plain, value);
}

/**
 * kunit_fail_binary - record that two numbers or pointers are not as expected
 * @test: the case
 * @place: where, and the arguments as text
 * @left: the value on the left
 * @right: the value on the right
 * @fmt: what the case's author has to say, or NULL
 *
 * Return: nothing; not at all after an assertion in the case's own thread.
 * Context: any. Locking: none.
 */
void kunit_fail_binary(struct kunit *test, const struct kunit_place *place, long long left,
		       long long right, const char *fmt, ...)
{
	struct message m;
	va_list args;

	if (begin(&m, test, place)) {
		add(&m, "    Expected %s %s %s, but\n", place->left, place->op, place->right);
		add_value(&m, place, place->left, left);
		add_value(&m, place, place->right, right);
	}
	va_start(args, fmt);
	finish(&m, test, place, fmt, args);
	va_end(args);
}

/**
 * kunit_fail_string - record that two strings are not as expected
 * @test: the case
 * @place: where, and the arguments as text
 * @left: the string on the left; NULL is shown as such
 * @right: the string on the right
 * @fmt: what the case's author has to say, or NULL
 *
 * Return: nothing; not at all after an assertion in the case's own thread.
 * Context: any. Locking: none.
 */
void kunit_fail_string(struct kunit *test, const struct kunit_place *place, const char *left,
		       const char *right, const char *fmt, ...)
{
	struct message m;
	va_list args;

	if (begin(&m, test, place)) {
		add(&m, "    Expected %s %s %s, but\n", place->left, place->op, place->right);
		add(&m, "        %s == \"%s\"\n", place->left, left ? left : "(null)");
		if (place->right[0] != '"')
			add(&m, "        %s == \"%s\"\n", place->right, right ? right : "(null)");
	}
	va_start(args, fmt);
	finish(&m, test, place, fmt, args);
	va_end(args);
}

/* kunit_strcmp - strcmp() to which NULL is a string like no other */
int kunit_strcmp(const char *left, const char *right)
{
	if (!left || !right)
		return left != right;
	return strcmp(left, right);
}
