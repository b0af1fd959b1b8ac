// SPDX-License-Identifier: MIT
/* level.c - see level.h */
#include "level.h"

#define PATIENCE 50 /* interrupts in a row: a storm */

struct level_device level;
static bool masked;
static const struct irq_chip *chip_before;

static bool is_up(void)
{
	return level.read != READ_ONCE(level.arrived);
}

static void level_mask(unsigned int irq)
{
	WRITE_ONCE(masked, true);
}

static void level_unmask(unsigned int irq)
{
	level.early += is_up();
	WRITE_ONCE(masked, false);
}

static bool level_ack(unsigned int irq)
{
	return true;
}

static void level_end(unsigned int irq, bool open) { }

/* Without retrigger: a level line remembers by itself. */
static const struct irq_chip level_chip = {
	.name = "level",
	.mask = level_mask,
	.unmask = level_unmask,
	.ack = level_ack,
	.end = level_end,
};

static void level_over(void *unused)
{
	set_irq_chip(LEVEL_IRQ, chip_before);
}

void level_begin(struct kunit *test)
{
	memset(&level, 0, sizeof(level));
	masked = true;
	chip_before = irq_desc[LEVEL_IRQ].chip;
	set_irq_chip(LEVEL_IRQ, &level_chip);
	kunit_add_action(test, level_over, NULL);
}

void level_arrive(unsigned int count)
{
	unsigned int turns;

	WRITE_ONCE(level.arrived, level.arrived + count);
	for (turns = 0; is_up() && !READ_ONCE(masked); turns++) {
		if (turns == PATIENCE) {
			level.storm = true;
			level.read = level.arrived; /* pull the plug */
			return;
		}
		level.interrupts++;
		irq_inject(LEVEL_IRQ);
	}
}
