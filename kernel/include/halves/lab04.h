/* SPDX-License-Identifier: MIT */
/*
 * lab04.h - lab 4: a device that receives bytes, and what its driver offers
 *
 * The device has three registers and a line of level kind: it asks for an interrupt as long as a
 * byte waits in it and its interrupts are on. Others may ask on the same line.
 *
 *	PORT_STATUS   read:  PORT_READY  a byte waits in PORT_DATA
 *			     PORT_GAP    the device had no room: bytes are missing just before the
 *					 one that waits
 *	PORT_DATA     read:  the byte that waits; the next one takes its place, and PORT_STATUS
 *			     tells of that one now. Without a byte that waits: nonsense
 *	PORT_CONTROL  write: PORT_IRQ_ON  its interrupts are on; 0: off, as after power-on
 *
 * Context: process, where nothing else is noted; the top half: hardirq.
 * Locking: the driver's own: port->lock, irqs off, or an order in which no harm is done. One reader
 *          at a time.
 */
#ifndef _HALVES_LAB04_H
#define _HALVES_LAB04_H

#include <linux/spinlock.h>
#include <linux/types.h>

#define PORT_STATUS  0
#define PORT_DATA    1
#define PORT_CONTROL 2

#define PORT_READY  1
#define PORT_GAP    2
#define PORT_IRQ_ON 1

/* Where the device is. in, out: any context. */
struct port_hw {
	unsigned int irq; /* its line */
	u8 (*in)(struct port_hw *hw, unsigned int reg);
	void (*out)(struct port_hw *hw, unsigned int reg, u8 value);
};

#define PORT_RING 16 /* bytes that the ring holds: all of them are used */

/* One open port. The caller provides it, the driver fills it; nobody else looks inside. */
struct port {
	struct port_hw *hw;
	spinlock_t lock; /* if you want one */
	u8 ring[PORT_RING];
	unsigned int head; /* where the top half puts bytes in */
	unsigned int tail; /* where the reader takes them out */
	unsigned long dropped;
	unsigned long gaps;
};

/*
 * port_open - begin to receive; what waits in the device already is received, too
 *
 * Return: 0, or what request_irq() says: -EINVAL, -EBUSY, -ENOSYS, -ENOMEM. Context: process.
 */
int port_open(struct port *port, struct port_hw *hw);
/* port_close - receive no more: the device is quiet, the top half will not run again; process */
void port_close(struct port *port);
/* port_read - take received bytes out of the ring, oldest first; does not wait; process */
unsigned int port_read(struct port *port, u8 *buf, unsigned int size);
/* port_dropped - bytes that came while the ring was full, and were dropped; any context */
unsigned long port_dropped(struct port *port);
/* port_gaps - bytes before which the device has lost some; any context */
unsigned long port_gaps(struct port *port);

#endif
