// SPDX-License-Identifier: MIT
/*
 * symbols.c - from an address to "function+0x1a/0x40"
 *
 * The table comes from the linked image itself: tools/kallsyms reads the function symbols, and the
 * image is linked once more with it. It is small before it is fast: a name, and the distance to the
 * next function; from the index's row of each 32nd one walks on. A byte of a name is a character,
 * or stands for two further bytes (kallsyms_pairs); so names take half the room. A step also says
 * whether modules may use the function, EXPORT_SYMBOL(); exported variables have rows of their own.
 * The names of what lies in a module are the module's: kernel/module/names.c.
 * Context: any.
 * Locking: none: the tables never change.
 */
#include <asm/setup.h>
#include <halves/module_names.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/string.h>

#define BLOCK	 32	     /* as tools/kallsyms says */
#define EXPORTED (1u << 15) /* in a step; tools/kallsyms puts it there */

extern const u32 kallsyms_count;
extern const u16 kallsyms_steps[]; /* from each function to the next */
extern const u8 kallsyms_names[]; /* packed, a 0 behind each */
extern const u8 kallsyms_pairs[256][2]; /* what a byte of a name stands for; second 0: for itself */
extern const struct row {
	unsigned long address;
	u32 name; /* its offset in the names */
} kallsyms_blocks[], kallsyms_data[]; /* of each 32nd function; of exported variables */
extern const u32 kallsyms_data_count;

/* A function of the table, and a place in it: the next one is a step on. */
struct symbol {
	u32 index;
	unsigned long address;
	const u8 *name; /* packed */
};

/* Write what @code stands for, up to @end; returns the place behind. A few calls deep. */
static char *unpack_code(char *at, const char *end, u8 code)
{
	const u8 *pair = kallsyms_pairs[code];

	if (pair[1])
		return unpack_code(unpack_code(at, end, pair[0]), end, pair[1]);
	if (at < end)
		*at++ = code;
	return at;
}

/* The name that is packed at @from; returns @name. */
static char *unpack(char name[KSYM_NAME_LEN], const u8 *from)
{
	char *at = name;

	while (*from)
		at = unpack_code(at, name + KSYM_NAME_LEN - 1, *from++);
	*at = '\0';
	return name;
}

static unsigned long size_of(const struct symbol *symbol)
{
	return kallsyms_steps[symbol->index] & ~EXPORTED;
}

static void next(struct symbol *symbol)
{
	symbol->address += size_of(symbol);
	symbol->name += strlen((const char *)symbol->name) + 1;
	symbol->index++;
}

static struct symbol first_of_block(u32 block)
{
	return (struct symbol){
		.index = block * BLOCK,
		.address = kallsyms_blocks[block].address,
		.name = kallsyms_names + kallsyms_blocks[block].name,
	};
}

/* The function around @address; false: it is not in the kernel's text. */
static bool find_symbol(unsigned long address, struct symbol *symbol)
{
	u32 low = 0, high = DIV_ROUND_UP(kallsyms_count, BLOCK);

	if (!high || address < kallsyms_blocks[0].address || address >= (unsigned long)__text_end)
		return false;
	while (high - low > 1) {
		u32 middle = (low + high) / 2;

		if (kallsyms_blocks[middle].address <= address)
			low = middle;
		else
			high = middle;
	}
	*symbol = first_of_block(low);
	while (symbol->index + 1 < kallsyms_count && symbol->address + size_of(symbol) <= address)
		next(symbol);
	return true;
}

int symbol_name(char *buf, size_t size, unsigned long addr, char how)
{
	struct symbol symbol;
	char name[KSYM_NAME_LEN];

	if (!find_symbol(how == 'B' ? addr - 1 : addr, &symbol))
		return module_symbol_name(buf, size, addr, how);
	if (how == 's')
		return snprintf(buf, size, "%s", unpack(name, symbol.name));
	return snprintf(buf, size, "%s+0x%lx/0x%lx", unpack(name, symbol.name),
			addr - symbol.address, size_of(&symbol));
}

bool kallsyms_symbol(unsigned int index, unsigned long *address, char name[KSYM_NAME_LEN])
{
	struct symbol symbol;

	if (index >= kallsyms_count)
		return false;
	symbol = first_of_block(index / BLOCK);
	while (symbol.index < index)
		next(&symbol);
	*address = symbol.address;
	unpack(name, symbol.name);
	return true;
}

unsigned long symbol_start(unsigned long addr)
{
	struct symbol symbol;

	return find_symbol(addr, &symbol) ? symbol.address : module_symbol_start(addr);
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
	struct symbol symbol;
	char text[KSYM_NAME_LEN];
	u32 i;

	for (i = 0; i < kallsyms_data_count; i++)
		if (!strcmp(unpack(text, kallsyms_names + kallsyms_data[i].name), name))
			return kallsyms_data[i].address;
	for (symbol = first_of_block(0); symbol.index < kallsyms_count; next(&symbol))
		if (kallsyms_steps[symbol.index] & EXPORTED &&
		    !strcmp(unpack(text, symbol.name), name))
			return symbol.address;
	return 0;
}
