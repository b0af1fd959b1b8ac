/* SPDX-License-Identifier: MIT */
/*
 * stdarg.h - functions with a variable number of arguments
 *
 * The compiler's own <stdarg.h> is out of reach under -nostdinc; these are the builtins behind it.
 * Context: any. Locking: none.
 */
#ifndef _LINUX_STDARG_H
#define _LINUX_STDARG_H

typedef __builtin_va_list va_list;

#define va_start(ap, last) __builtin_va_start(ap, last)
#define va_end(ap)	   __builtin_va_end(ap)
#define va_arg(ap, type)   __builtin_va_arg(ap, type)
#define va_copy(to, from)  __builtin_va_copy(to, from)

#endif /* _LINUX_STDARG_H */
