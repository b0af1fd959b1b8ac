/* SPDX-License-Identifier: MIT */
/*
 * slab.h - memory in any size: kmalloc, and caches of objects of one size
 *
 * Context: any with GFP_ATOMIC; GFP_KERNEL process.
 * Locking: takes a cache's lock, irqs off; caches_lock guards the list of caches.
 */
#ifndef _LINUX_SLAB_H
#define _LINUX_SLAB_H

#include <linux/gfp.h>
#include <linux/types.h>

#define KMALLOC_MAX_SIZE (PAGE_SIZE << MAX_ORDER)

#define SLAB_HWCACHE_ALIGN 0x2000u

struct kmem_cache;

void *kmalloc(size_t size, gfp_t flags);
void *kzalloc(size_t size, gfp_t flags);
void *kcalloc(size_t n, size_t size, gfp_t flags);
void kfree(const void *p);
size_t ksize(const void *p);
char *kstrdup(const char *s, gfp_t flags);

/* kmalloc_track_caller - kmalloc() for a function that takes memory for its caller, at @site */
#ifdef CONFIG_TESTS
void *kmalloc_track_caller(size_t size, gfp_t flags, unsigned long site);
#else
#define kmalloc_track_caller(size, flags, site) kmalloc(size, flags)
#endif

struct kmem_cache *kmem_cache_create(const char *name, size_t size, size_t align,
				     unsigned long flags,
				     void (*ctor)(void *, struct kmem_cache *, unsigned long),
				     void (*dtor)(void *, struct kmem_cache *, unsigned long));
void *kmem_cache_alloc(struct kmem_cache *cache, gfp_t flags);
void kmem_cache_free(struct kmem_cache *cache, void *object);
void kmem_cache_destroy(struct kmem_cache *cache);

/* slab_live_objects - objects handed out and not returned, of all caches; for tests; process */
unsigned long slab_live_objects(void);

#endif
