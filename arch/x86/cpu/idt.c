// SPDX-License-Identifier: MIT
/*
 * idt.c - what the processor does at each of the 256 vectors
 *
 * All are interrupt gates, which switch interrupts off, to the stubs of entry.asm. Two are special:
 * a double fault changes tasks (gdt.c), and INT3 and the system call may be used by ring 3.
 * Context: boot.
 * Locking: none: written once, by the boot processor, before there are others.
 * See:     Intel SDM vol. 3, 6.11
 */
#include <asm/descriptors.h>
#include <asm/irq.h>
#include <linux/kernel.h>

#define GATE_PRESENT   (1 << 15)
#define GATE_DPL3      (3 << 13)
#define GATE_INTERRUPT (0xe << 8)
#define GATE_TASK      (0x5 << 8)

#define VECTOR_BREAKPOINT   3
#define VECTOR_DOUBLE_FAULT 8

struct gate {
	u16 offset_low, selector, flags, offset_high;
};

static struct gate idt[NR_VECTORS];

static struct gate make_gate(unsigned long offset, u16 selector, u16 flags)
{
	return (struct gate){
		.offset_low = offset & 0xffff,
		.selector = selector,
		.flags = flags | GATE_PRESENT,
		.offset_high = offset >> 16,
	};
}

/** idt_load - have the running processor use the table; boot of each */
void idt_load(void)
{
	struct {
		u16 limit;
		u32 base;
	} __packed pointer = { sizeof(idt) - 1, (u32)idt };

	asm volatile("lidt %0" : : "m"(pointer));
}

/** idt_init - fill the table and load it on the boot processor; boot */
void idt_init(void)
{
	int i;

	for (i = 0; i < NR_VECTORS; i++)
		idt[i] = make_gate((unsigned long)entry_stubs + i * ENTRY_STUB_SIZE, KERNEL_CODE,
				   GATE_INTERRUPT);
	idt[VECTOR_BREAKPOINT].flags |= GATE_DPL3;
	idt[SYSCALL_VECTOR].flags |= GATE_DPL3;
	idt[VECTOR_DOUBLE_FAULT] = make_gate(0, DOUBLE_FAULT_TSS, GATE_TASK);
	idt_load();
}
