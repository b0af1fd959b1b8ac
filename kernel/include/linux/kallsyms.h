/* SPDX-License-Identifier: MIT */
/*
 * kallsyms.h - from an address to the name of the function around it
 *
 * Idea:    lib/vsprintf.c prints %pS, %pB and %ps, but the symbol table is the kernel's:
 *          symbol_name() is the one thing that lib/ asks of whoever links it. The kernel's own
 *          stands in kernel/debug/; a test on the host brings its own.
 * Context: any, a panic included: reads constant tables only. Locking: none.
 */
#ifndef _LINUX_KALLSYMS_H
#define _LINUX_KALLSYMS_H

#include <linux/types.h>

/* Room for the longest name, the NUL included; */
#define KSYM_NAME_LEN 128
/* and for the longest "name+0xoffset/0xsize", the NUL included. */
#define KSYM_SYMBOL_LEN 160

/**
 * symbol_name - write the name of an address
 * @buf: where to; always NUL-terminated, unless @size is 0
 * @size: bytes at @buf
 * @addr: any address
 * @how: 'S': "name+0xOFFSET/0xSIZE"; 'B': the same of a return address, which may lie behind the
 *       end of the function that called; 's': "name"
 *
 * An address outside every known function comes out as its number, "0xADDRESS".
 *
 * Return: the length that the text would have had (as snprintf).
 * Context: any. Locking: none. Must not use %pS, %pB or %ps itself.
 */
int symbol_name(char *buf, size_t size, unsigned long addr, char how);

/**
 * sprint_symbol - write "name+0xOFFSET/0xSIZE" of an address
 * @buf: where to; always NUL-terminated, unless @size is 0
 * @size: bytes at @buf
 * @addr: any address
 *
 * Return: the length that the text would have had. Context: any. Locking: none.
 */
static inline int sprint_symbol(char *buf, size_t size, unsigned long addr)
{
	return symbol_name(buf, size, addr, 'S');
}

/**
 * symbol_start - where the function around an address begins
 * @addr: any address
 *
 * Return: its first byte, or 0 outside every known function. Context: any.
 */
unsigned long symbol_start(unsigned long addr);

/**
 * kallsyms_symbol - the functions of the kernel, one after the other
 * @index: which, from 0, by ascending address
 * @address: its first byte
 * @name: what it is called, cut off if need be
 *
 * Return: false: there are fewer. Context: any.
 */
bool kallsyms_symbol(unsigned int index, unsigned long *address, char name[KSYM_NAME_LEN]);

#endif /* _LINUX_KALLSYMS_H */
