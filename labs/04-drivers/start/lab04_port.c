// SPDX-License-Identifier: MIT
/*
 * lab04_port.c - lab 4: a driver whose top half puts bytes into a ring, and a thread takes them out
 *
 * Idea:    yours to say.
 * Context: as noted; the top half: hardirq.
 * Locking: yours to say.
 * See:     <halves/lab04.h>, Linux Device Drivers ch. 10
 */
#include <halves/lab.h>
#include <halves/lab04.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>

/*
 * The top half is yours: it takes all bytes that wait, answers IRQ_NONE if there was none, drops
 * (and counts) a byte for which the ring has no room, and counts the gaps.
 */

/**
 * port_open - begin to receive
 * @port: the caller's; everything in it is set here
 * @hw: the device; its line may be shared
 *
 * What waits in the device already is received, too.
 *
 * Return: 0, or what request_irq() says. Context: process. Locking: none.
 */
int port_open(struct port *port, struct port_hw *hw)
{
	NOT_YET_IMPLEMENTED("lab 4: port_open");
}

/**
 * port_close - receive no more: the device is quiet, and the top half will not run again
 * @port: an open one
 *
 * Context: thread. Locking: none.
 */
void port_close(struct port *port)
{
	NOT_YET_IMPLEMENTED("lab 4: port_close");
}

/**
 * port_read - take received bytes out of the ring, oldest first; does not wait
 * @port: an open one
 * @buf: where to
 * @size: bytes at @buf
 *
 * The top half may come at any time meanwhile. One reader at a time.
 *
 * Return: how many bytes. Context: thread. Locking: yours to say.
 */
unsigned int port_read(struct port *port, u8 *buf, unsigned int size)
{
	NOT_YET_IMPLEMENTED("lab 4: port_read");
}

/** port_dropped - bytes that came while the ring was full: the newest ones are dropped; any */
unsigned long port_dropped(struct port *port)
{
	NOT_YET_IMPLEMENTED("lab 4: port_dropped");
}

/** port_gaps - bytes before which the device has lost some; any context */
unsigned long port_gaps(struct port *port)
{
	NOT_YET_IMPLEMENTED("lab 4: port_gaps");
}
