// SPDX-License-Identifier: MIT
/*
 * crash_locks.c - mistakes with locks that the lock checker tells, for docs/reports.md
 *
 * Nothing goes wrong this time: the report is all that comes of them.
 */
#include "helpers.h"

#include <halves/program.h>
#include <linux/spinlock.h>

static DEFINE_SPINLOCK(rx_lock);
static DEFINE_SPINLOCK(tx_lock);

static noinline void copy_to_tx(void)
{
	spin_lock(&rx_lock);
	spin_lock(&tx_lock);
	spin_unlock(&tx_lock);
	spin_unlock(&rx_lock);
}

static noinline void copy_to_rx(void)
{
	spin_lock(&tx_lock);
	spin_lock(&rx_lock);
	spin_unlock(&rx_lock);
	spin_unlock(&tx_lock);
}

static int crash_lock_order(void)
{
	copy_to_tx();
	copy_to_rx();
	return 0;
}
PROGRAM(crash_lock_order, crash_lock_order, "take two locks in two orders");

static DEFINE_SPINLOCK(count_lock);

static void count_in_tasklet(void *unused)
{
	spin_lock(&count_lock);
	spin_unlock(&count_lock);
}

static noinline void count_in_thread(void)
{
	spin_lock(&count_lock);
	spin_unlock(&count_lock);
}

static int crash_lock_form(void)
{
	run_in_tasklet(count_in_tasklet, NULL);
	count_in_thread();
	return 0;
}
PROGRAM(crash_lock_form, crash_lock_form, "share a lock with a tasklet by spin_lock");
