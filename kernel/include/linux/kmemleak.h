/* SPDX-License-Identifier: MIT */
/*
 * kmemleak.h - what the search for lost memory shall not call lost
 *
 * Context: any. Locking: none: the pages are the caller's.
 */
#ifndef _LINUX_KMEMLEAK_H
#define _LINUX_KMEMLEAK_H

#ifdef CONFIG_TESTS
/* kmemleak_not_leak - pages that are never given back, on purpose; any context */
void kmemleak_not_leak(const void *pages);
#else
static inline void kmemleak_not_leak(const void *pages) { }
#endif

#endif
