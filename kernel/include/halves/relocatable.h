/* SPDX-License-Identifier: MIT */
/*
 * relocatable.h - a relocatable ELF file in memory: checked, laid out, linked
 *
 * Idea:    What `cc -c` or `ld -r` leaves is sections without addresses, symbols without values,
 *          and a list of places where the addresses belong. relocatable_open() believes nothing
 *          and checks it all, once; then relocatable_link() gives each section its address, each
 *          symbol its value, and mends the places. It works in the file's copy, where it lies:
 *          relocatable_copy() takes what goes to memory out of it.
 * Context: any. Locking: the caller's. No kernel state: tests compile it for the host.
 * See:     lib/relocatable.c, lib/relocatable_link.c, kernel/module/
 */
#ifndef _HALVES_RELOCATABLE_H
#define _HALVES_RELOCATABLE_H

#include <linux/elf.h>
#include <linux/types.h>

#define RELOCATABLE_PAGE 4096u	    /* regions begin at multiples of it */
#define RELOCATABLE_MAX	 (4u << 20) /* bytes in memory */

/* What is in a page decides what may be done with it. The last two end with the module's init. */
enum region {
	REGION_TEXT,
	REGION_RODATA,
	REGION_DATA,
	REGION_INIT_TEXT,
	REGION_INIT_DATA,
	NR_REGIONS,
};

/* Fields: set by open; L also by link. */
struct relocatable {
	char *image;
	size_t size;
	Elf32_Shdr *sections; /* L: sh_addr; of what is not loaded: 0 */
	unsigned int nr_sections;
	const char *section_names;
	Elf32_Sym *symbols; /* L: st_value */
	unsigned int nr_symbols;
	const char *symbol_names;
	u32 end[NR_REGIONS]; /* of each region, from the beginning of the first */
	u32 base;	     /* L: address of the first */
	char why[120];	     /* after an error: what, where */
};

/* Find the value of a symbol that another file has. 0; -ENOENT: nobody has it; else: no more. */
typedef int (*relocatable_resolve_fn)(const char *name, u32 *value, void *data);

int relocatable_open(struct relocatable *r, void *image, size_t size);
int relocatable_link(struct relocatable *r, u32 base, relocatable_resolve_fn resolve, void *data);
void relocatable_copy(const struct relocatable *r, u32 from, void *to, size_t size);

const Elf32_Shdr *relocatable_section(const struct relocatable *r, const char *name);
const Elf32_Sym *relocatable_symbol(const struct relocatable *r, const char *name);
const char *relocatable_modinfo(const struct relocatable *r, const char *tag, const char *after);
enum region relocatable_region(const struct relocatable *r, const Elf32_Shdr *section);

/* relocatable_start - where a region begins, from the beginning of the first */
static inline u32 relocatable_start(const struct relocatable *r, enum region region)
{
	return region ? r->end[region - 1] : 0;
}

#endif /* _HALVES_RELOCATABLE_H */
