/* SPDX-License-Identifier: MIT */
/* stdarg.h - functions with a variable number of arguments */
#ifndef _STDARG_H
#define _STDARG_H

#include <linux/stdarg.h>

#endif
