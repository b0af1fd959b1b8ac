// SPDX-License-Identifier: MIT
/*
 * slab.c - objects of one size, cut from pages
 *
 * Idea:    a cache has slabs: blocks of pages cut into equal objects, the free ones chained through
 *          their own first word. Allocating takes the first free object of a slab that has one;
 *          freeing finds the slab by the page's descriptor. A slab that is all free goes back,
 *          except one that is kept for the next. kmalloc() is a row of such caches by size; what is
 *          larger than a page takes pages.
 * Context: any with GFP_ATOMIC; GFP_KERNEL process. Locking: each cache's lock, irqs off.
 * Source:  J. Bonwick, The slab allocator, USENIX 1994, simplified
 */
#include <asm/atomic.h>
#include <halves/console.h>
#include <halves/debug.h>
#include <halves/mm_init.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include "internal.h"

#define MIN_ALIGN      8
#define MIN_PER_SLAB   8 /* larger slabs are made until so many objects fit … */
#define MAX_SLAB_ORDER 3 /* … or this is reached */

static const size_t kmalloc_sizes[] = { 16, 32, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096 };
static const char *const kmalloc_names[] = {
	"kmalloc-16",  "kmalloc-32",  "kmalloc-64",   "kmalloc-96",   "kmalloc-128",  "kmalloc-192",
	"kmalloc-256", "kmalloc-512", "kmalloc-1024", "kmalloc-2048", "kmalloc-4096",
};
static struct kmem_cache kmalloc_caches[ARRAY_SIZE(kmalloc_sizes)];
static LIST_HEAD(caches);
static DEFINE_MUTEX(caches_lock);
static atomic_t live_blocks; /* kmalloc()s that took pages */

static void init_cache(struct kmem_cache *cache, const char *name, size_t size, size_t align)
{
	size_t asked = size;

	align = max_t(size_t, align, MIN_ALIGN);
	size = ALIGN(max_t(size_t, size, sizeof(void *)), align);
	*cache = (struct kmem_cache){ .name = name, .size = size };
	slab_debug_init(cache, asked, align);
	while (slab_fit(cache) < MIN_PER_SLAB && cache->order < MAX_SLAB_ORDER)
		cache->order++;
	cache->per_slab = slab_fit(cache);
	spin_lock_init(&cache->lock);
	INIT_LIST_HEAD(&cache->partial);
	list_add_tail(&cache->list, &caches);
}

/* ---- slabs --------------------------------------------------------------------------------- */

static struct page *new_slab(struct kmem_cache *cache, gfp_t flags, unsigned long site)
{
	void *start =
		(void *)__get_free_pages_track_caller(flags & ~__GFP_ZERO, cache->order, site);
	struct page *slab;
	unsigned int i;

	if (!start)
		return NULL;
	slab = virt_to_page(start);
	for (i = 1; i < 1U << cache->order; i++) {
		slab[i].flags = PG_SLAB;
		slab[i].head = slab;
		slab[i].cache = NULL;
	}
	slab->flags |= PG_SLAB;
	slab->cache = cache;
	slab->inuse = 0;
	slab->freelist = NULL;
	slab_debug_new(slab);
	for (i = cache->per_slab; i-- > 0;) {
		void *object = slab_object(cache, start, i);

		*slab_link(slab, object) = slab->freelist;
		slab->freelist = object;
	}
	return slab;
}

static void free_slab(struct page *slab, unsigned int order, unsigned long site)
{
	unsigned int i;

	slab_debug_check(slab);
	for (i = 1; i < 1U << order; i++)
		slab[i].flags = 0;
	slab->flags = PG_ALLOCATED;
	slab->cache = NULL;
	free_pages_track_caller((unsigned long)page_address(slab), order, site);
}

/* Take an object; whoever calls has checked that he may sleep, if @flags say so. */
static void *slab_alloc(struct kmem_cache *cache, size_t asked, gfp_t flags, unsigned long site)
{
	unsigned long irq_flags;
	struct page *slab;
	void *object;

	if (should_fail_alloc(flags, site))
		return NULL;
	spin_lock_irqsave(&cache->lock, irq_flags);
	if (unlikely(list_empty(&cache->partial))) {
		spin_unlock_irqrestore(&cache->lock, irq_flags);
		slab = new_slab(cache, flags, site);
		if (!slab)
			return NULL;
		spin_lock_irqsave(&cache->lock, irq_flags);
		list_add(&slab->lru, &cache->partial);
		cache->slabs++;
		cache->empty++;
	}
	slab = list_first_entry(&cache->partial, struct page, lru);
	object = slab->freelist;
	slab->freelist = *slab_link(slab, object);
	if (!slab->inuse++)
		cache->empty--;
	if (!slab->freelist)
		list_del(&slab->lru);
	cache->live++;
	spin_unlock_irqrestore(&cache->lock, irq_flags);
	slab_debug_alloc(slab, object, asked, site);
	if (flags & __GFP_ZERO)
		memset(object, 0, slab_size(slab, object));
	if (cache->ctor)
		cache->ctor(object, cache, 0);
	return object;
}

