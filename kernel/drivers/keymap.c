// SPDX-License-Identifier: MIT
/*
 * keymap.c - scan code set 1 and the US layout: which character a key press is
 *
 * Idea:    a code below 0x80 says that a key went down; the same plus 0x80, that it came up. Keys
 *          that the first PC did not have send E0 first. With Shift or Num Lock some of those wrap
 *          themselves in an invented E0 2A … E0 AA, which must not count as Shift. Pause sends E1
 *          and two more codes, twice.
 * Context: any. Locking: expects that the caller alone uses the state.
 * See:     kernel/drivers/keyboard.c, tests/kernel/keyboard_test.c
 */
#include <halves/keyboard.h>
#include <linux/ctype.h>
#include <linux/kernel.h>

#define CODE_EXTENDED	0xe0
#define CODE_PAUSE	0xe1
#define CODE_RELEASE	0x80	/* bit: the key came up */
#define PAUSE_CODES	2	/* that follow CODE_PAUSE */

#define KEY_ENTER	0x1c
#define KEY_CTRL	0x1d	/* E0: the right one */
#define KEY_SHIFT_LEFT	0x2a
#define KEY_SLASH	0x35	/* E0: of the keypad */
#define KEY_SHIFT_RIGHT	0x36
#define KEY_CAPS_LOCK	0x3a
#define KEY_KP_DELETE	0x53	/* E0: Delete */

#define HELD_SHIFT_LEFT		0x01
#define HELD_SHIFT_RIGHT	0x02
#define HELD_SHIFT		(HELD_SHIFT_LEFT | HELD_SHIFT_RIGHT)
#define HELD_CTRL_LEFT		0x04
#define HELD_CTRL_RIGHT		0x08
#define HELD_CTRL		(HELD_CTRL_LEFT | HELD_CTRL_RIGHT)

#define ASCII_ESCAPE	0x1b
#define ASCII_DELETE	0x7f
#define CTRL_MASK	0x1f	/* Ctrl-A is 1: the letters' column, folded down */

/* clang-format off */
/* By scan code: alone, and with Shift; 0: no character. The keypad works as with Num Lock. */
static const char keymap[][2] = {
	[0x01] = { ASCII_ESCAPE, ASCII_ESCAPE },
	[0x02] = "1!", [0x03] = "2@", [0x04] = "3#", [0x05] = "4$", [0x06] = "5%",
	[0x07] = "6^", [0x08] = "7&", [0x09] = "8*", [0x0a] = "9(", [0x0b] = "0)",
	[0x0c] = "-_", [0x0d] = "=+", [0x0e] = "\b\b", [0x0f] = "\t\t",
	[0x10] = "qQ", [0x11] = "wW", [0x12] = "eE", [0x13] = "rR", [0x14] = "tT",
	[0x15] = "yY", [0x16] = "uU", [0x17] = "iI", [0x18] = "oO", [0x19] = "pP",
	[0x1a] = "[{", [0x1b] = "]}", [KEY_ENTER] = "\n\n",
	[0x1e] = "aA", [0x1f] = "sS", [0x20] = "dD", [0x21] = "fF", [0x22] = "gG",
	[0x23] = "hH", [0x24] = "jJ", [0x25] = "kK", [0x26] = "lL", [0x27] = ";:",
	[0x28] = "'\"", [0x29] = "`~", [0x2b] = "\\|",
	[0x2c] = "zZ", [0x2d] = "xX", [0x2e] = "cC", [0x2f] = "vV", [0x30] = "bB",
	[0x31] = "nN", [0x32] = "mM", [0x33] = ",<", [0x34] = ".>", [KEY_SLASH] = "/?",
	[0x37] = "**", [0x39] = "  ",
	[0x47] = "77", [0x48] = "88", [0x49] = "99", [0x4a] = "--",
	[0x4b] = "44", [0x4c] = "55", [0x4d] = "66", [0x4e] = "++",
	[0x4f] = "11", [0x50] = "22", [0x51] = "33", [0x52] = "00", [KEY_KP_DELETE] = "..",
	[0x56] = "\\|", /* the extra key beside Shift that European keyboards have */
};
/* clang-format on */

/* The modifier that a key is, or 0. */
static u8 modifier(u8 key, bool extended)
{
	switch (key) {
	case KEY_CTRL:
		return extended ? HELD_CTRL_RIGHT : HELD_CTRL_LEFT;
	case KEY_SHIFT_LEFT:
		return extended ? 0 : HELD_SHIFT_LEFT;
	case KEY_SHIFT_RIGHT:
		return extended ? 0 : HELD_SHIFT_RIGHT;
	}
	return 0;
}

/* Keys with E0: two have the character of their elder, Delete its own; arrows have none. */
static int extended_key(u8 key)
{
	switch (key) {
	case KEY_ENTER:
	case KEY_SLASH:
		return keymap[key][0];
	case KEY_KP_DELETE:
		return ASCII_DELETE;
	}
	return KEYBOARD_NONE;
}

static int plain_key(const struct keyboard_state *kbd, u8 key)
{
	bool shift = kbd->held & HELD_SHIFT;
	char c;

	if (key >= ARRAY_SIZE(keymap) || !keymap[key][0])
		return KEYBOARD_NONE;
	if (kbd->caps_lock && isalpha(keymap[key][0]))
		shift = !shift;
	c = keymap[key][shift];
	if (kbd->held & HELD_CTRL && (isalpha(c) || (c >= '@' && c <= '_')))
		c &= CTRL_MASK;
	return c;
}

/**
 * keyboard_decode - take in one scan code
 * @kbd: what the codes before have left; all zero at first
 * @code: from the keyboard, set 1
 *
 * Return: the character that this code completes, or KEYBOARD_NONE.
 */
int keyboard_decode(struct keyboard_state *kbd, u8 code)
{
	bool extended = kbd->prefix == CODE_EXTENDED;
	u8 key = code & ~CODE_RELEASE;
	u8 held;

	if (kbd->skip) {
		kbd->skip--;
		return KEYBOARD_NONE;
	}
	if (code == CODE_PAUSE) {
		kbd->skip = PAUSE_CODES;
		kbd->prefix = 0;
		return KEYBOARD_NONE;
	}
	if (code == CODE_EXTENDED) {
		kbd->prefix = code;
		return KEYBOARD_NONE;
	}
	kbd->prefix = 0;

	held = modifier(key, extended);
	if (code & CODE_RELEASE) {
		kbd->held &= ~held;
		return KEYBOARD_NONE;
	}
	kbd->held |= held;
	if (held)
		return KEYBOARD_NONE;
	if (extended)
		return extended_key(key);
	if (key == KEY_CAPS_LOCK) {
		kbd->caps_lock = !kbd->caps_lock;
		return KEYBOARD_NONE;
	}
	return plain_key(kbd, key);
}
