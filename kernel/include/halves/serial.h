/* SPDX-License-Identifier: MIT */
/* serial.h - what the serial port has had to drop; kernel/drivers/serial8250.c */
#ifndef _HALVES_SERIAL_H
#define _HALVES_SERIAL_H

#include <linux/serial_reg.h>
#include <linux/types.h>

unsigned long serial_rx_errors(u8 bit);

#endif
