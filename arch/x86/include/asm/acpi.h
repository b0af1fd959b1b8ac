/* SPDX-License-Identifier: MIT */
/*
 * acpi.h - what the firmware says about processors and interrupt controllers
 *
 * One table of ACPI's many is read: the MADT. Its overrides tell where the sixteen lines of the ISA
 * bus are on the I/O APICs, and how they ask; a line without one is at the pin of its own number.
 */
#ifndef _ASM_ACPI_H
#define _ASM_ACPI_H

#include <asm/irq.h>
#include <linux/threads.h>
#include <linux/types.h>

#define ACPI_MAX_IOAPICS 4

/* Of an override, as the MADT has them: 0 is "as the bus does it", for ISA edge and high. */
#define MADT_POLARITY_MASK 0x3
#define MADT_POLARITY_LOW  0x3
#define MADT_TRIGGER_MASK  0xc
#define MADT_TRIGGER_LEVEL 0xc

struct acpi_ioapic {
	u8 id;
	u32 address;
	u32 gsi_base; /* the global number of its pin 0 */
};

struct acpi_madt {
	phys_addr_t lapic_address;
	unsigned int nr_cpus; /* enabled ones, the first NR_CPUS of them in apicid */
	u8 apicid[NR_CPUS];
	unsigned int nr_ioapics;
	struct acpi_ioapic ioapic[ACPI_MAX_IOAPICS];
	u32 isa_gsi[NR_IRQS_LEGACY]; /* global number of each ISA line … */
	u16 isa_flags[NR_IRQS_LEGACY];
};

int acpi_read_madt(struct acpi_madt *madt);
int acpi_parse_madt(const void *table, size_t length, struct acpi_madt *madt);
bool acpi_checksum_ok(const void *bytes, size_t length);

#endif
