/* SPDX-License-Identifier: MIT */
/*
 * lab09.h - the driver of lab 9: it counts what happens, on whatever processor it happens
 *
 * A top half says what has happened: tally_event(). That goes into the mailbox of its processor,
 * and a softirq of the same processor carries it from there to the table, which all share.
 */
#ifndef _HALVES_LAB09_H
#define _HALVES_LAB09_H

#define TALLY_KINDS 4

/* The newest event: both numbers are of the same one. */
struct tally_last {
	unsigned int kind;
	unsigned long number; /* of all events, from 1 */
};

void tally_init(void);
void tally_event(unsigned int kind);
unsigned long tally_take(unsigned int kind);
void tally_last(struct tally_last *last);

#endif
