/* SPDX-License-Identifier: MIT */
/*
 * io.h - ports and memory-mapped registers; each access happens, once, in order
 *
 * Context: any.
 * Locking: none: one access each; an order of several is the driver's to guard.
 */
#ifndef _ASM_IO_H
#define _ASM_IO_H

#include <halves/iofault.h>
#include <linux/compiler.h>
#include <linux/types.h>

#define DEFINE_PORT_IO(suffix, type, reg)                                                          \
	static __always_inline type in##suffix(u16 port)                                           \
	{                                                                                          \
		struct io_access access = { .at = port };                                          \
		type value;                                                                        \
                                                                                                   \
		if (io_fault(false, &access))                                                      \
			return access.value;                                                       \
		asm volatile("in" #suffix " %1, %0" : "=a"(value) : "Nd"(port) : "memory");        \
		return value;                                                                      \
	}                                                                                          \
	static __always_inline void out##suffix(type value, u16 port)                              \
	{                                                                                          \
		struct io_access access = { .at = port, .write = true, .value = value };           \
                                                                                                   \
		if (io_fault(false, &access))                                                      \
			return;                                                                    \
		asm volatile("out" #suffix " %0, %1" : : "a"(value), "Nd"(port) : "memory");       \
	}

DEFINE_PORT_IO(b, u8, al)
DEFINE_PORT_IO(w, u16, ax)
DEFINE_PORT_IO(l, u32, eax)

/* outsb - many bytes to one port */
static __always_inline void outsb(u16 port, const void *from, u32 count)
{
	asm volatile("rep outsb" : "+S"(from), "+c"(count) : "d"(port) : "memory");
}

#define DEFINE_MMIO(suffix, type)                                                                  \
	static __always_inline type read##suffix(const volatile void *address)                     \
	{                                                                                          \
		struct io_access access = { .at = (unsigned long)address };                        \
		type value;                                                                        \
                                                                                                   \
		if (io_fault(true, &access))                                                       \
			return access.value;                                                       \
		value = *(const volatile type *)address;                                           \
		barrier();                                                                         \
		return value;                                                                      \
	}                                                                                          \
	static __always_inline void write##suffix(type value, volatile void *address)              \
	{                                                                                          \
		struct io_access access = {                                                        \
			.at = (unsigned long)address, .write = true, .value = value                \
		};                                                                                 \
                                                                                                   \
		if (io_fault(true, &access))                                                       \
			return;                                                                    \
		barrier();                                                                         \
		*(volatile type *)address = value;                                                 \
	}

DEFINE_MMIO(b, u8)
DEFINE_MMIO(w, u16)
DEFINE_MMIO(l, u32)

/* Port 0x80 takes a byte and does nothing, slowly: old chips need the time between two writes. */
static __always_inline void io_delay(void)
{
	outb(0, 0x80);
}

void *ioremap(phys_addr_t phys, size_t size);
void iounmap(volatile void *address);

#endif
