/* SPDX-License-Identifier: MIT */
/* port_device.h - a port that the checks fill, on a line of the tests' controller */
#ifndef _PORT_DEVICE_H
#define _PORT_DEVICE_H

#include <halves/lab04.h>

#define DEVICE_ROOM 64
#define NONSENSE    '~'  /* what PORT_DATA gives when no byte waits */

struct port_device {
	struct port_hw hw;
	u8 bytes[DEVICE_ROOM];
	bool gap[DEVICE_ROOM];
	unsigned int head, tail;
	unsigned int empty_reads; /* PORT_DATA was read, and no byte waited */
	bool irqs_on;
	bool stuck; /* the line stayed up, whatever the driver did */
};

void device_init(struct port_device *device, unsigned int irq);
void device_gets(struct port_device *device, u8 byte, bool gap); /* quietly: no interrupt yet */
void device_asks(struct port_device *device); /* as long as it is up, the line interrupts */

#endif
