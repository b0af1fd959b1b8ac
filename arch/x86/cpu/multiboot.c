// SPDX-License-Identifier: MIT
/*
 * multiboot.c - read what the boot loader left, before anything is built on it
 *
 * Idea:    the information lies somewhere in low memory and nothing protects it; so it is checked
 *          and copied before the first page is given to anybody. What is wrong is said in one line,
 *          for a kernel that guesses its memory fails later and elsewhere.
 * Context: boot, on the boot loader's map of the first GiB; kernel/init/main.c calls it.
 * Locking: none: nobody else runs yet.
 * See:     the Multiboot specification 0.6.96, 3.3 "Boot information format"
 */
#include <halves/boot.h>
#include <halves/early.h>
#include <asm/page.h>
#include <asm/setup.h>
#include <linux/kernel.h>
#include <linux/string.h>

#define MULTIBOOT_INFO_MEMORY	   (1 << 0)
#define MULTIBOOT_INFO_CMDLINE	   (1 << 2)
#define MULTIBOOT_INFO_MODULES	   (1 << 3)
#define MULTIBOOT_INFO_MMAP	   (1 << 6)
#define MULTIBOOT_INFO_LOADER	   (1 << 9)
#define MULTIBOOT_MEMORY_AVAILABLE 1

/* The boot map ends here, so the information must lie below. */
#define BOOT_MAP_END 0x40000000UL

struct multiboot_info {
	u32 flags;
	u32 mem_lower, mem_upper; /* KiB below 640 K, above 1 M */
	u32 boot_device;
	u32 cmdline;
	u32 mods_count, mods_addr;
	u32 syms[4];
	u32 mmap_length, mmap_addr;
	u32 drives_length, drives_addr;
	u32 config_table;
	u32 boot_loader_name;
};

struct multiboot_module {
	u32 start, end, string, reserved;
};

struct multiboot_mmap_entry {
	u32 size; /* of the rest of this entry */
	u64 addr, len;
	u32 type;
} __packed;

struct boot_info boot_info;

static void copy_string(char *to, u32 from, size_t size)
{
	to[0] = '\0';
	if (from && from < BOOT_MAP_END - size)
		strlcpy(to, __va(from), size);
}

/*
 * QEMU puts the image's file name before the command line, as GRUB Legacy did; GRUB 2 does not.
 * Names of one length take the same number of instructions: a run does not depend on the folder.
 */
static void drop_file_name(char *cmdline)
{
	const u32 suffix = '.' << 24 | 'e' << 16 | 'l' << 8 | 'f';
	char *end = cmdline;
	u32 last_four = 0;

	/* One condition: of two the compiler would ask first the one about blanks in the name. */
	while (*end && ((last_four ^ suffix) | (*end ^ ' ')))
		last_four = last_four << 8 | (u8)*end++;
	if (last_four != suffix)
		end = cmdline + strcspn(cmdline, " ");
	end = skip_spaces(end);
	memmove(cmdline, end, strlen(end) + 1);
}

/* GRUB 2 puts a backslash before quotes and backslashes. */
static void undo_escapes(char *cmdline)
{
	char *to = cmdline;

	for (; *cmdline; cmdline++) {
		if (*cmdline == '\\' && cmdline[1] && strchr("\\'\"", cmdline[1]))
			cmdline++;
		*to++ = *cmdline;
	}
	*to = '\0';
}

static void add_region(u64 start, u64 len, bool usable)
{
	struct boot_region *r = &boot_info.regions[boot_info.nr_regions];

	if (start + len < start)
		early_stop("Halves: the boot loader's memory map is broken: a region wraps around");
	if (!len || boot_info.nr_regions == BOOT_MAX_REGIONS)
		return;
	*r = (struct boot_region){ .start = start, .end = start + len, .usable = usable };
	boot_info.nr_regions++;
}

static void read_memory_map(const struct multiboot_info *info)
{
	u32 at = info->mmap_addr, end = at + info->mmap_length;

	if (!(info->flags & MULTIBOOT_INFO_MMAP)) {
		if (!(info->flags & MULTIBOOT_INFO_MEMORY))
			early_stop("Halves: the boot loader gave no memory map");
		add_region(0, (u64)info->mem_lower << 10, true);
		add_region(1 << 20, (u64)info->mem_upper << 10, true);
		return;
	}
	if (end < at || end > BOOT_MAP_END)
		early_stop("Halves: the boot loader's memory map is broken: it lies out of reach");
	while (at < end) {
		const struct multiboot_mmap_entry *e = __va(at);

		if (e->size < sizeof(*e) - sizeof(e->size) || e->size > end - at)
			early_stop(
				"Halves: the boot loader's memory map is broken: bad entry size");
		add_region(e->addr, e->len, e->type == MULTIBOOT_MEMORY_AVAILABLE);
		at += e->size + sizeof(e->size);
	}
}

static void check_memory_map(void)
{
	unsigned long start = 1 << 20, end = __pa(__image_end);
	unsigned int i;

	for (i = 0; i < boot_info.nr_regions; i++) {
		const struct boot_region *r = &boot_info.regions[i];

		if (r->usable && r->start <= start && r->end >= end)
			return;
	}
	early_stop(
		"Halves: the boot loader's memory map is broken: no memory where the kernel lies");
}

static void read_modules(const struct multiboot_info *info)
{
	const struct multiboot_module *from = __va(info->mods_addr);
	u32 i;

	for (i = 0; i < info->mods_count && i < BOOT_MAX_MODULES; i++) {
		struct boot_module *to = &boot_info.modules[boot_info.nr_modules];

		if (from[i].end <= from[i].start || from[i].end > LOWMEM_MAX)
			continue;
		to->start = from[i].start;
		to->end = from[i].end;
		copy_string(to->name, from[i].string, sizeof(to->name));
		boot_info.nr_modules++;
	}
}

/**
 * multiboot_read - check and copy the boot loader's information into boot_info
 * @phys: its physical address
 *
 * Stops the machine with one line when the memory map cannot be used. Context: boot.
 */
void multiboot_read(unsigned long phys)
{
	const struct multiboot_info *info = __va(phys);

	if (!phys || phys > BOOT_MAP_END - sizeof(*info))
		early_stop("Halves: the boot loader's information lies out of reach");
	if (info->flags & MULTIBOOT_INFO_LOADER)
		copy_string(boot_info.loader, info->boot_loader_name, sizeof(boot_info.loader));
	if (info->flags & MULTIBOOT_INFO_CMDLINE) {
		copy_string(boot_info.cmdline, info->cmdline, sizeof(boot_info.cmdline));
		if (!strcmp(boot_info.loader, "qemu"))
			drop_file_name(boot_info.cmdline);
		else if (!strncmp(boot_info.loader, "GRUB", 4))
			undo_escapes(boot_info.cmdline);
	}
	read_memory_map(info);
	check_memory_map();
	if (info->flags & MULTIBOOT_INFO_MODULES && info->mods_addr < BOOT_MAP_END)
		read_modules(info);
}
