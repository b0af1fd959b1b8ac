/* SPDX-License-Identifier: MIT */
/*
 * hostfile.h - files that leave for the host, through the emulator's debug port 0xE9
 *
 * hostfile_begin("x.json"), hostfile_printf(...), hostfile_end(). On a machine without the port
 * all of it goes nowhere. Context: process; one file at a time.
 */
#ifndef _HALVES_HOSTFILE_H
#define _HALVES_HOSTFILE_H

#include <linux/compiler.h>
#include <linux/types.h>

bool hostfile_begin(const char *name); /* false: there is no host that listens */
void hostfile_printf(const char *fmt, ...) __printf(1, 2);
void hostfile_end(void);

#endif
