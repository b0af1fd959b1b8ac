/* SPDX-License-Identifier: MIT */
/*
 * early.h - consoles that work before memory, interrupts and threads do
 *
 * boot/ calls both, as the first thing in C, so that whatever goes wrong later can be said. Each
 * looks for its device and registers a console; on a machine without it, it does nothing.
 * Context: boot, interrupts off.
 */
#ifndef _HALVES_EARLY_H
#define _HALVES_EARLY_H

void serial_console_init(void); /* kernel/drivers/serial8250.c */
void vga_console_init(void);	/* kernel/drivers/vga.c */

#endif
