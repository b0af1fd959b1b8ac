/* SPDX-License-Identifier: MIT */
/* assert.h - what must be true, or the program ends */
#ifndef _ASSERT_H
#define _ASSERT_H

#ifdef NDEBUG
#define assert(condition) ((void)0)
#else
#define assert(condition)                                                                          \
	((condition) ? (void)0 : __assert_fail(#condition, __FILE__, __LINE__, __func__))
#endif

void __assert_fail(const char *condition, const char *file, int line, const char *function)
	__attribute__((__noreturn__));

#endif
