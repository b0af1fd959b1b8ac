// SPDX-License-Identifier: MIT
/*
 * tsc_sync.c - do the time stamp counters of two processors show the same time?
 *
 * Idea:    the boot processor reads its counter, asks the new one for its, and reads again. What
 *          the other has read in between must lie in between. If it ever does not, the two
 *          disagree: by how much, says the round with the least time between the two reads. The
 *          new processor's sched_clock() then takes that off, which is exact to half that time.
 * Context: boot: the boot processor in arch_cpu_up(), the new one in start_secondary(), irqs off.
 * Locking: none: one pair at a time; each word is written by one side while the other waits for it.
 * See:     tsc.c; Intel SDM vol. 3, 17.17 "Time-stamp counter"
 */
#include <asm/smp.h>
#include <asm/system.h>
#include <asm/tsc.h>
#include <linux/kernel.h>
#include <linux/smp.h>

#define ROUNDS 20

/* Each is written by one side and waited for by the other. */
static volatile int asked, answered;
static volatile u64 answer; /* before answered */

/* The counter, not before all that stands before it. */
static u64 counter(void)
{
	smp_mb(); /* pairs with the other side's: who has seen its word reads the counter later */
	return tsc_read();
}

/**
 * tsc_compare - compare the boot processor's counter with that of a new one
 * @cpu: it is in tsc_answer(), or will be soon
 *
 * Where they disagree, it is said, and @cpu's sched_clock() is corrected. Context: process, boot.
 */
void tsc_compare(int cpu)
{
	u64 before, after, least = ~0ULL;
	s64 ahead = 0;
	bool agree = true;
	int round;

	for (round = 1; round <= ROUNDS; round++) {
		before = counter();
		asked = round;
		while (answered != round)
			cpu_relax();
		after = counter();
		agree &= (s64)(answer - before) >= 0 && (s64)(after - answer) >= 0;
		if (after - before < least) {
			least = after - before;
			ahead = answer - before - least / 2;
		}
	}
	tsc_set_ahead(cpu, agree ? 0 : ahead);
	smp_wmb(); /* pairs with the wait for 0: its clock is right from the first time it asks */
	asked = answered = 0;
	if (!agree)
		pr_warn("smp: cpu %d's TSC is %lld cycles off cpu 0's: its clock is corrected, to "
			"%llu cycles\n",
			cpu, ahead, (least + 1) / 2);
}

/** tsc_answer - the other side of tsc_compare(); a new processor, irqs off */
void tsc_answer(void)
{
	int round;

	if (!tsc_present)
		return;
	for (round = 1; round <= ROUNDS; round++) {
		while (asked != round)
			cpu_relax();
		answer = counter();
		smp_wmb(); /* pairs with the loop over answered: the answer is there */
		answered = round;
	}
	while (asked)
		cpu_relax();
}
