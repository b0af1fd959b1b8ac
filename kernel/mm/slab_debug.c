// SPDX-License-Identifier: MIT
/*
 * slab_debug.c - objects of the slab that notice what is done to them
 *
 * Idea:    a slab begins with the records of its objects (who took it, who gave it back, the chain
 *          of the free ones), so that no object's overrun can reach its own. Each object lies
 *          between two red zones, of which the right one begins at the size that was asked for:
 *
 *            records … | left zone | asked for … | right zone | left zone | asked for …
 *
 *          A free object is filled with poison. Zones and poison are looked at when an object is
 *          taken or given back, when its slab goes, and by slab_check_all(). What is found is told
 *          and put right: the kernel goes on with nothing broken. Only in the tests' image.
 * Context: any. Locking: an object in OBJECT_BUSY is its finder's alone; else irqs off.
 * See:     tests/kernel/slab_debug_test.c
 */
#ifdef CONFIG_TESTS
#include <halves/debug.h>
#include <linux/kernel.h>
#include <linux/poison.h>
#include <linux/string.h>
#include "internal.h"

#define RIGHT_ZONE 8 /* bytes at least */

/* States of an object. */
#define OBJECT_FREE 0
#define OBJECT_BUSY 1 /* on its way from one to the other */
#define OBJECT_LIVE 2

void slab_debug_init(struct kmem_cache *cache, size_t asked, size_t align)
{
	cache->asked = asked;
	cache->align = align;
}

/* From one object to the next. */
static size_t stride_of(const struct kmem_cache *cache)
{
	return ALIGN(cache->size + RIGHT_ZONE, cache->align) + cache->align;
}

/* slab_fit - how many objects fit into a slab */
unsigned int slab_fit(const struct kmem_cache *cache)
{
	size_t space = PAGE_SIZE << cache->order;

	return (space - cache->align) / (sizeof(struct alloc_record) + stride_of(cache));
}

/* slab_object - where the object number @i of the slab at @start lies */
void *slab_object(const struct kmem_cache *cache, void *start, unsigned int i)
{
	size_t records = ALIGN(cache->per_slab * sizeof(struct alloc_record), cache->align);

	return (char *)start + records + i * stride_of(cache) + cache->align;
}

static struct memory_piece piece_of(struct page *slab, unsigned int i)
{
	struct alloc_record *records = page_address(slab);

	return (struct memory_piece){
		.kind = slab->cache->name,
		.start = slab_object(slab->cache, records, i),
		.record = &records[i],
	};
}

/* The object that @p points to, or the one before it, or the first. */
static struct memory_piece find_piece(struct page *slab, const void *p)
{
	char *first = slab_object(slab->cache, page_address(slab), 0);
	unsigned int i = 0;

	if ((char *)p > first)
		i = ((char *)p - first) / stride_of(slab->cache);
	return piece_of(slab, min(i, slab->cache->per_slab - 1));
}

/* slab_link - where the pointer from a free object to the next is kept */
void **slab_link(struct page *slab, void *object)
{
	return &find_piece(slab, object).record->next;
}

/* slab_size - bytes that the owner of an object may use */
size_t slab_size(const struct page *slab, const void *object)
{
	return find_piece((struct page *)slab, object).record->size;
}

/* ---- zones and poison ---------------------------------------------------------------------- */

/* Where the right zone ends, counted from the object. */
static long end_of(const struct kmem_cache *cache)
{
	return stride_of(cache) - cache->align;
}

static void fill_zones(const struct kmem_cache *cache, const struct memory_piece *piece,
		       size_t size, u8 value)
{
	memset(piece->start - cache->align, value, cache->align);
	memset(piece->start + size, value, end_of(cache) - size);
}

static void fill_free(const struct kmem_cache *cache, const struct memory_piece *piece)
{
	memset(piece->start, POISON_FREE, cache->size - 1);
	piece->start[cache->size - 1] = POISON_END;
	fill_zones(cache, piece, cache->size, SLUB_RED_INACTIVE);
}

