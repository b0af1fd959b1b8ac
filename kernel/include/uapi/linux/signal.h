/* SPDX-License-Identifier: MIT */
/*
 * signal.h - the few signals there are, and what signal() can ask for
 *
 * A signal ends the process, except SIGCHLD, which nobody notices. All but SIGKILL can be ignored;
 * handlers in ring 3 there are none. The last three are only the reason why a process has died, in
 * its status.
 */
#ifndef _LINUX_SIGNAL_H
#define _LINUX_SIGNAL_H

#define SIGINT	2 /* ^C at the terminal */
#define SIGKILL 9
#define SIGPIPE 13 /* a pipe that nobody will read */
#define SIGTERM 15
#define SIGCHLD 17 /* a child has ended */
#define SIGILL	4
#define SIGFPE	8
#define SIGSEGV 11
#define NSIG	32

typedef void (*__sighandler_t)(int);
#define SIG_DFL ((__sighandler_t)0)
#define SIG_IGN ((__sighandler_t)1)
#define SIG_ERR ((__sighandler_t)-1)

#endif
