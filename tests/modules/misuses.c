// SPDX-License-Identifier: MIT
/* misuses.c - its exit sleeps with bottom halves off, three calls deep: how is that told? */
#include <linux/bottom_half.h>
#include <linux/kernel.h>
#include <linux/module.h>

static noinline void sleep_with_bh_off(void)
{
	local_bh_disable();
	might_sleep();
	local_bh_enable();
}

static noinline void call_deeper(void)
{
	sleep_with_bh_off();
	barrier(); /* the call above is no jump: its caller is on the stack */
}

static int __init misuses_init(void)
{
	return 0;
}

static void __exit misuses_exit(void)
{
	call_deeper();
	barrier();
}

module_init(misuses_init);
module_exit(misuses_exit);
