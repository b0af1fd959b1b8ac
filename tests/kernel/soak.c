// SPDX-License-Identifier: MIT
/*
 * soak.c - random legal operations for hours of virtual time, and nothing may be lost
 *
 * Idea:    time is passed asleep, since that costs the host least; now and then comes a burst. So
 *          timers far away come due, jiffies wraps, and what leaks a little leaks much.
 * Context: process: run=soak soak.time=600 soak.seed=1 (seconds; or 10m, 24h).
 * See:     soak_run.c; `make soak`
 */
#include "soak.h"

#include <halves/program.h>
#include <linux/jiffies.h>
#include <linux/module.h>

#define BURSTS 10000 /* of a long run; a short one has one a second */

static char *time = "600";
static unsigned int seed = 1;
module_param(time, charp, 0444);
MODULE_PARM_DESC(time, "virtual seconds, or 10m, 24h");
module_param(seed, uint, 0444);
MODULE_PARM_DESC(seed, "of the generator: the same seed is the same run");

static int soak_main(void)
{
	struct soak_profile soak = {
		.name = "soak",
		.threads = 4,
		.burst_ops = 64,
		.pause_max = 2 * HZ * max(soak_seconds(time) / BURSTS, 1UL),
		.naps = 1,
		.all_kinds = 600,
		.late_max = 2,
	};

	return soak_run(&soak, time, seed);
}

PROGRAM(soak, soak_main, "random operations for a long virtual time: nothing may be lost");
