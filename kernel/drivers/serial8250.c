// SPDX-License-Identifier: MIT
/*
 * serial8250.c - the serial port COM1: the console that every machine and emulator has
 *
 * Idea:    sending is polled. It must work before interrupts do, in a top half, in a panic; so the
 *          driver looks at the line status until the transmitter takes more, but not for ever: a
 *          port that stays stuck, or is gone, is given up on, which the other consoles tell. Later
 *          characters cost it one look each, and when it moves again the loss is told, once.
 *          Receiving is by interrupt: the top half moves what has come to the console's ring, at
 *          most RX_BUDGET characters at a time; those with an error are counted and dropped.
 * Edges:   the line is edge-triggered. A handler that leaves a character behind would leave the
 *          line up, and no edge would ever come again; hence enable_events() at its end.
 * Context: serial_write: any. The top half: hardirq, IRQ 4.
 * See:     PC16550D data sheet; <linux/serial_reg.h>; tests/kernel/serial8250_test.c
 */
#define pr_fmt(fmt) "serial8250: " fmt

#include <asm/io.h>
#include <asm/irq.h>
#include <halves/console.h>
#include <halves/early.h>
#include <halves/serial.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/serial_reg.h>

#define COM1		0x3f8
#define BAUD		115200
#define NO_DEVICE	0xff		/* what a port reads where nothing answers */

#define TX_POLLS	(1 << 18)	/* a quarter of a second; a real FIFO drains within 2000 */
#define RX_BUDGET	256		/* characters that one interrupt may take */

static struct {
	bool present;
	bool listening;		/* the top half is registered */
	bool stuck;		/* the transmitter did not answer when last asked */
	bool waiting;		/* it shall interrupt when it is empty, to tell what was lost */
	unsigned int depth;	/* characters that an empty transmitter takes */
	unsigned int room;	/* of them, left since it was last seen empty */
	unsigned long lost;	/* characters given up since the port was last told about */
	bool flooded;		/* RX_BUDGET was not enough last time, and that has been told */
} com1;

/* What can be wrong with a character that comes in; told once, then only counted. */
static struct {
	u8 bit;			/* of the line status */
	const char *what;
	unsigned long count;
} rx_errors[] = {
	{ UART_LSR_OE, "overrun: a character came before the last was taken" },
	{ UART_LSR_PE, "parity error: a character is dropped" },
	{ UART_LSR_FE, "framing error: a character is dropped" },
	{ UART_LSR_BI, "break" },
};

static u8 serial_in(unsigned int reg)
{
	return inb(COM1 + reg);
}

static void serial_out(unsigned int reg, u8 value)
{
	outb(value, COM1 + reg);
}

static void serial_write(struct console *con, const char *text, size_t len);

static struct console serial_console = {
	.name = "serial8250",
	.write = serial_write,
};

/* Rising from none, the line goes down and, if there is cause, up again: an edge. */
static void enable_events(void)
{
	serial_out(UART_IER, 0);
	serial_out(UART_IER, UART_IER_RDI | (com1.waiting ? UART_IER_THRI : 0));
}

/* ---- sending ----------------------------------------------------------------------------- */

/* Have an interrupt tell when the transmitter is empty. */
static void wait_for_empty(void)
{
	if (!com1.listening || com1.waiting)
		return;
	com1.waiting = true;
	enable_events();
}

static bool transmitter_ready(void)
{
	unsigned int polls = com1.stuck ? 1 : TX_POLLS;
	u8 status;

	do {
		status = serial_in(UART_LSR);
		if (status == NO_DEVICE)
			break;
		if (status & UART_LSR_THRE) {
			com1.stuck = false;
			com1.room = com1.depth;
			if (com1.lost)
				wait_for_empty();
			return true;
		}
	} while (--polls);
	if (com1.stuck)
		return false;
	com1.stuck = true;
	serial_console.trouble =
		status == NO_DEVICE ?
			"serial8250: the port reads all ones: is it gone? It is left out\n" :
			"serial8250: the transmitter takes nothing: it is left out until it does\n";
	wait_for_empty();
	return false;
}

static void serial_put(char c)
{
	if (!com1.room && !transmitter_ready()) {
		com1.lost++;
		return;
	}
	com1.room--;
	serial_out(UART_TX, c);
}

static void serial_write(struct console *con, const char *text, size_t len)
{
	while (len--) {
		if (*text == '\n')
			serial_put('\r');
		serial_put(*text++);
	}
}

/* Not from serial_write(): the message would be written by whom it is about. */
static void tell_losses(void)
{
	unsigned long lost = com1.lost;

	if (!lost)
		return;
	com1.lost = 0;
	pr_warn("the transmitter was stuck: %lu characters are lost\n", lost);
}

/* ---- receiving --------------------------------------------------------------------------- */

