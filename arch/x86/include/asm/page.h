/* SPDX-License-Identifier: MIT */
/*
 * page.h - the map of the upper gigabyte
 *
 *   c0000000  all memory below LOWMEM_MAX, at PAGE_OFFSET + its physical address; the kernel's
 *             image is the part from 1 MiB on
 *   f0000000  VMAP: device registers (ioremap), tables of the firmware
 *   f7000000  MODULES: loaded modules
 *   f8000000  STACKS: one slot of 32 KiB for each thread, its lower half never mapped
 *   fff00000  left free: a null pointer minus a little must fault too
 *
 * Below TASK_SIZE is the running process's: one gigabyte is enough, and needs one directory. In
 * between, and in page zero, there is nothing.
 *
 * Context: any.
 * Locking: none: they are numbers.
 */
#ifndef _ASM_PAGE_H
#define _ASM_PAGE_H

#define PAGE_SHIFT    12
#define PAGE_SIZE     (1UL << PAGE_SHIFT)
#define PAGE_MASK     (~(PAGE_SIZE - 1))
#define PAGE_ALIGN(x) (((x) + PAGE_SIZE - 1) & PAGE_MASK)

#define TASK_SIZE    0x40000000UL

/* A process's stack, below a page where nothing is; below it is nothing either. */
#define USER_STACK_TOP	  (TASK_SIZE - PAGE_SIZE)
#define USER_STACK_SIZE	  (16 * PAGE_SIZE)
#define USER_STACK_BOTTOM (USER_STACK_TOP - USER_STACK_SIZE)

#define PAGE_OFFSET  0xc0000000UL
#define LOWMEM_MAX   0x30000000UL /* 768 MiB are mapped; more is said and left alone */
#define VMAP_START   0xf0000000UL
#define VMAP_END     0xf7000000UL
#define MODULES_START 0xf7000000UL
#define MODULES_END  0xf8000000UL
#define STACKS_START 0xf8000000UL
#define STACKS_END   0xfc000000UL

#define THREAD_ORDER	 2
#define THREAD_SIZE	 (PAGE_SIZE << THREAD_ORDER)
#define THREAD_SLOT_SIZE (2 * THREAD_SIZE)

#define __pa(x) ((unsigned long)(x)-PAGE_OFFSET)
#define __va(x) ((void *)((unsigned long)(x) + PAGE_OFFSET))

#endif
