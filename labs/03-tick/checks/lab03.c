// SPDX-License-Identifier: MIT
/* lab03.c - see lab03.h */
#include "lab03.h"

#include <halves/watchdog.h>

/* It speaks once, and then not again for as long as jiffies can count. */
int quiet_watchdog(struct kunit_suite *suite)
{
	watchdog_lost_seconds = 2000000000 / HZ;
	local_irq_disable();
	raw_wait(5000000 / HZ);
	local_irq_enable();
	raw_next_tick();
	return 0;
}

void need_ticks(struct kunit *test)
{
	u32 took;
	u64 start;

	KUNIT_ASSERT_TRUE_MSG(test, raw_next_tick(), "no tick came in 100 ms");
	start = raw_ns();
	raw_next_tick();
	took = raw_ns() - start;
	KUNIT_ASSERT_TRUE_MSG(test, took > 900000000 / HZ && took < 1100000000 / HZ,
			      "a tick is %u ns, not %u", took, 1000000000 / HZ);
}
