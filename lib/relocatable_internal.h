/* SPDX-License-Identifier: MIT */
/* relocatable_internal.h - between the half that checks a file and the half that links it */
#ifndef _LIB_RELOCATABLE_INTERNAL_H
#define _LIB_RELOCATABLE_INTERNAL_H

#include <halves/relocatable.h>
#include <linux/compiler.h>

/* Say why; names out of the file may hold anything. Return: @error. */
__printf(3, 4) int relocatable_fail(struct relocatable *r, int error, const char *fmt, ...);
#define fail relocatable_fail

#define for_each_section(r, s)                                                                     \
	for ((s) = (r)->sections; (s) < (r)->sections + (r)->nr_sections; (s)++)

static inline const char *name_of(const struct relocatable *r, const Elf32_Shdr *section)
{
	return r->section_names + section->sh_name;
}

static inline void *contents(const struct relocatable *r, const Elf32_Shdr *section)
{
	return r->image + section->sh_offset;
}

static inline bool loaded(const Elf32_Shdr *section)
{
	return section->sh_flags & SHF_ALLOC && section->sh_size;
}

/* A table of relocations for a section that is loaded. */
static inline bool is_relocations(const struct relocatable *r, const Elf32_Shdr *s)
{
	return s->sh_type == SHT_REL && s->sh_info < r->nr_sections &&
	       loaded(r->sections + s->sh_info);
}

#define for_each_relocation(r, table, rel)                                                         \
	for ((rel) = contents(r, table); (void *)(rel) < contents(r, table) + (table)->sh_size;    \
	     (rel)++)

#endif
