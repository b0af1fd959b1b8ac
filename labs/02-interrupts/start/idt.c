// SPDX-License-Identifier: MIT
/*
 * idt.c - what the processor does at each of the 256 vectors
 *
 * All are interrupt gates, which switch interrupts off, to the stubs of entry.asm. Two are special:
 * a double fault changes tasks (gdt.c), and INT3 and the system call may be used by ring 3.
 * Context: boot. See: Intel SDM vol. 3, 6.11.
 */
#include <asm/descriptors.h>
#include <asm/irq.h>
#include <halves/lab.h>
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

/* Lab 2: a gate that is present. @flags: GATE_ type, and GATE_DPL3 if ring 3 may use it by INT. */
static struct gate make_gate(unsigned long offset, u16 selector, u16 flags)
{
	NOT_YET_IMPLEMENTED("lab 2: make_gate");
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

/**
 * idt_init - fill the table and load it on the boot processor; boot
 *
 * Lab 2: each vector has an interrupt gate to its stub, entry_stubs + its number * ENTRY_STUB_SIZE.
 * Ring 3 may use those of the breakpoint and of the system call. The double fault has no stack that
 * it could trust: its is a task gate to DOUBLE_FAULT_TSS, whose offset does not matter.
 */
void idt_init(void)
{
	NOT_YET_IMPLEMENTED("lab 2: idt_init");
	idt[VECTOR_BREAKPOINT] = make_gate(0, KERNEL_CODE, GATE_INTERRUPT | GATE_DPL3);
	idt[VECTOR_DOUBLE_FAULT] = make_gate(0, DOUBLE_FAULT_TSS, GATE_TASK);
	idt_load();
}
