// SPDX-License-Identifier: MIT
/* relocatable_check.c - lib/relocatable*.c: a good file, and files cut, changed and lying */
#include <halves/relocatable.h>
#include <linux/array_size.h>
#include <linux/errno.h>
#include <linux/string.h>
#include "host.h"

#define BASE 0xf7000000u

enum section {
	NOTHING,
	TEXT,
	DATA,
	BSS,
	INIT,
	MODINFO,
	REL_TEXT,
	SYMTAB,
	STRTAB,
	NAMES,
	NR_SECTIONS,
};

static const char section_names[] = "\0.text\0.data\0.bss\0.init.text\0.modinfo\0.rel.text\0"
				    ".symtab\0.strtab\0.shstrtab";
static const char symbol_names[] = "\0function\0variable\0outside\0perhaps";

enum symbol { NO_SYMBOL, FUNCTION, VARIABLE, OUTSIDE, PERHAPS, NR_SYMBOLS };

/* The file: one of each. */
static struct file {
	Elf32_Ehdr header;
	u32 text[4]; /* variable; distance to function; perhaps; to outside, and 8 more */
	u32 data[2];
	u32 init[1];
	char modinfo[24];
	Elf32_Rel rel[4];
	Elf32_Sym symbols[NR_SYMBOLS];
	char strtab[sizeof(symbol_names)];
	char names[sizeof(section_names)] __aligned(4);
	Elf32_Shdr sections[NR_SECTIONS] __aligned(4);
} file;

static u32 name_of(const char *names, size_t size, const char *name)
{
	u32 at;

	for (at = 1; at < size; at += strlen(names + at) + 1)
		if (!strcmp(names + at, name))
			return at;
	FAIL("no name %s", name);
}

static void set_section(enum section index, const char *name, u32 type, u32 flags, void *at,
			u32 size)
{
	file.sections[index] = (Elf32_Shdr){
		.sh_name = name_of(section_names, sizeof(section_names), name),
		.sh_type = type,
		.sh_flags = flags,
		.sh_offset = (char *)at - (char *)&file,
		.sh_size = size,
		.sh_addralign = 4,
	};
}

static void set_symbol(enum symbol index, const char *name, u32 section, u32 value, u32 info)
{
	file.symbols[index] = (Elf32_Sym){
		.st_name = name_of(symbol_names, sizeof(symbol_names), name),
		.st_value = value,
		.st_info = info,
		.st_shndx = section,
	};
}

static Elf32_Rel relocation(u32 offset, enum symbol symbol, u32 type)
{
	return (Elf32_Rel){ offset, symbol << 8 | type };
}

static void make_file(void)
{
	memset(&file, 0, sizeof(file));
	memcpy(file.header.e_ident, "\177ELF\1\1\1", 7);
	file.header.e_type = ET_REL;
	file.header.e_machine = EM_386;
	file.header.e_shoff = (char *)file.sections - (char *)&file;
	file.header.e_shentsize = sizeof(Elf32_Shdr);
	file.header.e_shnum = NR_SECTIONS;
	file.header.e_shstrndx = NAMES;
	file.text[3] = 8;
	file.data[1] = 77;
	memcpy(file.modinfo, "name=a\0parm=b:c\0parm=d\0", 24);
	memcpy(file.names, section_names, sizeof(section_names));
	memcpy(file.strtab, symbol_names, sizeof(symbol_names));
	set_section(TEXT, ".text", 1, SHF_ALLOC | SHF_EXECINSTR, file.text, sizeof(file.text));
	set_section(DATA, ".data", 1, SHF_ALLOC | SHF_WRITE, file.data, sizeof(file.data));
	set_section(BSS, ".bss", SHT_NOBITS, SHF_ALLOC | SHF_WRITE, file.data, 5000);
	set_section(INIT, ".init.text", 1, SHF_ALLOC | SHF_EXECINSTR, file.init, 4);
	set_section(MODINFO, ".modinfo", 1, SHF_ALLOC, file.modinfo, sizeof(file.modinfo));
	set_section(REL_TEXT, ".rel.text", SHT_REL, 0, file.rel, sizeof(file.rel));
	set_section(SYMTAB, ".symtab", SHT_SYMTAB, 0, file.symbols, sizeof(file.symbols));
	set_section(STRTAB, ".strtab", SHT_STRTAB, 0, file.strtab, sizeof(file.strtab));
	set_section(NAMES, ".shstrtab", SHT_STRTAB, 0, file.names, sizeof(file.names));
	file.sections[REL_TEXT].sh_entsize = sizeof(Elf32_Rel);
	file.sections[REL_TEXT].sh_link = SYMTAB;
	file.sections[REL_TEXT].sh_info = TEXT;
	file.sections[SYMTAB].sh_entsize = sizeof(Elf32_Sym);
	file.sections[SYMTAB].sh_link = STRTAB;
	set_symbol(FUNCTION, "function", TEXT, 12, 1 << 4 | STT_FUNC);
	set_symbol(VARIABLE, "variable", DATA, 4, 1 << 4 | STT_OBJECT);
	set_symbol(OUTSIDE, "outside", SHN_UNDEF, 0, 1 << 4);
	set_symbol(PERHAPS, "perhaps", SHN_UNDEF, 0, STB_WEAK << 4);
	file.rel[0] = relocation(0, VARIABLE, R_386_32);
	file.rel[1] = relocation(4, FUNCTION, R_386_PC32);
	file.rel[2] = relocation(12, OUTSIDE, R_386_PLT32);
	file.rel[3] = relocation(8, PERHAPS, R_386_32);
}

