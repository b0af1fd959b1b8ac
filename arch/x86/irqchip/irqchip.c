// SPDX-License-Identifier: MIT
/* irqchip.c - which controller serves the lines; so far every machine has the 8259 */
#include <asm/irqchip.h>
#include <asm/setup.h>

/** init_IRQ - set up the interrupt controller; interrupts stay off; boot */
void init_IRQ(void)
{
	i8259_init();
}
