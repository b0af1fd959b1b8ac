/* SPDX-License-Identifier: MIT */
/*
 * test.h - KUnit: tests that run inside the kernel
 *
 * A case is a function; cases make a suite; kunit_test_suite() puts the suite into a list that the
 * linker makes. Each case runs in a thread of its own. KUNIT_EXPECT_* records a failure and goes
 * on, KUNIT_ASSERT_* ends the case. Both take their arguments once, and both are legal anywhere, a
 * top half included; only, an assertion outside the case's own thread cannot end it, and records.
 *
 * After each case the runner looks what is left behind (kernel/kunit/leftovers.c): a raised preempt
 * count, a pending timer, memory not freed, a report nobody expected. That fails the case as well.
 * Context: a case: process; what it may ask for: see kernel/kunit/case.c.
 * Locking: none: cases run one after the other.
 */
#ifndef _KUNIT_TEST_H
#define _KUNIT_TEST_H

#include <kunit/assert.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/types.h>

#define KUNIT_PARAM_DESC_SIZE 64 /* bytes of a parameter's description, the NUL included */

enum kunit_status {
	KUNIT_SUCCESS,
	KUNIT_FAILURE,
	KUNIT_SKIPPED,
};

struct kunit_case;
struct kunit_suite;

/* Fields below priv: a case reads name and the parameter, the rest is the runner's. */
struct kunit {
	void *priv;		 /* the suite's own; init() sets it */
	const char *name;	 /* of the case */
	const void *param_value; /* KUNIT_CASE_PARAM: the parameter of this run */
	int param_index;

	const struct kunit_suite *suite;
	const struct kunit_case *test_case;
	enum kunit_status status;
	unsigned int failures;	    /* how many expectations failed */
	char status_comment[96];    /* why it was skipped */
	struct task_struct *thread; /* the one that an assertion ends */
	struct completion done;	    /* that thread has nothing more to do */
	struct list_head resources; /* irqs off: undone at the end, newest first */
	char *log;		    /* NULL: say it on the console; else here … */
	size_t log_size;	    /* … in so many bytes: for tests of KUnit itself */
	bool expects_report;
	bool captures;		     /* reports go to a buffer now */
	unsigned int reports_before; /* report_count() when the capture began */
	unsigned int reports_after;  /* when it ended */
	unsigned int leftovers;	     /* things that the case has left behind */
	unsigned long fail_nth;	     /* which allocation of the case fails; 0: none */
	unsigned long failed_site;   /* who asked for it; 0: there were fewer */
};

/**
 * struct kunit_case - one test
 * @run_case: the function
 * @name: its name
 * @generate_params: gives the parameter after @prev (NULL: the first), NULL at the end; writes
 *	KUNIT_PARAM_DESC_SIZE bytes at most at @desc
 * @slow: may take 600 s of virtual time instead of 30
 */
struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
	const void *(*generate_params)(const void *prev, char *desc);
	bool slow;
};

/**
 * struct kunit_suite - cases with a common preparation
 * @name: what filter_glob and run= select it by
 * @suite_init: once before all cases; anything but 0 fails the suite
 * @suite_exit: once after all
 * @init: before each case, in its thread; anything but 0 fails the case
 * @exit: after each, also when it failed; not in its thread
 * @test_cases: ends with an empty one
 */
struct kunit_suite {
	const char *name;
	int (*suite_init)(struct kunit_suite *suite);
	void (*suite_exit)(struct kunit_suite *suite);
	int (*init)(struct kunit *test);
	void (*exit)(struct kunit *test);
	struct kunit_case *test_cases;
};

#define KUNIT_CASE(function)                                                                       \
	{                                                                                          \
		.run_case = function, .name = #function                                            \
	}
#define KUNIT_CASE_SLOW(function)                                                                  \
	{                                                                                          \
		.run_case = function, .name = #function, .slow = true                              \
	}
#define KUNIT_CASE_PARAM(function, gen)                                                            \
	{                                                                                          \
		.run_case = function, .name = #function, .generate_params = gen                    \
	}

/* KUNIT_ARRAY_PARAM - define NAME_gen_params() over an array; get_desc(element, text) or NULL */
#define KUNIT_ARRAY_PARAM(ident, array, get_desc)                                                  \
	static const void *ident##_gen_params(const void *prev, char *desc)                        \
	{                                                                                          \
		const typeof((array)[0]) *__next = prev ? (const typeof(__next))prev + 1 :         \
							  (array);                                 \
		void (*__describe)(const typeof((array)[0]) *, char *) = get_desc;                 \
                                                                                                   \
		if (__next - (array) >= (ssize_t)ARRAY_SIZE(array))                                \
			return NULL;                                                               \
		if (__describe)                                                                    \
			__describe(__next, desc);                                                  \
		return __next;                                                                     \
	}

#define kunit_test_suites(...)                                                                     \
	static struct kunit_suite *const __UNIQUE_ID(kunit_suites)[] __used __section(             \
		".kunit_suites") __aligned(4) = { __VA_ARGS__ }
#define kunit_test_suite(suite) kunit_test_suites(&(suite))

extern struct kunit_suite *const __kunit_suites_start[], *const __kunit_suites_end[];

struct kunit *kunit_get_current_test(void);

/* ---- what a case may ask for --------------------------------------------------------------- */

void *kunit_kmalloc(struct kunit *test, size_t size, gfp_t flags);
void *kunit_kzalloc(struct kunit *test, size_t size, gfp_t flags);
int kunit_add_action(struct kunit *test, void (*action)(void *), void *ctx);
void kunit_release_action(struct kunit *test, void (*action)(void *), void *ctx);
void kunit_remove_action(struct kunit *test, void (*action)(void *), void *ctx);

void kunit_mark_skipped(struct kunit *test, const char *fmt, ...) __printf(2, 3);
void kunit_skip(struct kunit *test, const char *fmt, ...) __printf(2, 3);
void kunit_info(struct kunit *test, const char *fmt, ...) __printf(2, 3);
#define kunit_warn kunit_info
#define kunit_err  kunit_info

/* ---- reports that a case expects ------------------------------------------------------------ */

void kunit_expect_report(struct kunit *test);
void kunit_end_report(struct kunit *test);
const char *kunit_report_text(void);
unsigned int kunit_reports(struct kunit *test);
unsigned int kunit_seed(void);

/* KUNIT_EXPECT_REPORT - what was captured so far holds this text */
#define KUNIT_EXPECT_REPORT(test, needle)                                                          \
	KUNIT_EXPECT_TRUE_MSG(test, strstr(kunit_report_text(), needle) != NULL, "captured: %s",   \
			      kunit_report_text())

#endif
