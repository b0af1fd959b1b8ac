/* SPDX-License-Identifier: MIT */
/* gfp.h - whole pages of memory, 2^order at a time */
#ifndef _LINUX_GFP_H
#define _LINUX_GFP_H

#include <asm/page.h>
#include <linux/types.h>

#define __GFP_WAIT 0x10u  /* may sleep */
#define __GFP_ZERO 0x100u /* filled with zeros */
#define __GFP_NOINJECT 0x200u /* failslab= leaves this one alone: KUnit's own */

#define GFP_ATOMIC 0u	      /* any context: NULL at once when memory is short */
#define GFP_KERNEL __GFP_WAIT /* threads: lets others run for at most a tick, then NULL */

#define MAX_ORDER 10 /* the largest block: 2^10 pages, 4 MiB */

unsigned long __get_free_pages(gfp_t flags, unsigned int order);
void free_pages(unsigned long address, unsigned int order);

#define __get_free_page(flags) __get_free_pages(flags, 0)
#define get_zeroed_page(flags) __get_free_pages((flags) | __GFP_ZERO, 0)
#define free_page(address)     free_pages(address, 0)

#endif
