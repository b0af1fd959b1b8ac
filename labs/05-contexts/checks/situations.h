/* SPDX-License-Identifier: MIT */
/* situations.h - lab 5: twelve places for code to be in, and what is true there */
#ifndef _SITUATIONS_H
#define _SITUATIONS_H

#include "helpers.h"

struct situation {
	const char *name;
	void (*run)(context_fn fn, void *arg);
	unsigned int hardirq, softirq, preempt; /* depths */
	bool irqs_off;
};

#define SITUATIONS	  12
#define ANY_PREEMPT_DEPTH 99 /* local_bh_enable() keeps preemption off while it serves softirqs */

extern const struct situation situations[SITUATIONS];

static inline bool is_atomic(const struct situation *s)
{
	return s->hardirq || s->softirq || s->preempt;
}

static inline bool may_sleep(const struct situation *s)
{
	return !is_atomic(s) && !s->irqs_off;
}

#endif