/**
 * kmem_cache_alloc - take an object
 * @cache: from kmem_cache_create()
 * @flags: GFP_KERNEL or GFP_ATOMIC
 *
 * Return: the object, or NULL. Context: any; with GFP_KERNEL process.
 */
void *kmem_cache_alloc(struct kmem_cache *cache, gfp_t flags)
{
	if (flags & __GFP_WAIT)
		might_sleep();
	return slab_alloc(cache, cache->size, flags, _RET_IP_);
}
EXPORT_SYMBOL(kmem_cache_alloc);

static void slab_free(struct kmem_cache *cache, struct page *slab, void *object, unsigned long site)
{
	bool release;
	unsigned long flags;

	if (!slab_debug_free(slab, object, site))
		return;
	spin_lock_irqsave(&cache->lock, flags);
	if (!slab->freelist)
		list_add(&slab->lru, &cache->partial);
	*slab_link(slab, object) = slab->freelist;
	slab->freelist = object;
	cache->live--;
	/*
	 * One slab that is all free is kept, so that a single object does not cost pages each time.
	 */
	release = !--slab->inuse && cache->empty++;
	if (release) {
		list_del(&slab->lru);
		cache->empty--;
		cache->slabs--;
	}
	spin_unlock_irqrestore(&cache->lock, flags);
	if (release)
		free_slab(slab, cache->order, site);
}

/**
 * kmem_cache_free - give an object back
 * @cache: whose it is
 * @object: what kmem_cache_alloc() returned
 *
 * Context: any. Locking: takes the cache's lock.
 */
void kmem_cache_free(struct kmem_cache *cache, void *object)
{
	struct page *slab = slab_of(object);

	if (unlikely(!slab || slab->cache != cache)) {
		report_begin();
		printk(KERN_ERR "BUG: kmem_cache_free(%p): this is no object of the cache %s\n",
		       object, cache->name);
		report_owner(object);
		report_context();
		report_backtrace();
		report_end();
		return;
	}
	slab_free(cache, slab, object, _RET_IP_);
}
EXPORT_SYMBOL(kmem_cache_free);

/**
 * kmem_cache_create - make a cache of objects of one size
 * @name: stays the caller's
 * @size: bytes of an object
 * @align: 0 or a power of two
 * @flags: accepted
 * @ctor: called on each object that is handed out, or NULL
 * @dtor: must be NULL
 *
 * Return: the cache, or NULL. Context: process.
 */
struct kmem_cache *kmem_cache_create(const char *name, size_t size, size_t align,
				     unsigned long flags,
				     void (*ctor)(void *, struct kmem_cache *, unsigned long),
				     void (*dtor)(void *, struct kmem_cache *, unsigned long))
{
	struct kmem_cache *cache;

	might_sleep();
	if (WARN_ON(!name || !size || size > PAGE_SIZE << MAX_SLAB_ORDER || dtor))
		return NULL;
	cache = kmalloc_track_caller(sizeof(*cache), GFP_KERNEL, _RET_IP_);
	if (!cache)
		return NULL;
	mutex_lock(&caches_lock);
	init_cache(cache, name, size, align);
	cache->ctor = ctor;
	mutex_unlock(&caches_lock);
	return cache;
}
EXPORT_SYMBOL(kmem_cache_create);

/** kmem_cache_destroy - end a cache; objects still out are told, and then it stays; process */
void kmem_cache_destroy(struct kmem_cache *cache)
{
	struct page *slab, *next;

	might_sleep();
	if (cache->live) {
		report(KERN_ERR "BUG: kmem_cache_destroy(%s): %lu objects are still in use\n",
		       cache->name, cache->live);
		return;
	}
	mutex_lock(&caches_lock);
	list_del(&cache->list);
	mutex_unlock(&caches_lock);
	list_for_each_entry_safe(slab, next, &cache->partial, lru)
		free_slab(slab, cache->order, _RET_IP_);
	kfree(cache);
}
EXPORT_SYMBOL(kmem_cache_destroy);

/* ---- kmalloc ------------------------------------------------------------------------------- */

static struct kmem_cache *cache_for(size_t size)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(kmalloc_sizes); i++)
		if (size <= kmalloc_sizes[i])
			return &kmalloc_caches[i];
	return NULL;
}

static unsigned int order_for(size_t size)
{
	unsigned int order = 0;

	while (PAGE_SIZE << order < size)
		order++;
	return order;
}

