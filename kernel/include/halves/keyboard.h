/* SPDX-License-Identifier: MIT */
/*
 * keyboard.h - from scan codes to characters
 *
 * Idea:    a PC keyboard does not send characters. It sends a code when a key goes down and another
 *          when it comes up; which character that is depends on what else is held. All that must be
 *          remembered between two codes is in struct keyboard_state, so a test can play a sequence
 *          without a keyboard.
 * See:     kernel/drivers/keymap.c
 */
#ifndef _HALVES_KEYBOARD_H
#define _HALVES_KEYBOARD_H

#include <linux/types.h>

#define KEYBOARD_NONE (-1) /* this code makes no character */

struct keyboard_state {
	u8 prefix; /* E0 or E1, when that was the last code */
	u8 skip;   /* codes that still belong to the Pause key */
	u8 held;   /* modifier keys that are down */
	bool caps_lock;
};

int keyboard_decode(struct keyboard_state *kbd, u8 code);

#endif
