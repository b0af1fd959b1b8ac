// SPDX-License-Identifier: MIT
/*
 * relocatable.c - is it a relocatable ELF file, whole and of our kind? Then where does it go?
 *
 * Idea:    see <halves/relocatable.h>. The file comes from outside: each offset is compared with
 *          the room behind it before it is used, and everything is checked here, before anything is
 *          changed; so relocatable_link.c, which uses what has passed, checks nothing any more.
 *          The kernel's loader of modules calls (kernel/module/).
 * Context: any. Locking: the caller's.
 * Source:  System V ABI, Intel386 supplement, "Relocation types"
 * See:     tests/host/lib/relocatable_check.c, tests/host/fuzz/
 */
#include <linux/array_size.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/math.h>
#include <linux/sprintf.h>
#include <linux/stdarg.h>
#include <linux/string.h>
#include "relocatable_internal.h"

#define MAX_SECTIONS 4096

int fail(struct relocatable *r, int error, const char *fmt, ...)
{
	va_list args;
	char *c;

	va_start(args, fmt);
	vsnprintf(r->why, sizeof(r->why), fmt, args);
	va_end(args);
	for (c = r->why; *c; c++)
		if (!isprint(*c))
			*c = '?';
	return error;
}

#define number(r, section) ((unsigned int)((section) - (r)->sections))

/* The same of one section. */
static int fail_section(struct relocatable *r, const Elf32_Shdr *section, const char *what)
{
	return fail(r, -ENOEXEC, "section %u (%s) %s", number(r, section), name_of(r, section),
		    what);
}

/** relocatable_region - where a section that is loaded goes; any context */
enum region relocatable_region(const struct relocatable *r, const Elf32_Shdr *section)
{
	if (!strncmp(name_of(r, section), ".init.", 6))
		return section->sh_flags & SHF_EXECINSTR ? REGION_INIT_TEXT : REGION_INIT_DATA;
	if (section->sh_flags & SHF_EXECINSTR)
		return REGION_TEXT;
	return section->sh_flags & SHF_WRITE ? REGION_DATA : REGION_RODATA;
}

/* ---- is it one? ---------------------------------------------------------------------------- */

static int check_header(struct relocatable *r)
{
	const Elf32_Ehdr *h = (void *)r->image;

	if (r->size < sizeof(*h))
		return fail(r, -ENOEXEC, "%lu bytes: shorter than an ELF header",
			    (unsigned long)r->size);
	if (memcmp(h->e_ident, ELFMAG, SELFMAG))
		return fail(r, -ENOEXEC, "not an ELF file");
	if (h->e_ident[EI_CLASS] != ELFCLASS32 || h->e_ident[EI_DATA] != ELFDATA2LSB ||
	    h->e_ident[EI_VERSION] != EV_CURRENT)
		return fail(r, -ENOEXEC, "not a 32-bit little-endian ELF file: compile with -m32");
	if (h->e_type != ET_REL)
		return fail(r, -ENOEXEC, "ELF type %u is not relocatable: link with ld -r",
			    h->e_type);
	if (h->e_machine != EM_386)
		return fail(r, -ENOEXEC, "machine %u is not the i386", h->e_machine);
	if (h->e_shentsize != sizeof(Elf32_Shdr) || h->e_shoff % 4)
		return fail(r, -ENOEXEC, "section headers of %u bytes at %u: damaged",
			    h->e_shentsize, h->e_shoff);
	if (h->e_shnum > MAX_SECTIONS)
		return fail(r, -ENOEXEC, "%u sections are more than %u", h->e_shnum, MAX_SECTIONS);
	if (h->e_shoff > r->size || h->e_shnum > (r->size - h->e_shoff) / sizeof(Elf32_Shdr))
		return fail(r, -ENOEXEC, "cut off: %u section headers at %u, %lu bytes in all",
			    h->e_shnum, h->e_shoff, (unsigned long)r->size);
	r->sections = (Elf32_Shdr *)(r->image + h->e_shoff);
	r->nr_sections = h->e_shnum;
	return 0;
}

/* The texts of a table of strings, which ends with a NUL; NULL: it does not, or is none. */
static const char *string_table(const struct relocatable *r, u32 index, u32 *size)
{
	const Elf32_Shdr *s = r->sections + index;

	if (!index || index >= r->nr_sections || s->sh_type != SHT_STRTAB || !s->sh_size ||
	    s->sh_offset > r->size || s->sh_size > r->size - s->sh_offset)
		return NULL;
	*size = s->sh_size;
	return r->image[s->sh_offset + s->sh_size - 1] ? NULL : contents(r, s);
}

