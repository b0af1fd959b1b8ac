/* SPDX-License-Identifier: MIT */
/* termios.h - what a terminal does with lines */
#ifndef _TERMIOS_H
#define _TERMIOS_H

#include <linux/ioctls.h>

#define TCSANOW 0

int tcgetattr(int fd, struct termios *termios);
int tcsetattr(int fd, int when, const struct termios *termios);

#endif
