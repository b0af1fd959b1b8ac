/* SPDX-License-Identifier: MIT */
/* internal.h - between the files of KUnit */
#ifndef _KUNIT_INTERNAL_H
#define _KUNIT_INTERNAL_H

#include <kunit/test.h>

/* What a case must leave as it found it. */
struct leftovers {
	unsigned long timers;
	unsigned long works;
	unsigned long objects; /* of the slab */
	unsigned long threads;
	unsigned int reports;
	unsigned long serial; /* of the newest allocation */
};

void leftovers_take(struct leftovers *before);
void leftovers_check_context(struct kunit *test);
void leftovers_check(struct kunit *test, const struct leftovers *before);

void kunit_say(struct kunit *test, const char *fmt, ...) __printf(2, 3);
void kunit_complain(struct kunit *test, const char *fmt, ...) __printf(2, 3);
void kunit_abort(struct kunit *test);
void kunit_failed(struct kunit *test);

void kunit_channel_say(const char *fmt, ...) __printf(1, 2);
u32 kunit_random(void);
void kunit_shuffle(unsigned int *order, unsigned int count);
void kunit_shift(void);
void kunit_limit_begin(void);
void kunit_limit_end(void);

void kunit_case_run(struct kunit *test, const struct kunit_suite *suite,
		    const struct kunit_case *test_case);
bool kunit_selected(const struct kunit_suite *suite, const struct kunit_case *test_case);
void kunit_release_resources(struct kunit *test);

#endif