static int check_section(struct relocatable *r, const Elf32_Shdr *s)
{
	u32 align = s->sh_addralign;

	if (s->sh_type != SHT_NOBITS &&
	    (s->sh_offset > r->size || s->sh_size > r->size - s->sh_offset))
		return fail_section(r, s, "ends behind the file: it is cut off");
	if (align & (align - 1) || align > RELOCATABLE_PAGE)
		return fail_section(r, s, "wants an alignment that cannot be");
	if (!loaded(s))
		return 0;
	if (s->sh_flags & SHF_WRITE && s->sh_flags & SHF_EXECINSTR)
		return fail_section(r, s, "is to be written and executed");
	if (!strncmp(name_of(r, s), ".data.percpu", 12))
		return fail_section(r, s, "is the kernel's alone: use an array of [NR_CPUS]");
	return 0;
}

static int check_sections(struct relocatable *r)
{
	const Elf32_Ehdr *h = (void *)r->image;
	const Elf32_Shdr *s;
	u32 names;
	int error;

	r->section_names = string_table(r, h->e_shstrndx, &names);
	if (!r->section_names)
		return fail(r, -ENOEXEC, "section %u is no table of the sections' names",
			    h->e_shstrndx);
	for_each_section(r, s)
		if (s->sh_name >= names)
			return fail(r, -ENOEXEC, "section %u: its name lies outside the table",
				    number(r, s));
	for_each_section(r, s) {
		error = check_section(r, s);
		if (error)
			return error;
	}
	return 0;
}

/* ---- its symbols --------------------------------------------------------------------------- */

static int check_symbol(struct relocatable *r, const Elf32_Sym *symbol, u32 names)
{
	u32 in = symbol->st_shndx;
	const char *what;

	if (symbol->st_name >= names)
		return fail(r, -ENOEXEC, "symbol %u: its name lies outside the table",
			    (unsigned int)(symbol - r->symbols));
	if (in == SHN_UNDEF || in == SHN_ABS)
		return 0;
	if (in == SHN_COMMON)
		what = "has no section yet: compile with -fno-common";
	else if (in >= r->nr_sections)
		what = "is in a section that is not there";
	else if (loaded(r->sections + in) && symbol->st_value > r->sections[in].sh_size)
		what = "lies behind the end of its section";
	else
		return 0;
	return fail(r, -ENOEXEC, "symbol %s %s", r->symbol_names + symbol->st_name, what);
}

static int check_symbols(struct relocatable *r)
{
	const Elf32_Shdr *s, *table = NULL;
	const Elf32_Sym *symbol;
	u32 names;
	int error;

	for_each_section(r, s) {
		if (s->sh_type != SHT_SYMTAB)
			continue;
		if (table)
			return fail(r, -ENOEXEC, "more than one table of symbols");
		table = s;
	}
	if (!table)
		return fail(r, -ENOEXEC, "no table of symbols: it was stripped");
	if (table->sh_entsize != sizeof(Elf32_Sym) || table->sh_size % sizeof(Elf32_Sym) ||
	    table->sh_offset % 4 || table->sh_flags & SHF_ALLOC)
		return fail(r, -ENOEXEC, "the table of symbols is damaged");
	r->symbols = contents(r, table);
	r->nr_symbols = table->sh_size / sizeof(Elf32_Sym);
	r->symbol_names = string_table(r, table->sh_link, &names);
	if (!r->symbol_names)
		return fail(r, -ENOEXEC, "section %u is no table of the symbols' names",
			    table->sh_link);
	for (symbol = r->symbols; symbol < r->symbols + r->nr_symbols; symbol++) {
		error = check_symbol(r, symbol, names);
		if (error)
			return error;
	}
	return 0;
}

/* ---- its places to mend -------------------------------------------------------------------- */

static int check_relocation(struct relocatable *r, const Elf32_Shdr *target, const Elf32_Rel *rel)
{
	u32 type = ELF32_R_TYPE(rel->r_info), index = ELF32_R_SYM(rel->r_info);
	const char *what;
	u32 in;

	if (type == R_386_NONE)
		return 0;
	in = index < r->nr_symbols ? r->symbols[index].st_shndx : SHN_COMMON;
	if (type != R_386_32 && type != R_386_PC32 && type != R_386_PLT32)
		what = "is of an unknown type: compile with -fno-pic";
	else if (target->sh_size < 4 || rel->r_offset > target->sh_size - 4)
		what = "lies behind the section's end";
	else if (in == SHN_COMMON)
		what = "is to a symbol that is not there";
	else if (in != SHN_UNDEF && in != SHN_ABS && !(r->sections[in].sh_flags & SHF_ALLOC))
		what = "is to a section that is not loaded";
	else
		return 0;
	return fail(r, -ENOEXEC, "the relocation (type %u) at %s+0x%x %s", type, name_of(r, target),
		    rel->r_offset, what);
}