static int resolve(const char *name, u32 *value, void *data)
{
	*value = 0xc0100000;
	return data && !strcmp(name, "outside") ? 0 : -ENOENT;
}

/* Open a copy of the first @size bytes in a block of just that size, and perhaps link it. */
static int open_copy(struct relocatable *r, size_t size, bool link)
{
	char *copy = host_alloc(size);
	int error;

	memcpy(copy, &file, size);
	error = relocatable_open(r, copy, size);
	EXPECT(!error || r->why[0]);
	if (!error && link)
		relocatable_link(r, BASE, resolve, r);
	host_free(copy);
	return error;
}

/* A good file: each kind of section has its own pages, each place its address. */
CHECK(good_file)
{
	static u32 page[RELOCATABLE_PAGE / 4];
	struct relocatable r;

	make_file();
	EXPECT_INT(relocatable_open(&r, &file, sizeof(file)), 0);
	EXPECT_INT(r.end[REGION_TEXT], 4096);
	EXPECT_INT(r.end[REGION_RODATA], 8192);
	EXPECT_INT(r.end[REGION_DATA], 16384);
	EXPECT_INT(r.end[REGION_INIT_TEXT], 20480);
	EXPECT_INT(r.end[REGION_INIT_DATA], 20480);
	EXPECT_INT(relocatable_link(&r, BASE, resolve, &r), 0);
	relocatable_copy(&r, 0, page, sizeof(page));
	EXPECT_INT(page[0], BASE + 8192 + 4);
	EXPECT_INT((int)page[1], 12 - 4);
	EXPECT_INT(page[2], 0);
	EXPECT_INT(page[3], 0xc0100000 + 8 - (BASE + 12));
	memset(page, 0, sizeof(page));
	relocatable_copy(&r, 8192, page, sizeof(page));
	EXPECT_INT(page[1], 77);
	EXPECT_INT(page[2], 0);
	EXPECT_INT(relocatable_symbol(&r, "variable")->st_value, BASE + 8192 + 4);
	EXPECT(!relocatable_symbol(&r, "outside"));
	EXPECT(relocatable_section(&r, ".init.text"));
	EXPECT(!relocatable_section(&r, ".symtab"));
}

/* What a module says about itself is found by its tag, one after the other. */
CHECK(modinfo)
{
	struct relocatable r;
	const char *text;

	make_file();
	EXPECT_INT(relocatable_open(&r, &file, sizeof(file)), 0);
	EXPECT_STR(relocatable_modinfo(&r, "name", NULL), "a");
	text = relocatable_modinfo(&r, "parm", NULL);
	EXPECT_STR(text, "b:c");
	text = relocatable_modinfo(&r, "parm", text);
	EXPECT_STR(text, "d");
	EXPECT(!relocatable_modinfo(&r, "parm", text));
	EXPECT(!relocatable_modinfo(&r, "nam", NULL));
}

/* A symbol that nobody has is an error that names it; a weak one is not. */
CHECK(unresolved)
{
	struct relocatable r;

	make_file();
	EXPECT_INT(relocatable_open(&r, &file, sizeof(file)), 0);
	EXPECT_INT(relocatable_link(&r, BASE, resolve, NULL), -ENOENT);
	EXPECT_STR(r.why, "1 symbol that nobody exports: outside");
}

static int resolve_nothing(const char *name, u32 *value, void *data)
{
	return -ENOMEM;
}

/* An error of the one who is asked ends it, whatever the symbol. */
CHECK(error_of_the_resolver)
{
	struct relocatable r;

	make_file();
	EXPECT_INT(relocatable_open(&r, &file, sizeof(file)), 0);
	EXPECT_INT(relocatable_link(&r, BASE, resolve_nothing, NULL), -ENOMEM);
	EXPECT_STR(r.why, "no value for outside");
}

/* Cut after any byte, the file is refused: its headers are the last thing in it. */
CHECK(cut_at_every_byte)
{
	struct relocatable r;
	size_t size;

	make_file();
	for (size = 0; size < sizeof(file); size++)
		EXPECT_INT(open_copy(&r, size, true), -ENOEXEC);
	EXPECT_INT(open_copy(&r, size, true), 0);
}

