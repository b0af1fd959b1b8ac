// SPDX-License-Identifier: MIT
/* port_device.c - see port_device.h */
#include "port_device.h"

#include <linux/irq.h>
#include <linux/kernel.h>

#define PATIENCE 100 /* interrupts in a row, after which nobody will quiet it */

static bool ready(struct port_device *device)
{
	return device->tail != device->head;
}

static u8 device_in(struct port_hw *hw, unsigned int reg)
{
	struct port_device *device = container_of(hw, struct port_device, hw);

	if (reg == PORT_STATUS && ready(device))
		return PORT_READY | (device->gap[device->tail % DEVICE_ROOM] ? PORT_GAP : 0);
	if (reg != PORT_DATA)
		return 0;
	if (ready(device))
		return device->bytes[device->tail++ % DEVICE_ROOM];
	device->empty_reads++;
	return NONSENSE;
}

static void device_out(struct port_hw *hw, unsigned int reg, u8 value)
{
	struct port_device *device = container_of(hw, struct port_device, hw);

	if (reg != PORT_CONTROL)
		return;
	device->irqs_on = value & PORT_IRQ_ON;
	device_asks(device);
}

void device_init(struct port_device *device, unsigned int irq)
{
	*device = (struct port_device){
		.hw = { .irq = irq, .in = device_in, .out = device_out },
	};
}

void device_gets(struct port_device *device, u8 byte, bool gap)
{
	device->bytes[device->head % DEVICE_ROOM] = byte;
	device->gap[device->head++ % DEVICE_ROOM] = gap;
}

void device_asks(struct port_device *device)
{
	int turns;

	for (turns = 0; device->irqs_on && ready(device); turns++) {
		if (turns == PATIENCE) {
			device->stuck = true;
			return;
		}
		irq_inject(device->hw.irq);
	}
}
