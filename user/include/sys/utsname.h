/* SPDX-License-Identifier: MIT */
/* utsname.h - whose kernel this is */
#ifndef _SYS_UTSNAME_H
#define _SYS_UTSNAME_H

#include <linux/utsname.h>

#define utsname new_utsname

int uname(struct utsname *name);

#endif