/* Count what is wrong with a character; true: it is not one. */
static bool is_garbled(u8 status)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(rx_errors); i++)
		if (status & rx_errors[i].bit && !rx_errors[i].count++)
			pr_warn("%s\n", rx_errors[i].what);
	return status & (UART_LSR_PE | UART_LSR_FE | UART_LSR_BI);
}

/**
 * serial_rx_errors - how many characters came in with an error
 * @bit: which: UART_LSR_OE, _PE, _FE or _BI
 *
 * Return: since boot. Context: any. Locking: none.
 */
unsigned long serial_rx_errors(u8 bit)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(rx_errors); i++)
		if (rx_errors[i].bit == bit)
			return READ_ONCE(rx_errors[i].count);
	return 0;
}

static irqreturn_t serial_interrupt(int irq, void *dev_id)
{
	unsigned int budget = RX_BUDGET;
	irqreturn_t handled = IRQ_NONE;
	u8 status;

	while ((status = serial_in(UART_LSR)) & UART_LSR_DR && status != NO_DEVICE) {
		char c = serial_in(UART_RX);

		handled = IRQ_HANDLED;
		if (likely(!(status & UART_LSR_RX_ERRORS)) || !is_garbled(status))
			console_receive(c);
		if (!--budget)
			break;
	}
	if (!budget && !com1.flooded)
		pr_warn("%d characters came in at one go: an endless sender, or a stuck port\n",
			RX_BUDGET);
	com1.flooded = !budget;
	if (com1.waiting) {
		/* Neither received nor empty: no reason to interrupt: do not ask again. */
		com1.waiting = handled == IRQ_HANDLED && !(status & UART_LSR_THRE);
		handled = IRQ_HANDLED;
	}
	if (status & UART_LSR_THRE && status != NO_DEVICE)
		com1.stuck = false;
	enable_events(); /* whatever is left, or came meanwhile, is an edge */
	if (!com1.stuck)
		tell_losses();
	return handled;
}

static int __init serial8250_init(void)
{
	int err;

	if (!com1.present) {
		pr_info("no serial port at %#x\n", COM1);
		return 0;
	}
	tell_losses();
	err = request_irq(SERIAL_IRQ, serial_interrupt, IRQF_SHARED, "serial8250", &com1);
	if (err) {
		pr_err("no input: IRQ %d: error %d\n", SERIAL_IRQ, err);
		return err;
	}
	com1.listening = true;
	enable_events();
	return 0;
}
module_init(serial8250_init);

/* ---- finding it -------------------------------------------------------------------------- */

/*
 * A port without a UART reads all ones, whatever is written. (The data sheet's loop-back mode would
 * be a harder test, but some emulators have a UART without it.)
 */
static bool serial_detect(void)
{
	static const u8 patterns[] = { 0x55, 0xaa };

	for (unsigned int i = 0; i < ARRAY_SIZE(patterns); i++) {
		serial_out(UART_SCR, patterns[i]);
		if (serial_in(UART_SCR) != patterns[i])
			return false;
	}
	return serial_in(UART_LSR) != NO_DEVICE;
}

/**
 * serial_console_init - find the serial port, set it up, make it a console
 *
 * 115200 baud, eight bits, no parity, one stop bit. Context: boot. Locking: irqs off.
 */
void serial_console_init(void)
{
	const u16 divisor = UART_CLOCK / 16 / BAUD;
	int typed = -1;

	if (!serial_detect())
		return;
	serial_out(UART_IER, 0);
	/*
	 * What was typed while the machine started waits, and to enable the FIFO loses it. Looped
	 * back, the port gets no more meanwhile.
	 */
	serial_out(UART_MCR, UART_MCR_LOOP);
	if (serial_in(UART_LSR) & UART_LSR_DR)
		typed = serial_in(UART_RX);
	serial_out(UART_FCR, UART_FCR_ENABLE_FIFO | UART_FCR_CLEAR_RCVR | UART_FCR_CLEAR_XMIT |
				     UART_FCR_TRIGGER_8);
	serial_out(UART_LCR, UART_LCR_WLEN8 | UART_LCR_DLAB);
	serial_out(UART_DLL, divisor & 0xff);
	serial_out(UART_DLM, divisor >> 8);
	serial_out(UART_LCR, UART_LCR_WLEN8);
	serial_out(UART_MCR, UART_MCR_DTR | UART_MCR_RTS | UART_MCR_OUT2);

	com1.present = true;
	com1.depth = 1;
	if ((serial_in(UART_IIR) & UART_IIR_FIFO_MASK) == UART_IIR_FIFO_MASK)
		com1.depth = UART_FIFO_SIZE;
	register_console(&serial_console);
	if (typed < 0)
		return;
	console_receive(typed);
	if (!(serial_in(UART_LSR) & UART_LSR_DR))
		serial_in(UART_RX); /* QEMU gives what it held back only after a read */
}
