/* SPDX-License-Identifier: MIT */
/* wait.h - options of waitpid() */
#ifndef _UAPI_LINUX_WAIT_H
#define _UAPI_LINUX_WAIT_H

#define WNOHANG 1 /* 0 at once when no child has ended */

#endif
