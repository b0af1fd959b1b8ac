// SPDX-License-Identifier: MIT
/*
 * soak_core.c - the soak: chance, violations, gates, and which operation comes next
 *
 * Context: as noted in each line; what may sleep says so.
 * Locking: random_lock, irqs off: the generator.
 * See:     soak.h
 */
#include "soak.h"

#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/smp.h>

/* ---- chance ---------------------------------------------------------------------------------- */

static DEFINE_SPINLOCK(random_lock);
static u32 random_state;

/* soak_seed - begin another run; process */
void soak_seed(u32 seed)
{
	random_state = seed * 2654435761U ?: 1;
}

/* soak_random - 32 bits; xorshift (G. Marsaglia, Xorshift RNGs, 2003); any context */
u32 soak_random(void)
{
	unsigned long flags;
	u32 x;

	spin_lock_irqsave(&random_lock, flags);
	x = random_state;
	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	random_state = x;
	spin_unlock_irqrestore(&random_lock, flags);
	return x;
}

/* soak_below - 0 to @n - 1; any context */
unsigned int soak_below(unsigned int n)
{
	return (u64)soak_random() * n >> 32;
}

/* soak_delay - jiffies: as often 0 or 1 as 2 or 3, 4 to 7, …, 64 to 127; any context */
unsigned long soak_delay(void)
{
	return soak_random() & ((1UL << soak_below(8)) - 1);
}

/* soak_cpu - any processor that runs; any context */
int soak_cpu(void)
{
	int cpu;

	do
		cpu = soak_below(NR_CPUS);
	while (!cpu_online(cpu));
	return cpu;
}

/* soak_nap - sleep for a moment: at most @max ticks; process */
void soak_nap(unsigned int max)
{
	if (soak_below(soak_profile->naps))
		yield();
	else
		schedule_timeout_uninterruptible(1 + soak_below(max));
}

/* soak_linger - stay here for some turns: others may come meanwhile; any context */
void soak_linger(void)
{
	unsigned int turns = soak_below(8);

	while (turns--)
		cpu_relax();
}

/* ---- what must not happen -------------------------------------------------------------------- */

static atomic_t violations;

/* soak_fail - something was violated; the first ones are told; any context */
void soak_fail(const char *fmt, ...)
{
	char text[160];
	va_list args;

	if (atomic_inc_return(&violations) > 5)
		return;
	va_start(args, fmt);
	vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	pr_err("%s: VIOLATED: %s\n", soak_profile->name, text);
	if (!soak_profile->fatal)
		return;
	soak_say_again();
	panic("%s: violated: %s", soak_profile->name, text);
}

/* soak_failed - has anything been violated? any context */
bool soak_failed(void)
{
	return atomic_read(&violations) != 0;
}

/* soak_serve - a run begins: what was asked before it is served; any context, several at once */
void soak_serve(const atomic_t *asked, atomic_t *served)
{
	int now = atomic_read(asked), before = atomic_read(served), seen;

	while (now - before > 0) {
		seen = atomic_cmpxchg(served, before, now);
		if (seen == before)
			break;
		before = seen;
	}
}

/* ---- gates ----------------------------------------------------------------------------------- */

void soak_gate_init(struct soak_gate *gate, bool exclusive)
{
	*gate = (struct soak_gate){ .exclusive = exclusive };
	spin_lock_init(&gate->lock);
	mutex_init(&gate->owner);
}

bool soak_enter(struct soak_gate *gate)
{
	unsigned long flags;

	atomic_inc(&gate->users); /* pairs with the barrier in soak_close() */
	if (gate->exclusive) {
		spin_lock_irqsave(&gate->lock, flags);
		gate->flags = flags;
	}
	if (!READ_ONCE(gate->closed))
		return true;
	soak_leave(gate);
	return false;
}

void soak_leave(struct soak_gate *gate)
{
	unsigned long flags = gate->flags;

	if (gate->exclusive)
		spin_unlock_irqrestore(&gate->lock, flags);
	atomic_dec(&gate->users);
}

bool soak_close(struct soak_gate *gate)
{
	if (!mutex_trylock(&gate->owner))
		return false;
	WRITE_ONCE(gate->closed, true);
	smp_mb(); /* pairs with soak_enter(): who does not see it is seen here */
	while (atomic_read(&gate->users)) {
		cpu_relax();
		yield();
	}
	return true;
}

void soak_open(struct soak_gate *gate)
{
	WRITE_ONCE(gate->closed, false);
	mutex_unlock(&gate->owner);
}

/* ---- choosing an operation ------------------------------------------------------------------- */

#define LOTS 400

static struct soak_op *lots[2][LOTS]; /* each operation as often as its weight; [1]: may sleep */
static unsigned int nr_lots[2];

/* soak_draw_lots - have the operations of a part take part; process, before the first one */
void soak_draw_lots(const struct soak_part *part)
{
	struct soak_op *op;
	unsigned int n, sleeps;

	for (op = part->ops; op->name; op++) {
		atomic_set(&op->count, 0);
		for (sleeps = op->sleeps; sleeps < 2; sleeps++)
			for (n = 0; n < op->weight && nr_lots[sleeps] < LOTS; n++)
				lots[sleeps][nr_lots[sleeps]++] = op;
	}
}

static bool going;

/* soak_go - from now on operations are done, or none is begun any more; any context */
void soak_go(bool go)
{
	WRITE_ONCE(going, go);
}

/* soak_some_op - do one, any; any context, without @may_sleep */
void soak_some_op(bool may_sleep)
{
	struct soak_op *op = lots[may_sleep][soak_below(nr_lots[may_sleep])];

	if (!READ_ONCE(going))
		return;
	atomic_inc(&op->count);
	op->run();
}

/* soak_echo - what a handler does: now and then an operation of its own; any context */
void soak_echo(void)
{
	if (!soak_below(4))
		soak_some_op(false);
}
