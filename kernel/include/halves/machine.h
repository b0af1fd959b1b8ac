/* SPDX-License-Identifier: MIT */
/*
 * machine.h - the end of the machine
 *
 * Context: any.
 * Locking: none: it is the end.
 */
#ifndef _HALVES_MACHINE_H
#define _HALVES_MACHINE_H

/* What the host sees: (value << 1) | 1 is the emulator's exit status. */
enum machine_verdict {
	MACHINE_SUCCESS = 0x10,
	MACHINE_FAILURE = 0x11,
	MACHINE_PANIC = 0x12,
};

/*
 * machine_poweroff - tell the verdict and switch off; halts where nothing switches off; any context
 */
void machine_poweroff(enum machine_verdict verdict) __attribute__((noreturn));

#endif
