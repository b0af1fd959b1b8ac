/* SPDX-License-Identifier: MIT */
/* poll.h - wait for several files */
#ifndef _POLL_H
#define _POLL_H

#include <linux/poll.h>

int poll(struct pollfd *fds, unsigned long n, int ms); /* ms -1: for ever */

#endif
