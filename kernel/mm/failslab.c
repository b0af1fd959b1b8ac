// SPDX-License-Identifier: MIT
/*
 * failslab.c - have one allocation fail, to see whether its caller can bear it
 *
 * Idea:    a counter that each allocation counts down; the one that reaches zero fails. Allocations
 *          of the slab and of pages count alike, also those that a kmalloc() makes inside.
 *          "failslab=N" fails the Nth after boot, "failslab.boot=N" the Nth after the command line
 *          was read; run=failslab does so for each allocation of each test. Only in the tests'
 *          image.
 * Context: any. Locking: irqs off.
 * See:     kernel/kunit/failslab_run.c
 */
#ifdef CONFIG_TESTS
#include <halves/failslab.h>
#include <linux/hardirq.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include "internal.h"

static unsigned long countdown; /* irqs off: the allocation that makes it 0 fails; 0: none does */
module_param_named(boot, countdown, ulong, 0444);
MODULE_PARM_DESC(boot, "which allocation after the reading of the command line fails");

static unsigned long after_boot;
core_param(failslab, after_boot, ulong, 0444);

static unsigned long failed_site; /* irqs off: who asked for what failed; 0: nothing has yet */
static bool silent;

/* failslab_boot_ends - from here on failslab=N counts; the init thread */
void failslab_boot_ends(void)
{
	if (after_boot)
		countdown = after_boot;
}

/**
 * failslab_arm - fail one allocation, and say nothing of it
 * @nth: which, counted from now on; 1 is the next
 *
 * Context: any.
 */
void failslab_arm(unsigned long nth)
{
	unsigned long flags;

	local_irq_save(flags);
	countdown = nth;
	silent = true;
	failed_site = 0;
	local_irq_restore(flags);
}

/** failslab_disarm - fail none; return: who asked for the one that has failed, or 0; any context */
unsigned long failslab_disarm(void)
{
	countdown = 0;
	return failed_site;
}

/* failslab_suspend - count no allocation until failslab_resume() gets what this returned */
unsigned long failslab_suspend(void)
{
	unsigned long rest = countdown;

	countdown = 0;
	return rest;
}

/* failslab_resume - count on from there */
void failslab_resume(unsigned long rest)
{
	countdown = rest;
}

/* should_fail_alloc - shall the allocation that the code at @site asks for fail? any context */
bool should_fail_alloc(gfp_t gfp, unsigned long site)
{
	unsigned long flags;
	bool fails;

	if (likely(!countdown) || gfp & __GFP_NOINJECT)
		return false;
	local_irq_save(flags);
	fails = countdown && !--countdown;
	if (fails)
		failed_site = site;
	local_irq_restore(flags);
	if (fails && !silent)
		pr_notice("failslab: no memory for %pS\n", (void *)site);
	return fails;
}
#endif
