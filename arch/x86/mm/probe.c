// SPDX-License-Identifier: MIT
/* probe.c - read memory that may not be mapped: for reports about broken pointers */
#include <asm/page.h>
#include <asm/uaccess.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>

int probe_kernel_read(void *to, const void *from, size_t size)
{
	int error = 0;

	if ((unsigned long)from >= VMAP_START && (unsigned long)from < VMAP_END)
		return -EFAULT;
	asm volatile("1:\trep movsb\n"
		     "2:\n\t"
		     ".pushsection .entry.text, \"ax\"\n"
		     "3:\tmovl %4, %0\n\t"
		     "jmp 2b\n\t"
		     ".popsection\n\t" EX_TABLE("1b", "3b")
		     : "+r"(error), "+D"(to), "+S"(from), "+c"(size)
		     : "i"(-EFAULT)
		     : "memory");
	return error;
}
EXPORT_SYMBOL(probe_kernel_read);
