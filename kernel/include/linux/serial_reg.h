/* SPDX-License-Identifier: MIT */
/* serial_reg.h - registers of the 16550 UART, as its data sheet (PC16550D) has them */
#ifndef _LINUX_SERIAL_REG_H
#define _LINUX_SERIAL_REG_H

/* Offsets from the first port. Where two share one, read or write or the DLAB bit decides. */
#define UART_RX	 0 /* read: the oldest received character */
#define UART_TX	 0 /* write: a character to send */
#define UART_DLL 0 /* with UART_LCR_DLAB: divisor of the clock, low byte */
#define UART_DLM 1 /* with UART_LCR_DLAB: its high byte */

#define UART_IER      1	   /* which events interrupt */
#define UART_IER_RDI  0x01 /* a character was received */
#define UART_IER_THRI 0x02 /* the transmitter is empty */

#define UART_IIR	   2 /* read: why it interrupts */
#define UART_IIR_NO_INT	   0x01
#define UART_IIR_FIFO_MASK 0xc0 /* both set: the FIFOs are there and work */

#define UART_FCR	     2 /* write: FIFOs */
#define UART_FCR_ENABLE_FIFO 0x01
#define UART_FCR_CLEAR_RCVR  0x02
#define UART_FCR_CLEAR_XMIT  0x04
#define UART_FCR_TRIGGER_8   0x80 /* interrupt at 8, or a short while after the last */

#define UART_LCR       3    /* shape of a character */
#define UART_LCR_WLEN8 0x03 /* eight bits, no parity, one stop bit */
#define UART_LCR_DLAB  0x80

#define UART_MCR      4 /* lines to the modem */
#define UART_MCR_DTR  0x01
#define UART_MCR_RTS  0x02
#define UART_MCR_OUT2 0x08 /* on a PC: lets the interrupt through to the 8259 */
#define UART_MCR_LOOP 0x10 /* what is sent is received at once, and not sent */

#define UART_LSR      5	   /* state of both directions */
#define UART_LSR_DR   0x01 /* a character waits in UART_RX */
#define UART_LSR_OE   0x02 /* one before it was lost: overrun */
#define UART_LSR_PE   0x04 /* its parity is wrong */
#define UART_LSR_FE   0x08 /* it has no stop bit: framing error */
#define UART_LSR_BI   0x10 /* it is no character but a break */
#define UART_LSR_THRE 0x20 /* the transmitter takes characters: its FIFO is empty */
#define UART_LSR_TEMT 0x40 /* and the last bit has left */

#define UART_LSR_RX_ERRORS (UART_LSR_OE | UART_LSR_PE | UART_LSR_FE | UART_LSR_BI)

#define UART_MSR 6 /* lines from the modem */
#define UART_SCR 7 /* scratch: keeps a byte, means nothing */

#define UART_FIFO_SIZE 16      /* of the 16550A */
#define UART_CLOCK     1843200 /* Hz; a bit takes 16 * divisor of them */

#endif
