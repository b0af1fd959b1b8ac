/* SPDX-License-Identifier: MIT */
/* ctype.h - classes of ASCII characters */
#ifndef _CTYPE_H
#define _CTYPE_H

#include <linux/ctype.h>

#endif