static void check_free(const struct kmem_cache *cache, const struct memory_piece *piece)
{
	static const char *const when = "after it was freed";
	long last = cache->size - 1;

	check_bytes(piece, when, -(long)cache->align, 0, SLUB_RED_INACTIVE);
	check_bytes(piece, when, 0, last, POISON_FREE);
	check_bytes(piece, when, last, last + 1, POISON_END);
	check_bytes(piece, when, last + 1, end_of(cache), SLUB_RED_INACTIVE);
}

static void check_live(const struct kmem_cache *cache, const struct memory_piece *piece)
{
	check_bytes(piece, "before its start", -(long)cache->align, 0, SLUB_RED_ACTIVE);
	check_bytes(piece, "beyond its end", piece->record->size, end_of(cache), SLUB_RED_ACTIVE);
}

/* slab_debug_new - records and poison of a new slab's objects */
void slab_debug_new(struct page *slab)
{
	unsigned int i;

	for (i = 0; i < slab->cache->per_slab; i++) {
		struct memory_piece piece = piece_of(slab, i);

		*piece.record = (struct alloc_record){ .state = OBJECT_FREE };
		fill_free(slab->cache, &piece);
	}
}

/* slab_debug_alloc - an object was taken off the free list for somebody at @site */
void slab_debug_alloc(struct page *slab, void *object, size_t asked, unsigned long site)
{
	struct memory_piece piece = find_piece(slab, object);
	struct kmem_cache *cache = slab->cache;

	piece.record->state = OBJECT_BUSY;
	barrier();
	check_free(cache, &piece);
	/* The objects of a cache of one's own have the size that it was made for. */
	piece.record->size = asked == cache->size ? cache->asked : asked;
	memset(object, POISON_INUSE, piece.record->size);
	fill_zones(cache, &piece, piece.record->size, SLUB_RED_ACTIVE);
	piece.record->serial = next_serial();
	note_event(&piece.record->taken, site);
	piece.record->given.site = 0;
	barrier();
	piece.record->state = OBJECT_LIVE;
}

/* Is it for this caller to free? Then the state says so. */
static bool begin_free(struct alloc_record *record)
{
	unsigned long flags;
	bool live;

	local_irq_save(flags);
	live = record->state == OBJECT_LIVE;
	if (live)
		record->state = OBJECT_BUSY;
	local_irq_restore(flags);
	return live;
}

/* slab_debug_free - may this object be put back on the free list? If not, it has been told. */
bool slab_debug_free(struct page *slab, void *object, unsigned long site)
{
	struct memory_piece piece = find_piece(slab, object);
	char what[80];

	if (piece.start != object) {
		snprintf(what, sizeof(what), "kfree(%p): this points %ld bytes into an object",
			 object, (long)((u8 *)object - piece.start));
		report_piece(&piece, what);
		return false;
	}
	if (!begin_free(piece.record)) {
		report_piece(&piece, piece.record->taken.site ?
					     "double free" :
					     "free of an object that nobody has taken");
		return false;
	}
	check_live(slab->cache, &piece);
	note_event(&piece.record->given, site);
	fill_free(slab->cache, &piece);
	barrier();
	piece.record->state = OBJECT_FREE;
	return true;
}

/* slab_debug_check - look at all objects of a slab; irqs off, or nobody else knows the slab */
void slab_debug_check(struct page *slab)
{
	unsigned int i;

	for (i = 0; i < slab->cache->per_slab; i++) {
		struct memory_piece piece = piece_of(slab, i);

		if (piece.record->state == OBJECT_FREE)
			check_free(slab->cache, &piece);
		else if (piece.record->state == OBJECT_LIVE)
			check_live(slab->cache, &piece);
	}
}

/* slab_debug_since - the part of memory_since() for one slab; irqs off */
void slab_debug_since(struct page *slab, unsigned long serial,
		      void (*fn)(const struct memory_piece *piece, void *data), void *data)
{
	unsigned int i;

	for (i = 0; i < slab->cache->per_slab; i++) {
		struct memory_piece piece = piece_of(slab, i);

		if (piece.record->state == OBJECT_LIVE && piece.record->serial > serial)
			fn(&piece, data);
	}
}

/* slab_debug_owner - which object does @p point to? For reports. */
struct memory_piece slab_debug_owner(struct page *slab, const void *p)
{
	return find_piece(slab, p);
}
#endif
