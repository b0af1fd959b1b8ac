/* SPDX-License-Identifier: MIT */
/* errno.h - error numbers, and why the last call failed */
#ifndef _ERRNO_H
#define _ERRNO_H

#include <linux/errno.h>

extern int errno; /* set by what returns -1 or NULL, never set to 0 */

#endif
