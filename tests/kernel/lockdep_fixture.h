/* SPDX-License-Identifier: MIT */
/* lockdep_fixture.h - the locks of the lock checker's suites, as new for each case */
#ifndef _TESTS_LOCKDEP_FIXTURE_H
#define _TESTS_LOCKDEP_FIXTURE_H

#include <kunit/test.h>
#include <linux/spinlock.h>

extern spinlock_t alpha, beta, gamma;

int forget_locks(struct kunit *test);
void take(spinlock_t *lock);
void take_in_order(spinlock_t *first, spinlock_t *second);

#define expect_one_report(test)                                                                    \
	do {                                                                                       \
		kunit_end_report(test);                                                            \
		KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);                                     \
	} while (0)

#endif
