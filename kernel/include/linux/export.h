/* SPDX-License-Identifier: MIT */
/*
 * export.h - what modules may use of the kernel, and of each other
 *
 * Idea:    EXPORT_SYMBOL(f) leaves a mark and not a byte: a symbol __export_f. tools/kallsyms finds
 *          it when it makes the kernel's table of symbols, and says so in f's row; the loader finds
 *          it in a module's own table. There is one licence here, so _GPL makes no difference.
 * Context: outside of functions, behind what is exported; nothing runs.
 * Locking: none.
 */
#ifndef _LINUX_EXPORT_H
#define _LINUX_EXPORT_H

#define EXPORT_SYMBOL(sym)                                                                         \
	_Static_assert(sizeof(&sym), "EXPORT_SYMBOL");                                             \
	__asm__(".globl __export_" #sym "\n\t"                                                     \
		".set __export_" #sym ", 1")
#define EXPORT_SYMBOL_GPL(sym) EXPORT_SYMBOL(sym)
#define EXPORT_MARK "__export_"

#endif
