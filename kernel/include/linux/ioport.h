/* SPDX-License-Identifier: MIT */
/* ioport.h - a range of ports or of bus addresses that belongs to a device */
#ifndef _LINUX_IOPORT_H
#define _LINUX_IOPORT_H

#include <linux/types.h>

#define IORESOURCE_IO	    0x00000100 /* ports: inb() */
#define IORESOURCE_MEM	    0x00000200 /* addresses: ioremap(), then readl() */
#define IORESOURCE_PREFETCH 0x00001000 /* reading changes nothing there */

struct resource {
	resource_size_t start;
	resource_size_t end; /* the last one, included */
	const char *name;
	unsigned long flags; /* IORESOURCE_; 0: there is no such range */
};

#endif
