/* SPDX-License-Identifier: MIT */
/*
 * lab09.h - the driver of lab 9: it counts what happens, on whatever processor it happens
 *
 * A top half says what has happened: tally_event(). That goes into the mailbox of its processor,
 * and a softirq of the same processor carries it from there to the table, which all share.
 * Context: as noted.
 * Locking: the driver's own: what each lock guards, and against whom, is yours to say.
 */
#ifndef _HALVES_LAB09_H
#define _HALVES_LAB09_H

#define TALLY_KINDS 4

/* The newest event: both numbers are of the same one. */
struct tally_last {
	unsigned int kind;
	unsigned long number; /* of all events, from 1 */
};

/* tally_init - be ready for events; process */
void tally_init(void);
/*
 * tally_event - something has happened, of a kind below TALLY_KINDS
 *
 * Context: hardirq, irqs off.
 */
void tally_event(unsigned int kind);
/* tally_take - how many of a kind the softirqs have counted since the last call; process */
unsigned long tally_take(unsigned int kind);
/* Which event was the newest? Irqs are afterwards as they were. Context: any. */
void tally_last(struct tally_last *last);

#endif
