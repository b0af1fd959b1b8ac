// SPDX-License-Identifier: MIT
/*
 * relocatable_link.c - find things in a relocatable ELF file that has been checked, and link it
 *
 * Idea:    see <halves/relocatable.h>. relocatable_open() has believed nothing; so here no offset
 *          and no number is looked at twice. Linking changes the file where it lies: sections get
 *          addresses, symbols values, and the places that wait for them are mended.
 *          The kernel's loader of modules calls (kernel/module/).
 * Context: any. Locking: the caller's.
 * Source:  System V ABI, Intel386 supplement, "Relocation types"
 * See:     tests/host/lib/relocatable_check.c, tests/host/fuzz/
 */
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include "relocatable_internal.h"

/* ---- what is in it? ------------------------------------------------------------------------ */

/** relocatable_section - the section of that name that is loaded, or NULL; any context */
const Elf32_Shdr *relocatable_section(const struct relocatable *r, const char *name)
{
	const Elf32_Shdr *s;

	for_each_section(r, s)
		if (loaded(s) && !strcmp(name_of(r, s), name))
			return s;
	return NULL;
}

/** relocatable_symbol - the symbol of that name that is defined here, or NULL; any context */
const Elf32_Sym *relocatable_symbol(const struct relocatable *r, const char *name)
{
	const Elf32_Sym *symbol;

	for (symbol = r->symbols; symbol < r->symbols + r->nr_symbols; symbol++)
		if (symbol->st_shndx != SHN_UNDEF &&
		    !strcmp(r->symbol_names + symbol->st_name, name))
			return symbol;
	return NULL;
}

/**
 * relocatable_modinfo - what a module says about itself: "tag=text" in its section .modinfo
 * @r: the module
 * @tag: what is asked for
 * @after: an earlier answer, to find the next of that tag, or NULL
 *
 * Return: the text, within the file; NULL: there is none. Context: any.
 */
const char *relocatable_modinfo(const struct relocatable *r, const char *tag, const char *after)
{
	const Elf32_Shdr *s = relocatable_section(r, ".modinfo");
	size_t len = strlen(tag);
	const char *at, *end;

	if (!s || s->sh_type == SHT_NOBITS)
		return NULL;
	at = after ? after + strlen(after) + 1 : contents(r, s);
	end = contents(r, s) + s->sh_size;
	if (end[-1])
		return NULL;
	for (; at < end; at += strlen(at) + 1)
		if (!strncmp(at, tag, len) && at[len] == '=')
			return at + len + 1;
	return NULL;
}

/* ---- linking ------------------------------------------------------------------------------- */

static int link_symbols(struct relocatable *r, relocatable_resolve_fn resolve, void *data)
{
	unsigned int missing = 0, i;
	const char *first = NULL;
	u32 value = 0;
	int error;

	for (i = 1; i < r->nr_symbols; i++) {
		Elf32_Sym *symbol = r->symbols + i;
		const char *name = r->symbol_names + symbol->st_name;

		if (symbol->st_shndx == SHN_ABS)
			continue;
		if (symbol->st_shndx != SHN_UNDEF) {
			symbol->st_value += r->sections[symbol->st_shndx].sh_addr;
			continue;
		}
		error = resolve(name, &value, data);
		if (error && error != -ENOENT)
			return fail(r, error, "no value for %s", name);
		symbol->st_value = error ? 0 : value;
		if (symbol->st_value || ELF32_ST_BIND(symbol->st_info) == STB_WEAK)
			continue;
		first = first ?: name;
		missing++;
	}
	if (missing)
		return fail(r, -ENOENT, "%u symbol%s that nobody exports: %s%s", missing,
			    missing > 1 ? "s" : "", first, missing > 1 ? ", …" : "");
	return 0;
}

static void relocate(struct relocatable *r, const Elf32_Shdr *target, const Elf32_Rel *rel)
{
	char *place = (char *)contents(r, target) + rel->r_offset;
	u32 type = ELF32_R_TYPE(rel->r_info), word;

	if (type == R_386_NONE)
		return;
	memcpy(&word, place, sizeof(word)); /* the addend: what is to be added lies there */
	word += r->symbols[ELF32_R_SYM(rel->r_info)].st_value;
	if (type != R_386_32)
		word -= target->sh_addr + rel->r_offset;
	memcpy(place, &word, sizeof(word));
}

/**
 * relocatable_link - give everything its address
 * @r: opened before, not yet linked
 * @base: address of the first region; a multiple of RELOCATABLE_PAGE
 * @resolve: finds the value of a symbol that is not defined here
 * @data: for @resolve
 *
 * Return: 0; -ENOENT: @resolve did not know all symbols; its own error. Context: @resolve's.
 */
int relocatable_link(struct relocatable *r, u32 base, relocatable_resolve_fn resolve, void *data)
{
	const Elf32_Rel *rel;
	Elf32_Shdr *s;
	int error;

	r->base = base;
	for_each_section(r, s)
		if (loaded(s))
			s->sh_addr += base;
	error = link_symbols(r, resolve, data);
	if (error)
		return error;
	for_each_section(r, s)
		if (is_relocations(r, s))
			for_each_relocation(r, s, rel)
				relocate(r, r->sections + s->sh_info, rel);
	return 0;
}

/**
 * relocatable_copy - take what goes to memory out of a linked file
 * @r: the file
 * @from: from where on, counted from the first region
 * @to: where to; zeroed by the caller
 * @size: bytes
 *
 * Context: any.
 */
void relocatable_copy(const struct relocatable *r, u32 from, void *to, size_t size)
{
	const Elf32_Shdr *s;

	for_each_section(r, s) {
		u32 at = s->sh_addr - r->base, start = max(at, from);
		u32 end = min(at + s->sh_size, from + (u32)size);

		if (loaded(s) && s->sh_type != SHT_NOBITS && start < end)
			memcpy((char *)to + (start - from), (char *)contents(r, s) + (start - at),
			       end - start);
	}
}
