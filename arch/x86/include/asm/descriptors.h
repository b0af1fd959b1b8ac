/* SPDX-License-Identifier: MIT */
/* descriptors.h - segment selectors, task state segments, interrupt gates */
#ifndef _ASM_DESCRIPTORS_H
#define _ASM_DESCRIPTORS_H

#include <linux/percpu.h>
#include <linux/types.h>

/* Selectors; arch/x86/entry/entry.asm and boot/start.asm say the first three again. */
#define KERNEL_CODE	 0x08
#define KERNEL_DATA	 0x10
#define KERNEL_PERCPU	 0x18
#define USER_CODE	 0x20
#define USER_DATA	 0x28
#define TSS_SEGMENT	 0x30
#define DOUBLE_FAULT_TSS 0x38
#define GDT_ENTRIES	 8

struct tss {
	u32 back_link;
	u32 esp0, ss0, esp1, ss1, esp2, ss2;
	u32 cr3, eip, eflags;
	u32 eax, ecx, edx, ebx, esp, ebp, esi, edi;
	u32 es, cs, ss, ds, fs, gs, ldt;
	u16 trap, io_bitmap_base;
};

DECLARE_PER_CPU(struct tss, cpu_tss);
DECLARE_PER_CPU(struct tss, double_fault_tss);

extern char entry_stubs[];	/* 256 of ENTRY_STUB_SIZE bytes */
extern char entry_return[];	/* where do_IRQ() returns to */
extern char exception_return[]; /* where do_trap() returns to */
extern char syscall_return[];	/* where do_syscall() returns to */
#define ENTRY_STUB_SIZE 16

void gdt_init(int cpu);
void idt_init(void);
void idt_load(void);
void double_fault_entry(void);

#endif
