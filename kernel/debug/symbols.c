// SPDX-License-Identifier: MIT
/*
 * symbols.c - from an address to "function+0x1a/0x40"
 *
 * The table comes from the linked image itself: tools/kallsyms reads the function symbols, and the
 * image is linked once more with it. Addresses ascend, so a binary search finds one.
 * Context: any.
 */
#include <asm/setup.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>

extern const u32 kallsyms_count;
extern const u32 kallsyms_addresses[], kallsyms_offsets[];
extern const char kallsyms_names[];

/* Index of the last symbol at or below @address; -1: not in the kernel's text. */
static int find_symbol(unsigned long address)
{
	u32 low = 0, high = kallsyms_count;

	if (address < (unsigned long)__text_start || address >= (unsigned long)__text_end)
		return -1;
	while (low < high) {
		u32 middle = (low + high) / 2;

		if (kallsyms_addresses[middle] <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return (int)low - 1;
}

static unsigned long symbol_end(int index)
{
	if (index + 1 < (int)kallsyms_count)
		return kallsyms_addresses[index + 1];
	return (unsigned long)__text_end;
}

int symbol_name(char *buf, size_t size, unsigned long addr, char how)
{
	int index = find_symbol(how == 'B' ? addr - 1 : addr);
	unsigned long start;
	const char *name;

	if (index < 0)
		return snprintf(buf, size, "0x%08lx", addr);
	name = kallsyms_names + kallsyms_offsets[index];
	start = kallsyms_addresses[index];
	if (how == 's')
		return snprintf(buf, size, "%s", name);
	return snprintf(buf, size, "%s+0x%lx/0x%lx", name, addr - start, symbol_end(index) - start);
}

unsigned long symbol_start(unsigned long addr)
{
	int index = find_symbol(addr);

	return index < 0 ? 0 : kallsyms_addresses[index];
}
