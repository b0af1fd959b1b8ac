// SPDX-License-Identifier: MIT
/*
 * symbols.c - from an address to "function+0x1a/0x40"
 *
 * The table comes from the linked image itself: tools/kallsyms reads the function symbols, and the
 * image is linked once more with it. Addresses ascend, so a binary search finds one. The table
 * also says which functions modules may use, EXPORT_SYMBOL(), and has exported variables in rows of
 * their own. The names of what lies in a module are the module's: kernel/module/names.c.
 * Context: any.
 */
#include <asm/setup.h>
#include <halves/module_names.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/string.h>

#define EXPORTED (1u << 31) /* in an offset; tools/kallsyms puts it there */

extern const u32 kallsyms_count;
extern const u32 kallsyms_addresses[], kallsyms_offsets[];
extern const u32 kallsyms_data_count;
extern const struct {
	unsigned long address;
	u32 offset;
} kallsyms_data[];
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

static const char *name_at(u32 offset)
{
	return kallsyms_names + (offset & ~EXPORTED);
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
		return module_symbol_name(buf, size, addr, how);
	name = name_at(kallsyms_offsets[index]);
	start = kallsyms_addresses[index];
	if (how == 's')
		return snprintf(buf, size, "%s", name);
	return snprintf(buf, size, "%s+0x%lx/0x%lx", name, addr - start, symbol_end(index) - start);
}

const char *kallsyms_symbol(unsigned int index, unsigned long *address)
{
	if (index >= kallsyms_count)
		return NULL;
	*address = kallsyms_addresses[index];
	return kallsyms_names + kallsyms_offsets[index];
}

unsigned long symbol_start(unsigned long addr)
{
	int index = find_symbol(addr);

	return index < 0 ? module_symbol_start(addr) : kallsyms_addresses[index];
}

/**
 * kernel_symbol - the address of what the kernel exports under a name
 * @name: of a function or variable
 *
 * Looks at all rows: one is found while a module is loaded, and never again.
 * Return: its address, or 0. Context: any.
 */
unsigned long kernel_symbol(const char *name)
{
	u32 i;

	for (i = 0; i < kallsyms_data_count; i++)
		if (!strcmp(name_at(kallsyms_data[i].offset), name))
			return kallsyms_data[i].address;
	for (i = 0; i < kallsyms_count; i++)
		if (kallsyms_offsets[i] & EXPORTED && !strcmp(name_at(kallsyms_offsets[i]), name))
			return kallsyms_addresses[i];
	return 0;
}
