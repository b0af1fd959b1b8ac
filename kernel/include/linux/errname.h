/* SPDX-License-Identifier: MIT */
/*
 * errname.h - from an error number to its name
 *
 * Context: any. Locking: none.
 * See:     lib/errname.c
 */
#ifndef _LINUX_ERRNAME_H
#define _LINUX_ERRNAME_H

const char *errname(int err);

#endif /* _LINUX_ERRNAME_H */
