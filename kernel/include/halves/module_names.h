/* SPDX-License-Identifier: MIT */
/*
 * module_names.h - what lies at an address of a module, loaded or gone? kernel/module/names.c
 *
 * Context: any, a panic included.
 * Locking: names_lock, irqs off; where it does not come free for long, they do without.
 */
#ifndef _HALVES_MODULE_NAMES_H
#define _HALVES_MODULE_NAMES_H

#include <linux/types.h>

/* module_symbol_name - symbol_name() of an address outside the kernel's own text */
int module_symbol_name(char *buf, size_t size, unsigned long addr, char how);
/* module_symbol_start - where the function around @addr begins; 0: in no module's function */
unsigned long module_symbol_start(unsigned long addr);
/* module_fixup - where an instruction of a module goes on that may fault; 0: it may not */
unsigned long module_fixup(unsigned long insn);
/* module_explain_fault - print whose @addr was, and what its module left behind; any context */
void module_explain_fault(unsigned long addr);

/* kernel_symbol - the address of what the kernel exports under @name, or 0; kernel/debug/ */
unsigned long kernel_symbol(const char *name);

#endif
