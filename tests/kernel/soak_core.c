// SPDX-License-Identifier: MIT
/*
 * soak_core.c - the soak: chance, violations, and the devices that interrupt
 *
 * Context: as noted in each line; what may sleep says so.
 * Locking: random_lock, irqs off: the generator.
 * See:     soak.h
 */
#include "soak.h"

#include <halves/edu.h>
#include <linux/interrupt.h>

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
	pr_err("soak: VIOLATED: %s\n", text);
}

/* soak_failed - has anything been violated? any context */
bool soak_failed(void)
{
	return atomic_read(&violations) != 0;
}

void soak_gate_init(struct soak_gate *gate)
{
	spin_lock_init(&gate->lock);
	mutex_init(&gate->owner);
	gate->closed = false;
}

static void set_closed(struct soak_gate *gate, bool closed)
{
	unsigned long flags;

	spin_lock_irqsave(&gate->lock, flags);
	gate->closed = closed;
	spin_unlock_irqrestore(&gate->lock, flags);
}

bool soak_close(struct soak_gate *gate)
{
	if (!mutex_trylock(&gate->owner))
		return false;
	set_closed(gate, true);
	return true;
}

void soak_open(struct soak_gate *gate)
{
	set_closed(gate, false);
	mutex_unlock(&gate->owner);
}

/* ---- the devices ----------------------------------------------------------------------------- */

static struct edu_device *card;
static atomic_t card_asked, card_served;

static void raise_card(void)
{
	atomic_inc(&card_asked);
	if (card)
		edu_raise(card, 1);
	else
		atomic_set(&card_served, atomic_read(&card_asked));
}

static irqreturn_t card_top_half(int irq, void *dev_id)
{
	if (!edu_ack(card))
		return IRQ_NONE;
	atomic_set(&card_served, atomic_read(&card_asked));
	soak_echo();
	soak_echo();
	return IRQ_HANDLED;
}

static struct soak_op device_ops[] = {
	{ "card", raise_card, 4 },
	{ "clock_chip" }, /* counted where it interrupts */
	{},
};

/* soak_rtc_top_half - for rtc_periodic_start() */
void soak_rtc_top_half(void *unused)
{
	atomic_inc(&device_ops[1].count);
	soak_some_op(false);
	soak_some_op(false);
}

static int devices_begin(void)
{
	card = edu_get();
	return card ? request_irq(card->irq, card_top_half, IRQF_SHARED, "soak", &card) : 0;
}

static bool devices_settled(bool complain)
{
	bool settled = atomic_read(&card_served) == atomic_read(&card_asked);

	if (!settled && complain)
		soak_fail("card: an interrupt was lost: raised %d times, served up to %d",
			  atomic_read(&card_asked), atomic_read(&card_served));
	return settled;
}

static void devices_end(void)
{
	if (card)
		free_irq(card->irq, &card);
}

const struct soak_part soak_devices = { device_ops, devices_begin, devices_settled, devices_end };

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

/* soak_some_op - do one, any; any context, without @may_sleep */
void soak_some_op(bool may_sleep)
{
	struct soak_op *op = lots[may_sleep][soak_below(nr_lots[may_sleep])];

	atomic_inc(&op->count);
	op->run();
}

/* soak_echo - what a handler does: now and then an operation of its own; any context */
void soak_echo(void)
{
	if (!soak_below(4))
		soak_some_op(false);
}
