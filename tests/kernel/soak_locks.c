// SPDX-License-Identifier: MIT
/*
 * soak_locks.c - the soak: spinlocks that exclude, and calls to other processors
 *
 * Idea:    a plain counter is read, and written back a little later: when two are between the two
 *          steps at once, one count is lost. So a lock must be around it: one with interrupts off,
 *          which every context takes; one with bottom halves off, which threads and softirqs take.
 */
#include "soak.h"

#include <linux/hardirq.h>
#include <linux/smp.h>

/* What goes into a till, and what was handed over the counter. */
struct till {
	spinlock_t lock;
	unsigned int sum; /* lock */
	atomic_t paid;
};

static struct till irq_till = { .lock = __SPIN_LOCK_UNLOCKED(irq_till.lock) };
static struct till bh_till = { .lock = __SPIN_LOCK_UNLOCKED(bh_till.lock) };

static void pay_into(struct till *till)
{
	unsigned int sum = READ_ONCE(till->sum);

	soak_linger();
	WRITE_ONCE(till->sum, sum + 1);
}

static void pay_irq(void)
{
	unsigned long flags;

	atomic_inc(&irq_till.paid);
	spin_lock_irqsave(&irq_till.lock, flags);
	pay_into(&irq_till);
	spin_unlock_irqrestore(&irq_till.lock, flags);
}

/* Also drawn in a top half, where this lock may not be taken. */
static void pay_bh(void)
{
	if (in_irq() || irqs_disabled())
		return;
	atomic_inc(&bh_till.paid);
	spin_lock_bh(&bh_till.lock);
	pay_into(&bh_till);
	spin_unlock_bh(&bh_till.lock);
}

static void pay_if_free(void)
{
	unsigned long flags;

	local_irq_save(flags);
	if (spin_trylock(&irq_till.lock)) {
		atomic_inc(&irq_till.paid);
		pay_into(&irq_till);
		spin_unlock(&irq_till.lock);
	}
	local_irq_restore(flags);
}

/* ---- calls to other processors --------------------------------------------------------------- */

static atomic_t calls_asked, calls_done;

static void answer(void *answers)
{
	soak_check(in_irq() && irqs_disabled(), "call: runs in another context");
	atomic_inc(&calls_done);
	if (answers)
		atomic_inc(answers);
	soak_echo();
}

static void call_all(void)
{
	atomic_t answers = ATOMIC_INIT(0);
	int others = num_online_cpus() - 1;

	atomic_add(others, &calls_asked);
	if (soak_below(2)) {
		smp_call_function(answer, NULL, 0, 0);
		return;
	}
	smp_call_function(answer, &answers, 0, 1);
	soak_check(atomic_read(&answers) == others, "call: %d of %d processors have answered",
		   atomic_read(&answers), others);
}

/* ---- the part -------------------------------------------------------------------------------- */

static int begin(void)
{
	return 0;
}

static bool balanced(struct till *till, const char *name, bool complain)
{
	unsigned int sum = READ_ONCE(till->sum), paid = atomic_read(&till->paid);

	if (sum != paid && complain)
		soak_fail("%s: does not exclude: %u times counted up to %u", name, paid, sum);
	return sum == paid;
}

static bool settled(bool complain)
{
	bool all = balanced(&irq_till, "spin_lock_irqsave", complain) &&
		   balanced(&bh_till, "spin_lock_bh", complain);

	if (atomic_read(&calls_asked) == atomic_read(&calls_done))
		return all;
	if (complain)
		soak_fail("call: %d asked for, %d done", atomic_read(&calls_asked),
			  atomic_read(&calls_done));
	return false;
}

static void end(void) { }

static struct soak_op ops[] = {
	{ "spin_lock_irq", pay_irq, 6 },
	{ "spin_lock_bh", pay_bh, 3 },
	{ "spin_trylock", pay_if_free, 3 },
	{ "call_function", call_all, 2, .sleeps = true },
	{},
};

const struct soak_part soak_locks = { ops, begin, settled, end };
