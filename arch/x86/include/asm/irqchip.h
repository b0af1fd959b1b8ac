/* SPDX-License-Identifier: MIT */
/* irqchip.h - the interrupt controllers that this machine may have */
#ifndef _ASM_IRQCHIP_H
#define _ASM_IRQCHIP_H

struct acpi_madt;

void i8259_init(void);
void i8259_quiet(void);
const char *irqchip_name(void);
const struct acpi_madt *irqchip_madt(void);
int ioapic_init(const struct acpi_madt *madt);

#endif
