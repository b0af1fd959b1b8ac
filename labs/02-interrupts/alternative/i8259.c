// SPDX-License-Identifier: MIT
/*
 * i8259.c - two interrupt controllers in a row, as every PC has had them since 1984
 *
 * Idea:    eight lines each; the slave sits on line 2 of the master. A line is masked and
 *          acknowledged before its handler runs and unmasked after (S37): so other lines come
 *          through meanwhile, and a level line whose card is not quiet yet cannot storm.
 *          A request that is gone again when the processor asks for its vector is answered with
 *          line 7 of that chip: the in-service bit is then clear, and the interrupt is spurious
 *          (S38). The master needs no end of interrupt for its own, but one for the slave's.
 * Context: all ops irqs off. Locking: with this controller there is one processor, so irqs off
 *          is the lock of the shared mask.
 * See:     Intel 8259A data sheet; Linux 2.6 arch/i386/kernel/i8259.c for the facts above
 */
#include <asm/io.h>
#include <asm/irqchip.h>
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

static const struct {
	u16 command, data;
} chips[] = { { MASTER_COMMAND, MASTER_DATA }, { SLAVE_COMMAND, SLAVE_DATA } };

#define CHIP(irq)   (chips[(irq) >> 3])
#define BIT_OF(irq) (1 << ((irq)&7))
#define OCW2_EOI    0x20 /* of the most urgent line in service */

static void i8259_mask(unsigned int irq)
{
	outb(inb(CHIP(irq).data) | BIT_OF(irq), CHIP(irq).data);
}

static void i8259_unmask(unsigned int irq)
{
	outb(inb(CHIP(irq).data) & ~BIT_OF(irq), CHIP(irq).data);
}

static void i8259_end(unsigned int irq, bool open)
{
	if (!open)
		return;
	i8259_unmask(irq);
}

static bool has(unsigned int irq, u8 which)
{
	outb(which, CHIP(irq).command);
	return inb(CHIP(irq).command) & BIT_OF(irq);
}

static bool i8259_raised(unsigned int irq)
{
	return has(irq, OCW3_READ_IRR);
}

/* Only the line itself can be the most urgent in service: no other was let in meanwhile. */
static bool i8259_ack(unsigned int irq)
{
	bool real = ((irq & 7) != 7) || has(irq, OCW3_READ_ISR);

	if (real) {
		i8259_mask(irq);
		outb(OCW2_EOI, CHIP(irq).command);
	}
	if (irq >= 8)
		outb(OCW2_SPECIFIC_EOI | CASCADE_IRQ, MASTER_COMMAND);
	return real;
}

static const struct irq_chip i8259 = {
	.name = "XT-PIC",
	.mask = i8259_mask,
	.unmask = i8259_unmask,
	.ack = i8259_ack,
	.end = i8259_end,
	.raised = i8259_raised,
};

static void init_one(u16 command_port, u16 data_port, u8 vector, u8 cascade)
{
	const u8 words[] = { vector, cascade, ICW4_8086 };
	int i;

	outb(ICW1_INIT | ICW1_ICW4, command_port);
	for (i = 0; i < ARRAY_SIZE(words); i++) {
		io_delay();
		outb(words[i], data_port);
	}
	io_delay();
}

/** i8259_quiet - all lines masked, and at vectors 0x20 to 0x2f, away from the exceptions; boot */
void i8259_quiet(void)
{
	init_one(MASTER_COMMAND, MASTER_DATA, IRQ_TO_VECTOR(0), 1 << CASCADE_IRQ);
	init_one(SLAVE_COMMAND, SLAVE_DATA, IRQ_TO_VECTOR(8), CASCADE_IRQ);
	outb(0xff, MASTER_DATA);
	outb(0xff, SLAVE_DATA);
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
