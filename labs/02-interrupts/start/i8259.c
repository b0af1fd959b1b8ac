// SPDX-License-Identifier: MIT
/*
 * i8259.c - two interrupt controllers in a row, as every PC has had them since 1984
 *
 * Idea:    eight lines each; the slave sits on line 2 of the master. A line is masked and
 *          acknowledged before its handler runs and unmasked after (S37): so other lines come
 *          through meanwhile, and a level line whose card is not quiet yet cannot storm.
 *          A request that is gone again when the processor asks for its vector is answered with
 *          line 7 of that chip: the in-service bit is then clear, and the interrupt is spurious
 *          (S38).
 * Context: all ops irqs off. Locking: with this controller there is one processor, so irqs off
 *          is the lock of the shared mask.
 * See:     Intel 8259A data sheet; Linux 2.6 arch/i386/kernel/i8259.c for the facts above
 */
#include <asm/io.h>
#include <asm/irqchip.h>
#include <halves/lab.h>
#include <linux/irq.h>
#include <linux/kernel.h>

#define MASTER_COMMAND 0x20
#define MASTER_DATA    0x21
#define SLAVE_COMMAND  0xa0
#define SLAVE_DATA     0xa1

#define ICW1_INIT	  0x10
#define ICW1_ICW4	  0x01
#define ICW4_8086	  0x01
#define OCW2_SPECIFIC_EOI 0x60 /* | line */
#define OCW3_READ_IRR	  0x0a
#define OCW3_READ_ISR	  0x0b

#define SPURIOUS_MASTER 7
#define SPURIOUS_SLAVE	15

static u16 mask = 0xffff; /* lab 2: 1 is masked; what both mask registers are to hold */

/* Lab 2: the device may not interrupt any more. One line's bit, in the register of its chip. */
static void i8259_mask(unsigned int irq)
{
	NOT_YET_IMPLEMENTED("lab 2: i8259_mask");
}

/* Lab 2: the device may interrupt again. */
static void i8259_unmask(unsigned int irq)
{
	NOT_YET_IMPLEMENTED("lab 2: i8259_unmask");
}

/*
 * Lab 2: the line has interrupted. Return: false, it is spurious: a 7 or 15 that is not in service.
 * Nothing is masked then, and nothing ended but what is in service all the same. Else true: the
 * line is masked, and each controller that has taken a request is told the end of it, so that other
 * lines come through while the handlers run.
 */
static bool i8259_ack(unsigned int irq)
{
	NOT_YET_IMPLEMENTED("lab 2: i8259_ack");
}

/* Lab 2: the handlers have run; @open: the line may interrupt again. */
static void i8259_end(unsigned int irq, bool open)
{
	NOT_YET_IMPLEMENTED("lab 2: i8259_end");
}

/* The request register shows a level line as it is, masked or not. */
static bool i8259_raised(unsigned int irq)
{
	u16 port = irq < 8 ? MASTER_COMMAND : SLAVE_COMMAND;

	outb(OCW3_READ_IRR, port);
	return inb(port) & 1 << (irq & 7);
}

static const struct irq_chip i8259 = {
	.name = "XT-PIC",
	.mask = i8259_mask,
	.unmask = i8259_unmask,
	.ack = i8259_ack,
	.end = i8259_end,
	.raised = i8259_raised,
};

/*
 * Lab 2: ICW1 to the command port starts the sequence; the next three bytes to the data port are
 * ICW2, the vector of line 0; ICW3, to the master a mask of the lines with a slave, to the slave
 * the number of its line; and ICW4. Old chips want an io_delay() after each.
 */
static void init_one(u16 command_port, u16 data_port, u8 vector, u8 cascade)
{
	NOT_YET_IMPLEMENTED("lab 2: init_one");
}

/** i8259_quiet - all lines masked, and at vectors 0x20 to 0x2f, away from the exceptions; boot */
void i8259_quiet(void)
{
	init_one(MASTER_COMMAND, MASTER_DATA, IRQ_TO_VECTOR(0), 1 << CASCADE_IRQ);
	init_one(SLAVE_COMMAND, SLAVE_DATA, IRQ_TO_VECTOR(8), CASCADE_IRQ);
	outb(mask & 0xff, MASTER_DATA);
	outb(mask >> 8, SLAVE_DATA);
}

/** i8259_init - the same, and serve them; boot */
void i8259_init(void)
{
	unsigned int irq;

	i8259_quiet();
	i8259_unmask(CASCADE_IRQ);
	for (irq = 0; irq < NR_IRQS_LEGACY; irq++)
		if (irq != CASCADE_IRQ)
			set_irq_chip(irq, &i8259);
}
