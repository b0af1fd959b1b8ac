// SPDX-License-Identifier: MIT
/* sheet.c - see sheet.h */
#include "sheet.h"

#include <asm/atomic.h>
#include <linux/kernel.h>

#define EVENTS_MAX 64

static const char *events[EVENTS_MAX];
static atomic_t nr_events;

void event(const char *name)
{
	int i = atomic_inc_return(&nr_events) - 1;

	if (i < EVENTS_MAX)
		events[i] = name;
}

/* sheet_begin - nothing has happened yet */
void sheet_begin(void)
{
	atomic_set(&nr_events, 0);
}

/* sheet_end - tell what has happened; a thread */
void sheet_end(struct kunit *test)
{
	int i, count = atomic_read(&nr_events);

	KUNIT_ASSERT_LE_MSG(test, count, EVENTS_MAX, "more happened than can be noted");
	for (i = 0; i < count; i++)
		kunit_info(test, "event: %s", events[i]);
}
