/* SPDX-License-Identifier: MIT */
/*
 * uaccess.h - touch memory that may not be there: a process's, or what a wild pointer points to
 *
 * Each such instruction is listed in the exception table with the place to go on at when it faults.
 * An address that a process gave is first held against the limit: below it is its own memory, above
 * it the kernel's. set_fs(KERNEL_DS) lifts the limit for the running thread, so that the kernel can
 * call what was made for processes with buffers of its own; give the old one back after it.
 * Context: process; probe_kernel_read(): any.
 * Locking: none: limit and memory are the running thread's own.
 */
#ifndef _ASM_UACCESS_H
#define _ASM_UACCESS_H

#include <asm/page.h>
#include <linux/errno.h>
#include <linux/sched.h>
#include <linux/types.h>

struct exception_entry {
	unsigned long insn, fixup;
};

extern const struct exception_entry __ex_table_start[], __ex_table_end[];

#define EX_TABLE(insn, fixup)                                                                      \
	".pushsection .ex_table, \"a\"\n\t"                                                        \
	".balign 4\n\t"                                                                            \
	".long " insn ", " fixup "\n\t"                                                            \
	".popsection\n\t"

/**
 * probe_kernel_read - copy from an address that may be wild
 * @to: where to
 * @from: where from
 * @size: bytes
 *
 * Device memory is refused: reading it may change it.
 * Return: 0, or -EFAULT (and @to holds garbage). Context: any. Locking: none.
 */
int probe_kernel_read(void *to, const void *from, size_t size);

typedef struct {
	unsigned long seg;
} mm_segment_t;

#define MAKE_MM_SEG(limit) ((mm_segment_t){ limit })
#define USER_DS		   MAKE_MM_SEG(TASK_SIZE)
#define KERNEL_DS	   MAKE_MM_SEG(~0UL)
#define get_fs()	   MAKE_MM_SEG(current->addr_limit)
#define set_fs(segment)	   (current->addr_limit = (segment).seg)

/* user_at - @n bytes on from an address that may be anything, also NULL: in numbers, so it wraps */
#define user_at(address, n) ((typeof(address))((unsigned long)(address) + (n)))

#define VERIFY_READ  0
#define VERIFY_WRITE 1

/* access_ok - does all of it lie below the limit? says nothing about whether it is there; P */
#define access_ok(type, address, size)                                                             \
	({                                                                                         \
		unsigned long __limit = current->addr_limit, __size = (size);                      \
                                                                                                   \
		__size <= __limit && (unsigned long)(address) <= __limit - __size;                 \
	})

unsigned long copy_to_user(void __user *to, const void *from, unsigned long size);
unsigned long copy_from_user(void *to, const void __user *from, unsigned long size);
unsigned long __copy_from_user_inatomic(void *to, const void __user *from, unsigned long size);
unsigned long clear_user(void __user *to, unsigned long size);
long strncpy_from_user(char *to, const char __user *from, long size);
#define __copy_to_user(to, from, size)	 copy_to_user(to, from, size)
#define __copy_from_user(to, from, size) copy_from_user(to, from, size)

/* get_user, put_user - one variable of 1, 2 or 4 bytes; 0, or -EFAULT: nothing is there; P */
#define get_user(x, ptr)                                                                           \
	({                                                                                         \
		unsigned long __value = 0;                                                         \
		int __error;                                                                       \
                                                                                                   \
		_Static_assert(sizeof(*(ptr)) <= sizeof(__value), "use copy_from_user()");         \
		__error = copy_from_user(&__value, ptr, sizeof(*(ptr))) ? -EFAULT : 0;             \
		(x) = (typeof(*(ptr)))__value;                                                     \
		__error;                                                                           \
	})
#define put_user(x, ptr)                                                                           \
	({                                                                                         \
		typeof(*(ptr)) __value = (x);                                                      \
                                                                                                   \
		copy_to_user(ptr, &__value, sizeof(__value)) ? -EFAULT : 0;                        \
	})

#endif
