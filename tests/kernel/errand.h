/* SPDX-License-Identifier: MIT */
/* errand.h - have something done on another processor */
#ifndef _TESTS_ERRAND_H
#define _TESTS_ERRAND_H

#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/smp.h>

struct errand {
	void (*fn)(void *arg); /* in a thread that is bound there */
	void *arg;
	struct completion done;
};

int need_two_processors(struct kunit *test);
int other_cpu(void);
bool start_on(struct kunit *test, int cpu, struct errand *errand);
bool run_on(struct kunit *test, int cpu, void (*fn)(void *arg), void *arg);

#endif
