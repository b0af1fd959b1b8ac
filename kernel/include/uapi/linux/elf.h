/* SPDX-License-Identifier: MIT */
/*
 * elf.h - the file format of programs and modules: ELF, 32 bits, little-endian
 *
 * Context: any. Locking: none: they are numbers.
 * See: System V Application Binary Interface, ch. 4 and 5, and its Intel386 supplement
 */
#ifndef _UAPI_LINUX_ELF_H
#define _UAPI_LINUX_ELF_H

#include <linux/types.h>

#define EI_NIDENT 16

typedef struct {
	unsigned char e_ident[EI_NIDENT];
	u16 e_type, e_machine;
	u32 e_version;
	u32 e_entry;
	u32 e_phoff, e_shoff; /* where program and section headers lie in the file */
	u32 e_flags;
	u16 e_ehsize;
	u16 e_phentsize, e_phnum;
	u16 e_shentsize, e_shnum;
	u16 e_shstrndx; /* the section with the names of the sections */
} Elf32_Ehdr;

#define ELFMAG	    "\177ELF"
#define SELFMAG	    4
#define EI_CLASS    4
#define EI_DATA	    5
#define EI_VERSION  6
#define ELFCLASS32  1
#define ELFDATA2LSB 1
#define EV_CURRENT  1

#define ET_REL	1
#define ET_EXEC 2
#define EM_386	3

typedef struct {
	u32 p_type;
	u32 p_offset, p_vaddr, p_paddr;
	u32 p_filesz, p_memsz;
	u32 p_flags, p_align;
} Elf32_Phdr;

#define PT_LOAD	  1
#define PT_INTERP 3
#define PF_X	  1
#define PF_W	  2
#define PF_R	  4

typedef struct {
	u32 sh_name; /* in the section of names */
	u32 sh_type, sh_flags;
	u32 sh_addr;
	u32 sh_offset, sh_size;
	u32 sh_link, sh_info;
	u32 sh_addralign, sh_entsize;
} Elf32_Shdr;

#define SHT_NULL   0
#define SHT_SYMTAB 2
#define SHT_STRTAB 3
#define SHT_RELA   4
#define SHT_NOBITS 8
#define SHT_REL	   9

#define SHF_WRITE     1
#define SHF_ALLOC     2
#define SHF_EXECINSTR 4

#define SHN_UNDEF     0
#define SHN_LORESERVE 0xff00
#define SHN_ABS	      0xfff1
#define SHN_COMMON    0xfff2

typedef struct {
	u32 st_name;
	u32 st_value, st_size;
	unsigned char st_info, st_other;
	u16 st_shndx; /* its section, or SHN_ */
} Elf32_Sym;

#define ELF32_ST_BIND(info) ((info) >> 4)
#define ELF32_ST_TYPE(info) ((info)&15)
#define STB_WEAK	    2
#define STT_OBJECT	    1
#define STT_FUNC	    2

typedef struct {
	u32 r_offset; /* in the section that sh_info of the table names */
	u32 r_info;
} Elf32_Rel;

#define ELF32_R_SYM(info)  ((info) >> 8)
#define ELF32_R_TYPE(info) ((info)&255)
#define R_386_NONE	   0
#define R_386_32	   1
#define R_386_PC32	   2
#define R_386_PLT32	   4

#endif
