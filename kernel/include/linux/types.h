/* SPDX-License-Identifier: MIT */
/*
 * types.h - the integer types and the small structs that every header may use
 *
 * Idea:    u8…u64 when the number of bits matters (registers, formats), int and unsigned long when
 *          it does not. An `unsigned long` is the machine's word: 32 bits in the kernel, 64 on a
 *          host that tests lib/. phys_addr_t is wider than a pointer: PAE reaches past 4 GiB.
 * Context: any. Locking: none.
 */
#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H

#include <linux/stddef.h>
#include <linux/compiler.h>
#include <linux/bits.h>

#if !defined(__cplusplus) && __STDC_VERSION__ < 202311L
typedef _Bool bool;
#endif

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef signed char s8;
typedef short s16;
typedef int s32;
typedef long long s64;

typedef u8 __u8;
typedef u16 __u16;
typedef u32 __u32;
typedef u64 __u64;
typedef s8 __s8;
typedef s16 __s16;
typedef s32 __s32;
typedef s64 __s64;

/* Which end comes first is part of the type's name only: x86 is little-endian. */
typedef u16 __le16;
typedef u32 __le32;
typedef u64 __le64;
typedef u16 __be16;
typedef u32 __be32;
typedef u64 __be64;

typedef u8 uint8_t;
typedef u16 uint16_t;
typedef u32 uint32_t;
typedef u64 uint64_t;
typedef s8 int8_t;
typedef s16 int16_t;
typedef s32 int32_t;
typedef s64 int64_t;

typedef unsigned short ushort;
typedef unsigned int uint;
typedef unsigned long ulong;

typedef __SIZE_TYPE__ size_t;
typedef __PTRDIFF_TYPE__ ssize_t; /* as wide as size_t, and signed */
typedef __PTRDIFF_TYPE__ ptrdiff_t;
typedef unsigned long uintptr_t;
typedef long intptr_t;

typedef s64 loff_t;
typedef long off_t;
typedef int pid_t;
typedef u32 uid_t;
typedef u32 gid_t;
typedef u32 dev_t;
typedef unsigned long ino_t;
typedef unsigned short umode_t;
typedef unsigned short mode_t;
typedef long time_t;
typedef long suseconds_t;

typedef unsigned int gfp_t;  /* GFP_KERNEL, GFP_ATOMIC: see <linux/gfp.h> */
typedef u64 phys_addr_t;     /* a physical address: 36 bits and more under PAE */
typedef u32 resource_size_t; /* a device's memory or ports: PCI BARs below 4 GiB */
typedef u32 dma_addr_t;	     /* an address as a device on the bus sees it */

/* An integer whose operations are indivisible: <asm/atomic.h>. */
typedef struct {
	int counter;
} atomic_t;

/* A doubly linked ring: <linux/list.h>. */
struct list_head {
	struct list_head *next, *prev;
};

/* A list whose head is one pointer, for hash tables: <linux/list.h>. */
struct hlist_head {
	struct hlist_node *first;
};

struct hlist_node {
	struct hlist_node *next, **pprev;
};

/* An array of longs that holds @bits bits: <linux/bitmap.h>. */
#define DECLARE_BITMAP(name, bits) unsigned long name[BITS_TO_LONGS(bits)]

#endif /* _LINUX_TYPES_H */
