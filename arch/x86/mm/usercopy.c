// SPDX-License-Identifier: MIT
/*
 * usercopy.c - copy to and from a process's memory
 *
 * Idea:    the address comes from ring 3 and may be anything. That it lies below the limit is
 *          tested; whether it is mapped, and may be written, the processor tells with a fault, and
 *          the exception table turns that into a count of what was not copied.
 *          With SMAP the processor also faults when the kernel touches a process's pages by
 *          mistake; STAC lifts that for the copy, CLAC ends it.
 * Context: process; sleeps in principle. Locking: none: the memory is the running process's own.
 * See:     <asm/uaccess.h>; Intel SDM vol. 3, 4.6 "Access rights"
 */
#include <asm/cpufeature.h>
#include <asm/uaccess.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>

static __always_inline void user_access_begin(void)
{
	if (cpu_has(X86_FEATURE_SMAP))
		asm volatile("stac" : : : "memory");
}

static __always_inline void user_access_end(void)
{
	if (cpu_has(X86_FEATURE_SMAP))
		asm volatile("clac" : : : "memory");
}

/* REP MOVSB stops at the byte that faults, and ECX is what is left. */
static unsigned long copy(void *to, const void *from, unsigned long size)
{
	user_access_begin();
	asm volatile("1:\trep movsb\n"
		     "2:\n\t" EX_TABLE("1b", "2b")
		     : "+D"(to), "+S"(from), "+c"(size)
		     :
		     : "memory");
	user_access_end();
	return size;
}

/**
 * copy_to_user - copy to a process's memory
 * @to: where to, as the process gave it
 * @from: the kernel's
 * @size: bytes
 *
 * Return: the bytes that were *not* copied: 0 is success. Context: process.
 */
unsigned long copy_to_user(void __user *to, const void *from, unsigned long size)
{
	might_sleep();
	return access_ok(VERIFY_WRITE, to, size) ? copy(to, from, size) : size;
}
EXPORT_SYMBOL(copy_to_user);

/**
 * copy_from_user - copy from a process's memory
 * @to: the kernel's
 * @from: where from, as the process gave it
 * @size: bytes
 *
 * What was not copied is filled with zeros: nobody works with what lay there before.
 * Return: the bytes that were *not* copied: 0 is success. Context: process.
 */
unsigned long copy_from_user(void *to, const void __user *from, unsigned long size)
{
	unsigned long left;

	might_sleep();
	left = access_ok(VERIFY_READ, from, size) ? copy(to, from, size) : size;
	if (left)
		memset(to + size - left, 0, left);
	return left;
}
EXPORT_SYMBOL(copy_from_user);

/**
 * __copy_from_user_inatomic - the same for who has called access_ok() and keeps what was at @to
 * @to: the kernel's; what is not copied stays as it was there
 * @from: where from
 * @size: bytes
 *
 * Return: the bytes that were *not* copied. Context: any: a fault never sleeps here.
 */
unsigned long __copy_from_user_inatomic(void *to, const void __user *from, unsigned long size)
{
	return copy(to, from, size);
}

/** clear_user - fill a process's memory with zeros; what was *not* filled; process */
unsigned long clear_user(void __user *to, unsigned long size)
{
	might_sleep();
	if (!access_ok(VERIFY_WRITE, to, size))
		return size;
	user_access_begin();
	asm volatile("1:\trep stosb\n"
		     "2:\n\t" EX_TABLE("1b", "2b")
		     : "+D"(to), "+c"(size)
		     : "a"(0)
		     : "memory");
	user_access_end();
	return size;
}
EXPORT_SYMBOL(clear_user);

/**
 * strncpy_from_user - copy a string from a process's memory
 * @to: the kernel's
 * @from: where from
 * @size: bytes at @to
 *
 * Return: its length without the NUL; @size: it is longer, and @to holds no NUL; -EFAULT.
 * Context: process.
 */
long strncpy_from_user(char *to, const char __user *from, long size)
{
	long i;

	for (i = 0; i < size; i++) {
		if (get_user(to[i], user_at(from, i)))
			return -EFAULT;
		if (!to[i])
			break;
	}
	return i;
}
EXPORT_SYMBOL(strncpy_from_user);
