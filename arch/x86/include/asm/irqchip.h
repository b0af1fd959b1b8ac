/* SPDX-License-Identifier: MIT */
/* irqchip.h - the interrupt controllers that this machine may have */
#ifndef _ASM_IRQCHIP_H
#define _ASM_IRQCHIP_H

void i8259_init(void);

#endif
