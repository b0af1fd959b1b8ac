// SPDX-License-Identifier: MIT
/*
 * irqchip.c - which controller serves the lines: the APICs where there are any, else the 8259
 *
 * Only the APICs can send interrupts to more than one processor: with the 8259 there is one.
 * irqchip=pic on the command line takes the 8259 all the same.
 * Context: init_IRQ() at boot, the rest any.
 * Locking: none: written once, at boot, before there are other processors.
 */
#include <asm/acpi.h>
#include <asm/apic.h>
#include <asm/cpufeature.h>
#include <asm/irqchip.h>
#include <asm/setup.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/string.h>

static char *wanted;
core_param(irqchip, wanted, charp, 0444);

static struct acpi_madt madt;

/* Return: NULL, the APICs serve the lines; else why not. */
static const char *try_apic(void)
{
	if (!cpu_has(X86_FEATURE_APIC))
		return "this processor has no local APIC";
	if (acpi_read_madt(&madt))
		return "ACPI names none";
	if (!madt.nr_ioapics)
		return "ACPI names no I/O APIC";
	if (wanted && !strcmp(wanted, "pic"))
		return "irqchip=pic";
	if (lapic_map(madt.lapic_address) || ioapic_init(&madt)) {
		lapic_unmap();
		return "no memory";
	}
	i8259_quiet();
	lapic_setup();
	return NULL;
}

/** irqchip_name - "pic" or "apic": who serves the lines; after init_IRQ(), any context */
const char *irqchip_name(void)
{
	return lapic ? "apic" : "pic";
}

/** irqchip_madt - what ACPI says, where it was read; after init_IRQ(), any context */
const struct acpi_madt *irqchip_madt(void)
{
	return &madt;
}

/** init_IRQ - set up the interrupt controllers; interrupts stay off; boot */
void init_IRQ(void)
{
	const char *why_not;

	if (wanted && strcmp(wanted, "pic") && strcmp(wanted, "apic"))
		pr_warn("irqchip=%s: use pic or apic\n", wanted);
	why_not = try_apic();
	if (!why_not)
		return;
	if (wanted && !strcmp(wanted, "apic"))
		pr_warn("irqchip=apic: %s: the 8259 is used\n", why_not);
	if (madt.nr_cpus > 1)
		pr_notice("irqchip: with the 8259 (%s) one processor of %u is used\n", why_not,
			  madt.nr_cpus);
	i8259_init();
}
