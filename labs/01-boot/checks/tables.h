/* SPDX-License-Identifier: MIT */
/* tables.h - lab 1: read the page tables as the processor does (Intel SDM vol. 3, 4.4) */
#ifndef _LAB01_TABLES_H
#define _LAB01_TABLES_H

#include <asm/page.h>
#include <asm/processor.h>
#include <linux/types.h>

#define PRESENT	   (1ULL << 0)
#define WRITE	   (1ULL << 1)
#define USER	   (1ULL << 2)
#define PWT	   (1ULL << 3)
#define PCD	   (1ULL << 4)
#define LARGE	   (1ULL << 7)
#define GLOBAL	   (1ULL << 8)
#define NX	   (1ULL << 63)
#define ADDRESS	   0x000ffffffffff000ULL
#define LARGE_SIZE (1UL << 21)

/* entry_of - the entry that maps @virt, or 0; @size: bytes that one entry maps there */
static inline u64 entry_of(unsigned long virt, unsigned long *size)
{
	const u64 *table = __va(read_cr3());
	u64 entry = table[virt >> 30];

	*size = 1UL << 30;
	if (!(entry & PRESENT))
		return 0;
	table = __va((unsigned long)(entry & ADDRESS));
	entry = table[virt >> 21 & 511];
	*size = LARGE_SIZE;
	if (!(entry & PRESENT))
		return 0;
	if (entry & LARGE)
		return entry;
	table = __va((unsigned long)(entry & ADDRESS));
	*size = PAGE_SIZE;
	entry = table[virt >> 12 & 511];
	return entry & PRESENT ? entry : 0;
}

/* entry_at - the same for who does not ask for the size */
static inline u64 entry_at(const void *virt)
{
	unsigned long size;

	return entry_of((unsigned long)virt, &size);
}

#endif
