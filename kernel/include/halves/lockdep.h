/* SPDX-License-Identifier: MIT */
/*
 * lockdep.h - what tests of the lock checker ask of it; kernel/lock/lockdep.c, tests' image
 *
 * Context: process.
 * Locking: the checker's own, irqs off; lockdep_limit(): none, one test at a time.
 */
#ifndef _HALVES_LOCKDEP_H
#define _HALVES_LOCKDEP_H

/* lockdep_forget - nothing was seen of the class of locks with this name (lock.name); process */
void lockdep_forget(const char *name);

/*
 * lockdep_limit - have room for so many classes @more, and check again if there was none
 *
 * Return: for how many there was room. Context: process, nobody else calls it.
 */
unsigned int lockdep_limit(unsigned int more);

#endif
