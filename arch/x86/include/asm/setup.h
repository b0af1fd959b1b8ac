/* SPDX-License-Identifier: MIT */
/*
 * setup.h - what kernel/init calls of this architecture at boot, and the borders of the image
 *
 * Context: boot, where nothing else is noted.
 * Locking: none, where nothing else is noted: at boot nobody else runs.
 */
#ifndef _ASM_SETUP_H
#define _ASM_SETUP_H

#include <linux/compiler.h>
#include <linux/types.h>

extern char __image_start[], __image_end[];
extern char __text_start[], __text_end[];
extern char __entry_text_start[], __entry_text_end[];
extern char __rodata_start[], __rodata_end[];
extern char __per_cpu_start[], __per_cpu_end[];
extern char boot_stack_guard[], boot_stack[], boot_stack_top[];

void multiboot_read(unsigned long phys);
void cpu_init(void); /* descriptor tables, features */
void cpu_protect(void); /* EM, SMEP, SMAP */
void paging_init(void); /* the kernel's own page tables */
void init_IRQ(void);	/* the interrupt controller */
void time_init(void);	/* PIT and TSC */
void early_stop(const char *line) __noreturn;

/* page tables, arch/x86/mm/paging.c */
#define MAP_WRITE    1
#define MAP_EXEC     2
#define MAP_UNCACHED 4
int map_page(unsigned long virt, phys_addr_t phys, unsigned int rights);
void unmap_page(unsigned long virt);
bool page_is_mapped(unsigned long virt);

/* thread stacks, arch/x86/mm/stack.c */
unsigned long alloc_thread_stack(void);
void free_thread_stack(unsigned long stack);

/* threads, arch/x86/entry/thread.c and switch.asm */
struct task_struct;
unsigned long prepare_thread_stack(unsigned long stack, void (*entry)(void));
/*
 * switch_stacks - save where @prev is, and go on where another thread has stopped
 *
 * Return: who ran before, once somebody goes on with @prev. Context: the scheduler, irqs off.
 * Locking: expects the run queue's lock; who goes on releases it.
 */
struct task_struct *switch_stacks(struct task_struct *prev, unsigned long *save_sp,
				  unsigned long load_sp);

#endif
