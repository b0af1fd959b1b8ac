// SPDX-License-Identifier: MIT
/*
 * lab04_port.c - lab 4: a driver whose top half puts bytes into a ring, and a thread takes them out
 *
 * Idea:    head and tail only grow; what they differ by is what the ring holds, and their rest
 *          modulo PORT_RING is a place in it. So empty (0) and full (PORT_RING) are not the same.
 * Context: as noted; the top half: hardirq.
 * Locking: port->lock guards the ring and the counts; the top half takes it, too: irqs off.
 * See:     <halves/lab04.h>, Linux Device Drivers ch. 10
 */
#include <halves/lab04.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>

/* One byte has come from the device. Locking: expects port->lock. */
static void put(struct port *port, u8 byte)
{
	if (port->head - port->tail == PORT_RING) {
		port->dropped++;
		return;
	}
	port->ring[port->head++ % PORT_RING] = byte;
}

/* The top half: take all that waits, for the line stays up as long as something does. */
static irqreturn_t port_interrupt(int irq, void *dev_id)
{
	struct port *port = dev_id;
	struct port_hw *hw = port->hw;
	irqreturn_t ret = IRQ_NONE;
	u8 status;

	spin_lock(&port->lock);
	while ((status = hw->in(hw, PORT_STATUS)) & PORT_READY) {
		if (status & PORT_GAP)
			port->gaps++;
		put(port, hw->in(hw, PORT_DATA));
		ret = IRQ_HANDLED;
	}
	spin_unlock(&port->lock);
	return ret;
}

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
	int error;

	*port = (struct port){ .hw = hw };
	spin_lock_init(&port->lock);
	error = request_irq(hw->irq, port_interrupt, IRQF_SHARED, "port", port);
	if (error)
		return error;
	hw->out(hw, PORT_CONTROL, PORT_IRQ_ON);
	return 0;
}

/**
 * port_close - receive no more: the device is quiet, and the top half will not run again
 * @port: an open one
 *
 * Context: thread. Locking: none.
 */
void port_close(struct port *port)
{
	port->hw->out(port->hw, PORT_CONTROL, 0);
	free_irq(port->hw->irq, port);
}

/**
 * port_read - take received bytes out of the ring, oldest first; does not wait
 * @port: an open one
 * @buf: where to
 * @size: bytes at @buf
 *
 * The top half may come at any time meanwhile. One reader at a time.
 *
 * Return: how many bytes. Context: thread. Locking: takes port->lock.
 */
unsigned int port_read(struct port *port, u8 *buf, unsigned int size)
{
	unsigned long flags;
	unsigned int n;

	spin_lock_irqsave(&port->lock, flags);
	for (n = 0; n < size && port->tail != port->head; n++)
		buf[n] = port->ring[port->tail++ % PORT_RING];
	spin_unlock_irqrestore(&port->lock, flags);
	return n;
}

/** port_dropped - bytes that came while the ring was full: the newest ones are dropped; any */
unsigned long port_dropped(struct port *port)
{
	return READ_ONCE(port->dropped);
}

/** port_gaps - bytes before which the device has lost some; any context */
unsigned long port_gaps(struct port *port)
{
	return READ_ONCE(port->gaps);
}
