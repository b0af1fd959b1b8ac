/* SPDX-License-Identifier: MIT */
/*
 * internal.h - between the files of the memory allocators
 *
 * The allocators call the checks through the functions below, which are empty or trivial but in the
 * tests' image. A site is the address of the code that asks for memory or gives it back.
 */
#ifndef _MM_INTERNAL_H
#define _MM_INTERNAL_H

#include <halves/memory_debug.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

/* Fields: L under lock; N never changes. */
struct kmem_cache {
	const char *name;					  /* N */
	size_t size;						  /* N: of an object, aligned */
	unsigned int order;					  /* N: pages of a slab */
	unsigned int per_slab;					  /* N */
	void (*ctor)(void *, struct kmem_cache *, unsigned long); /* N */
	spinlock_t lock;
	struct list_head partial;  /* L: slabs with a free object */
	unsigned int empty;	   /* L: of those, all free */
	unsigned long live, slabs; /* L: objects handed out; slabs */
	struct list_head list;	   /* caches_lock: all caches */
#ifdef CONFIG_TESTS
	size_t asked, align; /* N: as kmem_cache_create() got them */
#endif
};

/* slab_of - the first page of the slab that holds this address, or NULL; any context */
static inline struct page *slab_of(const void *object)
{
	struct page *page = virt_to_page(object);

	if (!virt_addr_valid(object) || !(page->flags & PG_SLAB))
		return NULL;
	return page->cache ? page : page->head;
}

#ifdef CONFIG_TESTS

unsigned long __get_free_pages_track_caller(gfp_t flags, unsigned int order, unsigned long site);
void free_pages_track_caller(unsigned long address, unsigned int order, unsigned long site);

/* failslab.c */
bool should_fail_alloc(gfp_t flags, unsigned long site);

/* slab_debug.c */
void slab_debug_init(struct kmem_cache *cache, size_t asked, size_t align);
unsigned int slab_fit(const struct kmem_cache *cache);
void *slab_object(const struct kmem_cache *cache, void *start, unsigned int i);
void **slab_link(struct page *slab, void *object);
void slab_debug_new(struct page *slab);
void slab_debug_alloc(struct page *slab, void *object, size_t asked, unsigned long site);
bool slab_debug_free(struct page *slab, void *object, unsigned long site);
void slab_debug_check(struct page *slab);
void slab_debug_since(struct page *slab, unsigned long serial,
		      void (*fn)(const struct memory_piece *piece, void *data), void *data);
struct memory_piece slab_debug_owner(struct page *slab, const void *p);
size_t slab_size(const struct page *slab, const void *object);

/* page_debug.c */
void page_debug_alloc(struct page *page, unsigned long site);
void page_debug_free(struct page *page, unsigned long site);
void page_debug_kmalloc(void *block, size_t asked);
bool page_debug_kfree(struct page *page, const void *p);
void report_owner(const void *p);

/* alloc_record.c */
unsigned long next_serial(void);
void note_event(struct alloc_event *event, unsigned long site);
bool check_bytes(const struct memory_piece *piece, const char *what, long from, long to, u8 value);
void report_piece(const struct memory_piece *piece, const char *what);
void print_piece(const struct memory_piece *piece);

#else

#define __get_free_pages_track_caller(flags, order, site) __get_free_pages(flags, order)
#define free_pages_track_caller(address, order, site)	  free_pages(address, order)

static inline bool should_fail_alloc(gfp_t flags, unsigned long site)
{
	return false;
}

static inline void slab_debug_init(struct kmem_cache *cache, size_t asked, size_t align) { }

/* slab_fit - how many objects fit into a slab */
static inline unsigned int slab_fit(const struct kmem_cache *cache)
{
	return (PAGE_SIZE << cache->order) / cache->size;
}

/* slab_object - where the object number @i of the slab at @start lies */
static inline void *slab_object(const struct kmem_cache *cache, void *start, unsigned int i)
{
	return (char *)start + i * cache->size;
}

/* slab_link - where a free object keeps the pointer to the next: in its own first word */
static inline void **slab_link(struct page *slab, void *object)
{
	return object;
}

/* slab_size - bytes that the owner of an object may use */
static inline size_t slab_size(const struct page *slab, const void *object)
{
	return slab->cache->size;
}

static inline void slab_debug_new(struct page *slab) { }
static inline void slab_debug_alloc(struct page *slab, void *object, size_t asked,
				    unsigned long site)
{
}

/* slab_debug_free - may this object be put back? If not, it has been told. */
static inline bool slab_debug_free(struct page *slab, void *object, unsigned long site)
{
	return true;
}

static inline void slab_debug_check(struct page *slab) { }

static inline void page_debug_alloc(struct page *page, unsigned long site) { }
static inline void page_debug_free(struct page *page, unsigned long site) { }
static inline void page_debug_kmalloc(void *block, size_t asked) { }

static inline bool page_debug_kfree(struct page *page, const void *p)
{
	return true;
}

static inline void report_owner(const void *p) { }

#endif

#endif
