/* SPDX-License-Identifier: MIT */
/*
 * bitops.h - single bits: the plain names are atomic, the names with __ are not
 *
 * Context: any.
 * Locking: none. What a name with __ changes is the caller's to guard: no locked instruction.
 */
#ifndef _ASM_BITOPS_H
#define _ASM_BITOPS_H

#include <halves/interleave.h>
#include <linux/bits.h>
#include <linux/compiler.h>
#include <linux/types.h>

/*
 * BTS and its sisters take a bit number of any size and find the word themselves. The memory is
 * clobbered as a whole, since the compiler cannot know which word that is.
 */
#define __bit_memory(addr) (*(volatile unsigned long *)(addr))

#define DEFINE_BITOP(name, insn, before)                                                           \
	static __always_inline void name(int nr, volatile void *addr)                              \
	{                                                                                          \
		before;                                                                            \
		asm volatile(insn " %1, %0"                                                        \
			     : "+m"(__bit_memory(addr))                                            \
			     : "Ir"(nr)                                                            \
			     : "memory", "cc");                                                    \
	}
#define DEFINE_TEST_BITOP(name, insn, before)                                                      \
	static __always_inline int name(int nr, volatile void *addr)                               \
	{                                                                                          \
		bool old;                                                                          \
                                                                                                   \
		before;                                                                            \
		asm volatile(insn " %2, %0"                                                        \
			     : "+m"(__bit_memory(addr)), "=@ccc"(old)                              \
			     : "Ir"(nr)                                                            \
			     : "memory");                                                          \
		return old;                                                                        \
	}

DEFINE_BITOP(set_bit, "lock; btsl", interleave_point())
DEFINE_BITOP(clear_bit, "lock; btrl", interleave_point())
DEFINE_BITOP(change_bit, "lock; btcl", interleave_point())
DEFINE_BITOP(__set_bit, "btsl", )
DEFINE_BITOP(__clear_bit, "btrl", )
DEFINE_BITOP(__change_bit, "btcl", )
DEFINE_TEST_BITOP(test_and_set_bit, "lock; btsl", interleave_point())
DEFINE_TEST_BITOP(test_and_clear_bit, "lock; btrl", interleave_point())
DEFINE_TEST_BITOP(test_and_change_bit, "lock; btcl", interleave_point())
DEFINE_TEST_BITOP(__test_and_set_bit, "btsl", )
DEFINE_TEST_BITOP(__test_and_clear_bit, "btrl", )

static __always_inline int test_bit(int nr, const volatile void *addr)
{
	const volatile unsigned long *words = addr;

	return words[(unsigned int)nr / BITS_PER_LONG] >> (nr & (BITS_PER_LONG - 1)) & 1;
}

/* __ffs - index of the lowest bit set; @word must not be 0 */
static __always_inline unsigned long __ffs(unsigned long word)
{
	return __builtin_ctzl(word);
}

/* __fls - index of the highest bit set; @word must not be 0 */
static __always_inline unsigned long __fls(unsigned long word)
{
	return BITS_PER_LONG - 1 - __builtin_clzl(word);
}

/* ffs, fls - the same counted from 1, and 0 for no bit */
static __always_inline int ffs(int x)
{
	return __builtin_ffs(x);
}

static __always_inline int fls(unsigned int x)
{
	return x ? 32 - __builtin_clz(x) : 0;
}

static __always_inline unsigned int hweight32(u32 x)
{
	x -= (x >> 1) & 0x55555555;
	x = (x & 0x33333333) + ((x >> 2) & 0x33333333);
	x = (x + (x >> 4)) & 0x0f0f0f0f;
	return (x * 0x01010101) >> 24;
}

#endif
