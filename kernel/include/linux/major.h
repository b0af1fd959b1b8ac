/* SPDX-License-Identifier: MIT */
/* major.h - the numbers of drivers that everybody knows */
#ifndef _LINUX_MAJOR_H
#define _LINUX_MAJOR_H

#define MEM_MAJOR	1 /* null, zero, kmsg */
#define TTYAUX_MAJOR	5 /* tty, console */
#define MISC_MAJOR	10

#endif
