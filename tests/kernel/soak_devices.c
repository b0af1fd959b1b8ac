// SPDX-License-Identifier: MIT
/*
 * soak_devices.c - the soak: devices that interrupt, and who listens to them
 *
 * Idea:    the card is raised from everywhere. One handler is always on its line and serves it; a
 *          guest comes to the line and goes again: after free_irq() it is not inside, and is never
 *          called again. The guest looks at one of two plans; who replaces the plan and then calls
 *          synchronize_irq() has the old one for himself. After disable_irq() nobody is inside.
 */
#include "soak.h"

#include <halves/edu.h>
#include <linux/interrupt.h>
#include <linux/sched.h>

static struct edu_device *card;
static atomic_t card_asked, card_served;

/* What a handler of the line looks at: two, of which the one is used and the other is free. */
static atomic_t looking[2];
static unsigned int plan;

static atomic_t top_halves; /* of the card, inside right now */
static atomic_t guest_inside;
static bool guest_gone = true;
static DEFINE_MUTEX(guest_lock); /* one guest, one new plan, one that shuts the line at a time */

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
	unsigned int mine = READ_ONCE(plan);
	irqreturn_t result = IRQ_NONE;

	atomic_inc(&looking[mine]);
	soak_check(atomic_inc_return(&top_halves) == 1, "card: a handler is entered while it runs");
	if (edu_ack(card)) {
		soak_serve(&card_asked, &card_served);
		soak_echo();
		soak_echo();
		result = IRQ_HANDLED;
	}
	atomic_dec(&top_halves);
	atomic_dec(&looking[mine]);
	return result;
}

static irqreturn_t guest_top_half(int irq, void *dev_id)
{
	atomic_inc(&guest_inside);
	soak_check(!READ_ONCE(guest_gone), "card: a handler is called after its free_irq()");
	soak_echo();
	atomic_dec(&guest_inside);
	return IRQ_NONE;
}

/* S28: after free_irq() the handler is not inside, and does not come any more. */
static void guest(void)
{
	if (!card || !mutex_trylock(&guest_lock))
		return;
	WRITE_ONCE(guest_gone, false);
	if (request_irq(card->irq, guest_top_half, IRQF_SHARED, "soakguest", &guest_inside))
		soak_fail("card: request_irq() of a shared line is refused");
	raise_card();
	if (!soak_below(4))
		soak_nap(1);
	free_irq(card->irq, &guest_inside);
	WRITE_ONCE(guest_gone, true);
	soak_check(!atomic_read(&guest_inside), "card: a handler is inside after its free_irq()");
	mutex_unlock(&guest_lock);
}

static void synchronize(void)
{
	unsigned int old;

	if (!card || !mutex_trylock(&guest_lock))
		return;
	old = plan;
	raise_card();
	WRITE_ONCE(plan, !old);
	synchronize_irq(card->irq);
	soak_check(!atomic_read(&looking[old]), "card: a handler is inside that was there before "
						"synchronize_irq()");
	mutex_unlock(&guest_lock);
}

static void shut_line(void)
{
	if (!card || !mutex_trylock(&guest_lock))
		return;
	disable_irq(card->irq);
	soak_check(!atomic_read(&top_halves), "card: a handler is inside after disable_irq()");
	raise_card();
	soak_some_op(false);
	soak_check(!atomic_read(&top_halves), "card: a handler runs on a line that is disabled");
	enable_irq(card->irq);
	mutex_unlock(&guest_lock);
}

static struct soak_op ops[] = {
	{ "clock_chip" }, /* counted where it interrupts */
	{ "card", raise_card, 4 },
	{ "request_irq", guest, 2, .sleeps = true },
	{ "synchronize_irq", synchronize, 2, .sleeps = true },
	{ "disable_irq", shut_line, 2, .sleeps = true },
	{},
};

/* soak_rtc_top_half - for rtc_periodic_start() */
void soak_rtc_top_half(void *unused)
{
	atomic_inc(&ops[0].count);
	soak_some_op(false);
	soak_some_op(false);
}

static int begin(void)
{
	card = edu_get();
	return card ? request_irq(card->irq, card_top_half, IRQF_SHARED, "soak", &card) : 0;
}

static bool settled(bool complain)
{
	bool all = atomic_read(&card_served) == atomic_read(&card_asked);

	if (!all && complain)
		soak_fail("card: an interrupt was lost: raised %d times, served up to %d",
			  atomic_read(&card_asked), atomic_read(&card_served));
	return all;
}

static void end(void)
{
	if (card)
		free_irq(card->irq, &card);
}

const struct soak_part soak_devices = { ops, begin, settled, end };
