// SPDX-License-Identifier: MIT
/*
 * lab04_port.c - another way to write lab 4's driver: a ring without a lock
 *
 * Idea:    only the top half moves head, only the reader moves tail; each is written after the
 *          bytes that it tells of. A line's handlers never run twice at once, and there is one
 *          reader: so nobody writes what another one writes.
 * Context: as noted; the top half: hardirq. Locking: none.
 * See:     <halves/lab04.h>
 */
#include <asm/system.h>
#include <halves/lab04.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>

static bool take_one(struct port *port, u8 status)
{
	unsigned int head = port->head;
	u8 byte;

	if (!(status & PORT_READY))
		return false;
	byte = port->hw->in(port->hw, PORT_DATA);
	port->gaps += (status & PORT_GAP) != 0;
	if (head - READ_ONCE(port->tail) >= PORT_RING) {
		port->dropped++;
	} else {
		port->ring[head & (PORT_RING - 1)] = byte;
		smp_wmb();
		WRITE_ONCE(port->head, head + 1);
	}
	return true;
}

static irqreturn_t port_interrupt(int irq, void *dev_id)
{
	struct port *port = dev_id;
	int taken = 0;

	while (take_one(port, port->hw->in(port->hw, PORT_STATUS)))
		taken++;
	return taken ? IRQ_HANDLED : IRQ_NONE;
}

int port_open(struct port *port, struct port_hw *hw)
{
	int error;

	port->hw = hw;
	port->head = port->tail = 0;
	port->dropped = port->gaps = 0;
	error = request_irq(hw->irq, port_interrupt, IRQF_SHARED, "port", port);
	if (!error)
		hw->out(hw, PORT_CONTROL, PORT_IRQ_ON);
	return error;
}

void port_close(struct port *port)
{
	port->hw->out(port->hw, PORT_CONTROL, 0);
	free_irq(port->hw->irq, port);
}

unsigned int port_read(struct port *port, u8 *buf, unsigned int size)
{
	unsigned int tail = port->tail, there = READ_ONCE(port->head) - tail, n;

	smp_rmb();
	if (there < size)
		size = there;
	for (n = 0; n < size; n++)
		buf[n] = port->ring[(tail + n) & (PORT_RING - 1)];
	smp_mb();
	WRITE_ONCE(port->tail, tail + n);
	return n;
}

unsigned long port_dropped(struct port *port)
{
	return READ_ONCE(port->dropped);
}

unsigned long port_gaps(struct port *port)
{
	return READ_ONCE(port->gaps);
}
