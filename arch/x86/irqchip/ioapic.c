// SPDX-License-Identifier: MIT
/*
 * ioapic.c - the controllers that the devices' lines are tied to, where processors have local APICs
 *
 * Idea:    each pin has a redirection entry: to which processor its interrupt goes, with which
 *          vector, whether it asks by an edge or by a level, and whether it is masked. Two
 *          registers in memory reach all entries: one selects, the other reads and writes.
 *          An edge is acknowledged at once, and comes again whenever the device makes another. A
 *          level is acknowledged after the handlers, for the controller looks at it again then.
 * Context: all ops irqs off. Locking: ioapic_lock, for selecting and accessing are two steps.
 * See:     Intel 82093AA data sheet
 */
#include <asm/acpi.h>
#include <asm/apic.h>
#include <asm/io.h>
#include <asm/irqchip.h>
#include <asm/page.h>
#include <linux/errno.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/smp.h>
#include <linux/spinlock.h>

#define IOREGSEL 0x00
#define IOWIN	 0x10

#define IOAPICVER    0x01
#define IOREDTBL(n)  (0x10 + 2 * (n)) /* low half; the high half follows */

#define IOAPICVER_MAX_ENTRY_SHIFT 16
#define RTE_POLARITY_LOW	  (1 << 13)
#define RTE_TRIGGER_LEVEL	  (1 << 15)
#define RTE_MASKED		  (1 << 16)
#define RTE_DEST_SHIFT		  24 /* in the high half */

struct ioapic {
	volatile char *regs;
	u32 gsi_base;
	unsigned int pins;
};

/* What an irq is at the controllers. */
struct pin {
	struct ioapic *ioapic; /* NULL: it has no pin */
	unsigned int number;
	u32 low; /* the low half of its entry, without the mask */
};

static struct ioapic ioapics[ACPI_MAX_IOAPICS];
static struct pin pins[NR_IRQS];
static DEFINE_SPINLOCK(ioapic_lock);

static u32 ioapic_read(const struct ioapic *ioapic, u32 reg)
{
	*(volatile u32 *)(ioapic->regs + IOREGSEL) = reg;
	return *(volatile u32 *)(ioapic->regs + IOWIN);
}

static void ioapic_write(const struct ioapic *ioapic, u32 reg, u32 value)
{
	*(volatile u32 *)(ioapic->regs + IOREGSEL) = reg;
	*(volatile u32 *)(ioapic->regs + IOWIN) = value;
}

static void write_low(unsigned int irq, u32 mask)
{
	const struct pin *pin = &pins[irq];

	spin_lock(&ioapic_lock);
	ioapic_write(pin->ioapic, IOREDTBL(pin->number), pin->low | mask);
	spin_unlock(&ioapic_lock);
}

static void ioapic_mask(unsigned int irq)
{
	write_low(irq, RTE_MASKED);
}

static void ioapic_unmask(unsigned int irq)
{
	write_low(irq, 0);
}

static void ioapic_set_affinity(unsigned int irq, int cpu)
{
	const struct pin *pin = &pins[irq];

	spin_lock(&ioapic_lock);
	ioapic_write(pin->ioapic, IOREDTBL(pin->number) + 1, cpu_apicid[cpu] << RTE_DEST_SHIFT);
	spin_unlock(&ioapic_lock);
}

static bool level_ack(unsigned int irq)
{
	return true;
}

static void level_end(unsigned int irq, bool open)
{
	apic_eoi();
}

/* After the EOI a level that is still up has been taken again: it waits for this processor. */
static bool level_raised(unsigned int irq)
{
	return lapic_requested(IRQ_TO_APIC_VECTOR(irq));
}

static const struct irq_chip ioapic_edge = {
	.name = "IO-APIC-edge",
	.mask = ioapic_mask,
	.unmask = ioapic_unmask,
	.ack = apic_ack_edge,
	.end = apic_end_edge,
	.retrigger = apic_retrigger,
	.set_affinity = ioapic_set_affinity,
	.forgets = true,
};

static const struct irq_chip ioapic_level = {
	.name = "IO-APIC-level",
	.mask = ioapic_mask,
	.unmask = ioapic_unmask,
	.ack = level_ack,
	.end = level_end,
	.raised = level_raised,
	.set_affinity = ioapic_set_affinity,
};

/* Give @irq the pin with the global number @gsi; it stays masked. */
static void connect(unsigned int irq, u32 gsi, u32 low)
{
	struct pin *pin = &pins[irq];
	struct ioapic *ioapic;

	for (ioapic = ioapics; ioapic < ioapics + ACPI_MAX_IOAPICS; ioapic++) {
		if (gsi < ioapic->gsi_base || gsi - ioapic->gsi_base >= ioapic->pins)
			continue;
		pin->ioapic = ioapic;
		pin->number = gsi - ioapic->gsi_base;
		pin->low = IRQ_TO_APIC_VECTOR(irq) | low | APIC_DELIVERY_FIXED;
		ioapic_write(ioapic, IOREDTBL(pin->number) + 1, lapic_id() << RTE_DEST_SHIFT);
		ioapic_write(ioapic, IOREDTBL(pin->number), pin->low | RTE_MASKED);
		set_irq_chip(irq, low & RTE_TRIGGER_LEVEL ? &ioapic_level : &ioapic_edge);
		return;
	}
}

static u32 entry_flags(u16 madt_flags)
{
	u32 low = 0;

	if ((madt_flags & MADT_POLARITY_MASK) == MADT_POLARITY_LOW)
		low |= RTE_POLARITY_LOW;
	if ((madt_flags & MADT_TRIGGER_MASK) == MADT_TRIGGER_LEVEL)
		low |= RTE_TRIGGER_LEVEL;
	return low;
}

static int map_ioapic(struct ioapic *ioapic, const struct acpi_ioapic *found)
{
	unsigned int pin;

	ioapic->regs = ioremap(found->address, PAGE_SIZE);
	if (!ioapic->regs)
		return -ENOMEM;
	ioapic->gsi_base = found->gsi_base;
	ioapic->pins = (ioapic_read(ioapic, IOAPICVER) >> IOAPICVER_MAX_ENTRY_SHIFT & 0xff) + 1;
	for (pin = 0; pin < ioapic->pins; pin++)
		ioapic_write(ioapic, IOREDTBL(pin), RTE_MASKED);
	return 0;
}

/**
 * ioapic_init - map all I/O APICs and connect the lines of the ISA bus, all masked
 * @madt: what the firmware says
 *
 * Lines above the sixteen are the pins of their number: PCI cards share them, by a low level.
 *
 * Return: 0; -ENOMEM, and no line is served. Context: boot, the local APIC is mapped.
 */
int ioapic_init(const struct acpi_madt *madt)
{
	unsigned int i, irq;

	for (i = 0; i < madt->nr_ioapics; i++)
		if (map_ioapic(&ioapics[i], &madt->ioapic[i]))
			return -ENOMEM;
	for (irq = NR_IRQS_LEGACY; irq < NR_IRQS_PINS; irq++)
		connect(irq, irq, RTE_POLARITY_LOW | RTE_TRIGGER_LEVEL);
	for (irq = 0; irq < NR_IRQS_LEGACY; irq++)
		if (irq != CASCADE_IRQ)
			connect(irq, madt->isa_gsi[irq], entry_flags(madt->isa_flags[irq]));
	return 0;
}