/* Does anything else lie where @target does? What is mended there must not be what we read. */
static bool shares_bytes(const Elf32_Shdr *target, u32 from, u32 size)
{
	return from < target->sh_offset + target->sh_size && target->sh_offset < from + size;
}

static int check_target(struct relocatable *r, const Elf32_Shdr *target)
{
	const Elf32_Shdr *s;

	if (target->sh_type == SHT_NOBITS || target->sh_type == SHT_STRTAB ||
	    target->sh_type == SHT_SYMTAB || target->sh_type == SHT_REL)
		return fail_section(r, target, "has nothing to be mended");
	if (shares_bytes(target, 0, sizeof(Elf32_Ehdr)) ||
	    shares_bytes(target, (char *)r->sections - r->image,
			 r->nr_sections * sizeof(*r->sections)))
		return fail_section(r, target, "lies upon the headers");
	for_each_section(r, s)
		if (s != target && s->sh_type != SHT_NOBITS && s->sh_size &&
		    shares_bytes(target, s->sh_offset, s->sh_size))
			return fail_section(r, target, "lies upon another one");
	return 0;
}

static int check_table(struct relocatable *r, const Elf32_Shdr *s)
{
	const Elf32_Shdr *target = r->sections + s->sh_info;
	const Elf32_Rel *rel;
	int error;

	if (s->sh_entsize != sizeof(Elf32_Rel) || s->sh_size % sizeof(Elf32_Rel) ||
	    s->sh_offset % 4 || s->sh_link >= r->nr_sections ||
	    r->sections[s->sh_link].sh_type != SHT_SYMTAB)
		return fail_section(r, s, "is a damaged table of relocations");
	error = check_target(r, target);
	for_each_relocation(r, s, rel) {
		if (error)
			break;
		error = check_relocation(r, target, rel);
	}
	return error;
}

static int check_relocations(struct relocatable *r)
{
	const Elf32_Shdr *s;
	int error;

	for_each_section(r, s) {
		if (s->sh_type == SHT_RELA)
			return fail_section(r, s, "is of RELA relocations: the i386 has none");
		error = is_relocations(r, s) ? check_table(r, s) : 0;
		if (error)
			return error;
	}
	return 0;
}

/* ---- its place in memory ------------------------------------------------------------------- */

/* sh_addr of each section that is loaded becomes its distance from the first region. */
static int lay_out(struct relocatable *r)
{
	Elf32_Shdr *s;
	u32 region, at = 0;

	for_each_section(r, s)
		s->sh_addr = 0;
	for (region = 0; region < NR_REGIONS; region++) {
		for_each_section(r, s) {
			if (!loaded(s) || relocatable_region(r, s) != region)
				continue;
			at = ALIGN(at, s->sh_addralign ?: 1);
			if (s->sh_size > RELOCATABLE_MAX - at)
				return fail(r, -ENOEXEC, "more than %u bytes in memory",
					    RELOCATABLE_MAX);
			s->sh_addr = at;
			at += s->sh_size;
		}
		at = ALIGN(at, RELOCATABLE_PAGE);
		r->end[region] = at;
	}
	if (!at)
		return fail(r, -ENOEXEC, "there is nothing in it to load");
	return 0;
}

/**
 * relocatable_open - check a file, and plan where its parts go
 * @r: what is found out
 * @image: the file, at a multiple of 4; kept, and changed
 * @size: its bytes
 *
 * Return: 0, or -ENOEXEC with the reason in @r->why. Context: any.
 */
int relocatable_open(struct relocatable *r, void *image, size_t size)
{
	static int (*const checks[])(struct relocatable * r) = {
		check_header, check_sections, check_symbols, check_relocations, lay_out,
	};
	size_t i;
	int error;

	memset(r, 0, sizeof(*r));
	r->image = image;
	r->size = size;
	for (i = 0; i < ARRAY_SIZE(checks); i++) {
		error = checks[i](r);
		if (error)
			return error;
	}
	return 0;
}