/* Any byte changed to anything: refused, or linked within the file's own bytes. */
CHECK(any_byte_changed)
{
	struct relocatable r;
	unsigned int value;
	size_t i;

	for (i = 0; i < sizeof(file); i++) {
		for (value = 0; value < 256; value += value < 8 ? 1 : 31) {
			make_file();
			((u8 *)&file)[i] = value;
			open_copy(&r, sizeof(file), true);
		}
	}
}

#define BAD(change, text)                                                                          \
	do {                                                                                       \
		struct relocatable __r;                                                            \
                                                                                                   \
		make_file();                                                                       \
		change;                                                                            \
		EXPECT_INT(open_copy(&__r, sizeof(file), false), -ENOEXEC);                        \
		if (!strstr(__r.why, text))                                                        \
			FAIL("%s: \"%s\" does not say \"%s\"", #change, __r.why, text);            \
	} while (0)

/* Each header that is not as it must be is refused with a line that says which. */
CHECK(bad_headers)
{
	BAD(file.header.e_ident[0] = 0, "not an ELF file");
	BAD(file.header.e_ident[EI_CLASS] = 2, "32-bit little-endian");
	BAD(file.header.e_ident[EI_DATA] = 2, "32-bit little-endian");
	BAD(file.header.e_type = ET_EXEC, "ELF type 2 is not relocatable");
	BAD(file.header.e_machine = 62, "machine 62 is not the i386");
	BAD(file.header.e_shentsize = 64, "section headers of 64 bytes");
	BAD(file.header.e_shoff = ~3u, "cut off: 10 section headers");
	BAD(file.header.e_shnum = 4000, "cut off: 4000 section headers");
	BAD(file.header.e_shnum = 0xfeff, "sections are more than");
	BAD(file.header.e_shstrndx = TEXT, "section 1 is no table of the sections' names");
	BAD(file.header.e_shstrndx = 99, "section 99 is no table of the sections' names");
	BAD(file.names[sizeof(section_names) - 1] = 'x', "no table of the sections' names");
}

/* Each section that is not as it must be is refused with its name. */
CHECK(bad_sections)
{
	BAD(file.sections[DATA].sh_name = 1000, "section 2: its name lies outside");
	BAD(file.sections[DATA].sh_offset = ~0u, "section 2 (.data) ends behind the file");
	BAD(file.sections[DATA].sh_size = ~0u, "section 2 (.data) ends behind the file");
	BAD(file.sections[DATA].sh_addralign = 3,
	    "section 2 (.data) wants an alignment that cannot be");
	BAD(file.sections[DATA].sh_addralign = 8192, "wants an alignment that cannot be");
	BAD(file.sections[DATA].sh_flags |= SHF_EXECINSTR, "to be written and executed");
	BAD(file.sections[BSS].sh_size = 1 << 30, "more than 4194304 bytes in memory");
	BAD(file.sections[SYMTAB].sh_type = 1, "no table of symbols");
	BAD(file.sections[NOTHING].sh_type = SHT_SYMTAB, "more than one table of symbols");
	BAD(file.sections[SYMTAB].sh_entsize = 12, "the table of symbols is damaged");
	BAD(file.sections[SYMTAB].sh_link = DATA, "section 2 is no table of the symbols' names");
	BAD(file.strtab[sizeof(symbol_names) - 1] = 'x', "no table of the symbols' names");
}

/* Each symbol and relocation that points nowhere is refused with its place. */
CHECK(bad_symbols_and_relocations)
{
	BAD(file.symbols[FUNCTION].st_name = 1000, "symbol 1: its name lies outside");
	BAD(file.symbols[FUNCTION].st_shndx = 99,
	    "symbol function is in a section that is not there");
	BAD(file.symbols[FUNCTION].st_shndx = SHN_COMMON, "compile with -fno-common");
	BAD(file.symbols[FUNCTION].st_value = 17,
	    "symbol function lies behind the end of its section");
	BAD(file.rel[1].r_offset = 13, "at .text+0xd lies behind the section's end");
	BAD(file.rel[1].r_info = 99 << 8 | R_386_32, "is to a symbol that is not there");
	BAD(file.rel[1].r_info = FUNCTION << 8 | 10,
	    "(type 10) at .text+0x4 is of an unknown type");
	BAD(file.symbols[FUNCTION].st_shndx = STRTAB,
	    "at .text+0x4 is to a section that is not loaded");
	BAD(file.sections[REL_TEXT].sh_type = SHT_RELA, "(.rel.text) is of RELA relocations");
	BAD(file.sections[REL_TEXT].sh_entsize = 12, "is a damaged table of relocations");
	BAD(file.sections[REL_TEXT].sh_info = BSS, "section 3 (.bss) has nothing to be mended");
	BAD(file.sections[TEXT].sh_offset = 0, "section 1 (.text) lies upon the headers");
	BAD(file.sections[TEXT].sh_offset = file.sections[SYMTAB].sh_offset,
	    "section 1 (.text) lies upon another one");
}
