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
#include <linux/kernel.h>

#define GATE_PRESENT   (1 << 15)
#define GATE_DPL3      (3 << 13)
#define GATE_INTERRUPT (0xe << 8)
#define GATE_TASK      (0x5 << 8)

#define VECTOR_BREAKPOINT   3
#define VECTOR_DOUBLE_FAULT 8

static u64 idt[NR_VECTORS];

static u64 make_gate(unsigned long offset, u16 selector, u16 flags)
{
	return (u64)(offset & 0xffff0000) << 32 | (u64)(flags | GATE_PRESENT) << 32 |
	       (u32)selector << 16 | (offset & 0xffff);
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

	for (i = NR_VECTORS - 1; i >= 0; i--) {
		bool ring3 = i == VECTOR_BREAKPOINT || i == SYSCALL_VECTOR;

		if (i == VECTOR_DOUBLE_FAULT)
			idt[i] = make_gate(0, DOUBLE_FAULT_TSS, GATE_TASK);
		else
			idt[i] = make_gate((unsigned long)&entry_stubs[i * ENTRY_STUB_SIZE],
					   KERNEL_CODE,
					   ring3 ? GATE_INTERRUPT | GATE_DPL3 : GATE_INTERRUPT);
	}
	idt_load();
}
