// SPDX-License-Identifier: MIT
/*
 * bootmem.c - hand out memory before there is an allocator: never to come back
 *
 * Idea:    one mark that moves up from the end of the image, over what is usable and not taken by a
 *          boot module. Whatever it has not passed when the page allocator starts, becomes pages.
 * Context: boot.
 * Locking: none: one processor runs, and there are no threads yet.
 */
#include <asm/page.h>
#include <asm/setup.h>
#include <halves/boot.h>
#include <halves/bootmem.h>
#include <linux/kernel.h>
#include <linux/string.h>

#define FIRST_MB (1UL << 20)

static unsigned long mark; /* physical: everything below from 1 MiB on is taken */
static unsigned long end;  /* physical end of mapped memory */

/* End of the boot module that overlaps start … start + size - 1, or 0. */
static unsigned long module_over(unsigned long start, unsigned long size)
{
	unsigned int i;

	for (i = 0; i < boot_info.nr_modules; i++) {
		const struct boot_module *m = &boot_info.modules[i];

		if (start < m->end && m->start < start + size)
			return PAGE_ALIGN(m->end);
	}
	return 0;
}

static bool usable(unsigned long start, unsigned long size)
{
	unsigned int i;

	if ((u64)start + size > end)
		return false;
	for (i = 0; i < boot_info.nr_regions; i++) {
		const struct boot_region *r = &boot_info.regions[i];

		if (r->usable && r->start <= start && r->end >= (u64)start + size)
			return true;
	}
	return false;
}

/* Where the next usable region behind @start begins; the end of memory if there is none. */
static unsigned long next_region(unsigned long start)
{
	unsigned long next = end;
	unsigned int i;

	for (i = 0; i < boot_info.nr_regions; i++) {
		const struct boot_region *r = &boot_info.regions[i];

		if (r->usable && r->start > start && r->start < next)
			next = r->start;
	}
	return next;
}

/** bootmem_init - find where memory begins and ends, and say how much there is; boot */
void bootmem_init(void)
{
	u64 highest = 0, total = 0, above = 0;
	unsigned int i;

	for (i = 0; i < boot_info.nr_regions; i++) {
		const struct boot_region *r = &boot_info.regions[i];

		if (!r->usable)
			continue;
		total += r->end - r->start;
		if (r->end > LOWMEM_MAX)
			above += r->end - max_t(u64, r->start, LOWMEM_MAX);
		if (r->end > highest)
			highest = r->end;
	}
	end = min_t(u64, highest, LOWMEM_MAX) & PAGE_MASK;
	mark = PAGE_ALIGN(__pa(__image_end));
	pr_info("memory: %lu MiB usable\n", (unsigned long)(total >> 20));
	if (highest > LOWMEM_MAX)
		pr_notice("memory: only the first %lu MiB can be mapped; %lu MiB are left alone\n",
			  LOWMEM_MAX >> 20, (unsigned long)(above >> 20));
}

/** bootmem_end - physical end of the memory that will be mapped; boot */
unsigned long bootmem_end(void)
{
	return end;
}

/**
 * bootmem_alloc - take zeroed memory for good
 * @size: bytes
 * @align: a power of two
 *
 * Return: the memory; stops the machine when there is none. Context: boot.
 */
void *bootmem_alloc(size_t size, size_t align)
{
	unsigned long start = ALIGN(mark, align), over;

	while ((over = module_over(start, size)) || !usable(start, size)) {
		start = ALIGN(over ? over : next_region(start), align);
		if (start >= end)
			early_stop("Halves: not enough memory to boot: 8 MiB are needed");
	}
	mark = start + size;
	return memset(__va(start), 0, size);
}

/* Report start … stop without the modules in it. */
static void report_free(unsigned long start, unsigned long stop,
			void (*fn)(unsigned long start, unsigned long end))
{
	while (start < stop) {
		unsigned long piece = start, over;

		while (piece < stop && !(over = module_over(piece, PAGE_SIZE)))
			piece += PAGE_SIZE;
		if (piece > start)
			fn(start, piece);
		if (piece >= stop)
			return;
		start = over;
	}
}

/** bootmem_for_each_free - call @fn for each stretch of usable memory that nobody took; boot */
void bootmem_for_each_free(void (*fn)(unsigned long start, unsigned long end))
{
	unsigned int i;

	for (i = 0; i < boot_info.nr_regions; i++) {
		const struct boot_region *r = &boot_info.regions[i];
		unsigned long start, stop;

		if (!r->usable || r->start >= end)
			continue;
		/* The first MiB belongs to the firmware and to starting other processors. */
		start = PAGE_ALIGN(max_t(unsigned long, r->start, FIRST_MB));
		if (start < mark)
			start = PAGE_ALIGN(mark);
		stop = min_t(u64, r->end, end) & PAGE_MASK;
		report_free(start, stop, fn);
	}
}