static __always_inline void *do_kmalloc(size_t size, gfp_t flags, unsigned long site)
{
	struct kmem_cache *cache = cache_for(size);
	void *block;

	if (likely(cache))
		return slab_alloc(cache, size, flags, site);
	if (size > KMALLOC_MAX_SIZE)
		return NULL;
	block = (void *)__get_free_pages_track_caller(flags, order_for(size), site);
	if (block) {
		atomic_inc(&live_blocks);
		page_debug_kmalloc(block, size);
	}
	return block;
}

/**
 * kmalloc - take memory
 * @size: bytes; 0 is served like 1
 * @flags: GFP_KERNEL (may sleep) or GFP_ATOMIC (any context), with __GFP_ZERO for zeros
 *
 * Return: the memory, aligned to 8, or NULL. Context: any; with GFP_KERNEL process.
 */
void *kmalloc(size_t size, gfp_t flags)
{
	if (flags & __GFP_WAIT)
		might_sleep();
	return do_kmalloc(size, flags, _RET_IP_);
}
EXPORT_SYMBOL(kmalloc);

#ifdef CONFIG_TESTS
/* kmalloc_track_caller - kmalloc() for a function that takes memory for its caller, at @site */
void *kmalloc_track_caller(size_t size, gfp_t flags, unsigned long site)
{
	if (flags & __GFP_WAIT)
		might_sleep();
	return do_kmalloc(size, flags, site);
}
EXPORT_SYMBOL(kmalloc_track_caller);
#endif

/** kzalloc - kmalloc() filled with zeros */
void *kzalloc(size_t size, gfp_t flags)
{
	return kmalloc_track_caller(size, flags | __GFP_ZERO, _RET_IP_);
}
EXPORT_SYMBOL(kzalloc);

/** kcalloc - kzalloc() of @n elements; NULL also when n * size does not fit a word */
void *kcalloc(size_t n, size_t size, gfp_t flags)
{
	if (size && n > ~(size_t)0 / size)
		return NULL;
	return kmalloc_track_caller(n * size, flags | __GFP_ZERO, _RET_IP_);
}
EXPORT_SYMBOL(kcalloc);

/** kstrdup - a copy of a string; NULL when there is no memory, or for NULL */
char *kstrdup(const char *s, gfp_t flags)
{
	size_t size = s ? strlen(s) + 1 : 0;
	char *copy = s ? kmalloc_track_caller(size, flags, _RET_IP_) : NULL;

	return copy ? memcpy(copy, s, size) : NULL;
}
EXPORT_SYMBOL(kstrdup);

/**
 * kfree - give back what kmalloc() returned; NULL is fine
 * @p: the memory
 *
 * Context: any.
 */
void kfree(const void *p)
{
	struct page *page = slab_of(p);

	if (!p)
		return;
	if (page) {
		slab_free(page->cache, page, (void *)p, _RET_IP_);
		return;
	}
	page = virt_to_page(p);
	if (!virt_addr_valid(p) || !(page->flags & PG_ALLOCATED)) {
		report_begin();
		printk(KERN_ERR "BUG: kfree(%p): this is not memory from kmalloc()\n", p);
		report_owner(p);
		report_context();
		report_backtrace();
		report_end();
		return;
	}
	if (!page_debug_kfree(page, p))
		return;
	atomic_dec(&live_blocks);
	free_pages_track_caller((unsigned long)p, page->order, _RET_IP_);
}
EXPORT_SYMBOL(kfree);

/** ksize - bytes that really are there behind a kmalloc()ed pointer; any context */
size_t ksize(const void *p)
{
	struct page *slab = p ? slab_of(p) : NULL;

	if (!p)
		return 0;
	return slab ? slab_size(slab, p) : PAGE_SIZE << virt_to_page(p)->order;
}
EXPORT_SYMBOL(ksize);

unsigned long slab_live_objects(void)
{
	unsigned long live = atomic_read(&live_blocks);
	struct kmem_cache *cache;

	mutex_lock(&caches_lock);
	list_for_each_entry(cache, &caches, list)
		live += cache->live;
	mutex_unlock(&caches_lock);
	return live;
}

/** slab_init - the caches of kmalloc(); boot */
void slab_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(kmalloc_sizes); i++)
		init_cache(&kmalloc_caches[i], kmalloc_names[i], kmalloc_sizes[i], 0);
}

/** show_slabs - print each cache that has slabs; process */
void show_slabs(void)
{
	struct kmem_cache *cache;

	console_printf("%-16s %6s %8s %8s\n", "cache", "size", "live", "slabs");
	mutex_lock(&caches_lock);
	list_for_each_entry(cache, &caches, list)
		if (cache->slabs)
			console_printf("%-16s %6u %8lu %8lu\n", cache->name, (u32)cache->size,
				       cache->live, cache->slabs);
	mutex_unlock(&caches_lock);
}
