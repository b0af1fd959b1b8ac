/* SPDX-License-Identifier: MIT */
/* poll.h - what poll() waits for */
#ifndef _UAPI_LINUX_POLL_H
#define _UAPI_LINUX_POLL_H

#define POLLIN	   0x0001 /* a read would not sleep */
#define POLLPRI	   0x0002
#define POLLOUT	   0x0004 /* a write would not sleep */
#define POLLERR	   0x0008 /* told without being asked */
#define POLLHUP	   0x0010 /* the same: the other side is gone */
#define POLLNVAL   0x0020 /* the same: no open file */
#define POLLRDNORM 0x0040
#define POLLWRNORM 0x0100

struct pollfd {
	int fd;
	short events;
	short revents;
};

#endif
