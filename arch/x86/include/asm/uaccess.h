/* SPDX-License-Identifier: MIT */
/*
 * uaccess.h - touch memory that may not be there
 *
 * Each such instruction is listed in the exception table with the place to go on at when it faults.
 */
#ifndef _ASM_UACCESS_H
#define _ASM_UACCESS_H

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
 * Return: 0, or -EFAULT (and @to holds garbage). Context: any.
 */
int probe_kernel_read(void *to, const void *from, size_t size);

#endif
