// SPDX-License-Identifier: MIT
/*
 * inject.c - an interrupt when a test wants it, by the INT instruction
 *
 * It takes the whole way of a hardware interrupt: stub, do_IRQ(), handlers, irq_exit(). INT wants
 * its vector in the instruction, hence the switch. Only in the tests' image.
 * Context: any; irqs may be off, for INT does not ask.
 * Locking: none; the caller holds no lock that a top half takes, nor the line's.
 */
#ifdef CONFIG_TESTS
#include <linux/irq.h>
#include <linux/kernel.h>

/** irq_inject - an interrupt on one of the test lines, now, masked or not; any context */
void irq_inject(unsigned int irq)
{
#define CASE(n)                                                                                    \
	case n:                                                                                    \
		asm volatile("int %0" : : "i"(IRQ_TO_VECTOR(n)) : "memory");                       \
		break
	switch (irq) {
		CASE(20);
		CASE(21);
		CASE(22);
		CASE(23);
		CASE(24);
		CASE(25);
		CASE(26);
		CASE(27);
	default:
		WARN_ON(1);
	}
#undef CASE
}
#endif
