/* SPDX-License-Identifier: MIT */
/*
 * iofault.h - for tests: a device that fails, made of one that does not
 *
 * While a fault is set, each access to its ports, or to its mapped registers, is first shown to a
 * function. That answers for the device and returns true: then the device is not reached, and what
 * was to be written goes nowhere. Or it returns false: the access takes place. Within the function
 * the same accessors reach the device. One fault at a time:
 *
 *	io_fault_ports(0x3fd, 1, io_fault_ones);	now the line status reads 0xff
 *	...
 *	io_fault_end();
 *
 * Only in the tests' image; in the other one nothing of it is left. See: <asm/io.h>,
 * kernel/debug/iofault.c.
 * Context: any.
 * Locking: none: one test sets one fault.
 */
#ifndef _HALVES_IOFAULT_H
#define _HALVES_IOFAULT_H

#include <linux/compiler.h>
#include <linux/types.h>

struct io_access {
	unsigned long at; /* port, or address of the register */
	bool write;
	u32 value; /* written, or to be read; of a byte the low eight bits count */
};

#ifdef CONFIG_TESTS

/* Context of the function: that of the access, irqs off. */
typedef bool (*io_fault_fn)(struct io_access *access);

void io_fault_ports(u16 first, unsigned int count, io_fault_fn fn);
void io_fault_mmio(const volatile void *first, size_t size, io_fault_fn fn);
void io_fault_end(void);
bool io_fault_ones(struct io_access *access);

extern bool io_fault_is_set;
bool io_fault_take(bool mmio, struct io_access *access);

/* io_fault - is this access answered by a fault? for <asm/io.h> */
static __always_inline bool io_fault(bool mmio, struct io_access *access)
{
	return unlikely(io_fault_is_set) && io_fault_take(mmio, access);
}

#else

static __always_inline bool io_fault(bool mmio, struct io_access *access)
{
	return false;
}

#endif
#endif
