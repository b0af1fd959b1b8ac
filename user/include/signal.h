/* SPDX-License-Identifier: MIT */
/* signal.h - signals, of which a program can only choose to ignore some */
#ifndef _SIGNAL_H
#define _SIGNAL_H

#include <linux/signal.h>
#include <linux/types.h>

typedef __sighandler_t sighandler_t;

sighandler_t signal(int number, sighandler_t what); /* SIG_IGN or SIG_DFL */
int kill(pid_t pid, int number);

#endif
