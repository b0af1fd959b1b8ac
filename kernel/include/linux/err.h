/* SPDX-License-Identifier: MIT */
/*
 * err.h - a pointer or an error in one return value
 *
 * Idea:    The last page of the address space is never mapped, so the 4095 pointers at its end are
 *          free to mean "-errno". IS_ERR() asks which it is; NULL is not an error in this sense.
 * Context: any. Locking: none.
 */
#ifndef _LINUX_ERR_H
#define _LINUX_ERR_H

#include <linux/types.h>
#include <linux/errno.h>

#define MAX_ERRNO 4095

#define IS_ERR_VALUE(x) unlikely((unsigned long)(x) >= (unsigned long)-MAX_ERRNO)

/**
 * ERR_PTR - an error number as a pointer
 * @error: negative errno
 */
static inline void *__must_check ERR_PTR(long error)
{
	return (void *)error;
}

/**
 * PTR_ERR - the error number in a pointer for which IS_ERR() holds
 * @ptr: the pointer
 */
static inline long __must_check PTR_ERR(const void *ptr)
{
	return (long)ptr;
}

/**
 * IS_ERR - does this pointer carry an error number?
 * @ptr: what a function returned
 */
static inline bool __must_check IS_ERR(const void *ptr)
{
	return IS_ERR_VALUE((unsigned long)ptr);
}

/* The same for functions that also return NULL on failure. */
static inline bool __must_check IS_ERR_OR_NULL(const void *ptr)
{
	return unlikely(!ptr) || IS_ERR_VALUE((unsigned long)ptr);
}

/* Hand an error on from a function that returns another pointer type. */
static inline void *__must_check ERR_CAST(const void *ptr)
{
	return (void *)ptr;
}

/* 0, or the error: for functions that return int. */
static inline int __must_check PTR_ERR_OR_ZERO(const void *ptr)
{
	return IS_ERR(ptr) ? PTR_ERR(ptr) : 0;
}

#endif /* _LINUX_ERR_H */
