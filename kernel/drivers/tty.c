// SPDX-License-Identifier: MIT
/*
 * tty.c - /dev/console and /dev/tty: the terminal, from the key to the reader
 *
 * Idea:    the top half of the serial port or the keyboard puts a key into the console's ring and
 *          schedules a tasklet; that is all it does. The tasklet is the bottom half: it takes the
 *          keys out, echoes, makes lines, and wakes whoever reads. So ^C works also while nobody
 *          reads, and while a program that never sleeps has the processor. Why a tasklet: two runs
 *          at once would mix up the line, and a tasklet never meets itself; it need not sleep, and
 *          a thread would first have to wait for its turn. After KEYS_AT_A_TIME it comes again,
 *          for a flood of keys shall not keep the other bottom halves waiting.
 * Whose:   while anybody has the terminal open, all keys are the terminal's; else they are
 *          console_getc()'s, so that the one-key commands work where there is no shell.
 * Context: the tasklet: softirq. The rest: process.
 * Locking: tty.lock, bottom halves off (the tasklet has the other side), guards the line; the
 *          mutex opening counts who has it open.
 * See:     kernel/debug/console.c, kernel/drivers/line_discipline.c, tests/kernel/tty_test.c
 */
#include <asm/uaccess.h>
#include <halves/console.h>
#include <halves/line_discipline.h>
#include <halves/process.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/major.h>
#include <linux/poll.h>
#include <linux/wait.h>

#define MINOR_TTY     0
#define MINOR_CONSOLE 1

#define KEYS_AT_A_TIME 64
#define CHUNK	       256 /* bytes: what one read gets at most, what is written at one go */
#define ROWS	       25
#define COLUMNS	       80

static struct line_discipline line; /* under tty.lock */

/* Fields: O under opening. */
static struct {
	spinlock_t lock;
	wait_queue_head_t readers;
	atomic_t interrupts; /* how often ^C was pressed */
	struct mutex opening;
	unsigned int opens; /* O */
} tty = {
	.lock = __SPIN_LOCK_UNLOCKED(tty.lock),
	.readers = __WAIT_QUEUE_HEAD_INITIALIZER(tty.readers),
	.opening = __MUTEX_INITIALIZER(tty.opening),
};

/* ---- from the key to the line ---------------------------------------------------------------- */

static void tty_bottom_half(unsigned long unused);
static DECLARE_TASKLET(tty_tasklet, tty_bottom_half, 0);

/* Called by console_receive(), which the device's top half calls. */
static void tty_key_pressed(void)
{
	tasklet_schedule(&tty_tasklet);
}

static void tty_bottom_half(unsigned long unused)
{
	unsigned int budget = KEYS_AT_A_TIME;
	int c;

	while (budget && (c = console_take()) >= 0) {
		bool interrupted;

		spin_lock(&tty.lock);
		interrupted = ldisc_receive(&line, c);
		spin_unlock(&tty.lock);
		if (interrupted) {
			signal_all_processes(SIGINT);
			atomic_inc(&tty.interrupts);
		}
		budget--;
	}
	if (!budget)
		tasklet_schedule(&tty_tasklet);
	wake_up_interruptible(&tty.readers);
}

/* ---- from the line to the reader ------------------------------------------------------------- */

/*
 * ^C ends the wait of a reader that ignores the signal, too: a program has no handler that it could
 * be told by. What counts is ^C since the file was last written to: one right behind the prompt is
 * not lost, and one that ended the command before it is not told again.
 */
static void forget_interrupts(struct file *file)
{
	file->private_data = (void *)(long)atomic_read(&tty.interrupts);
}

/* How many bytes there were (0: the end of the file); -EAGAIN: none yet; -EINTR: but a ^C. */
static ssize_t take(struct file *file, char *to, size_t size)
{
	ssize_t n = -EAGAIN;

	spin_lock_bh(&tty.lock);
	if (ldisc_readable(&line))
		n = ldisc_read(&line, to, size);
	spin_unlock_bh(&tty.lock);
	if (n == -EAGAIN && !(file->f_flags & O_NONBLOCK) &&
	    (long)file->private_data != atomic_read(&tty.interrupts)) {
		forget_interrupts(file);
		n = -EINTR;
	}
	return n;
}

static ssize_t tty_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	char text[CHUNK];
	ssize_t n;

	if (!count)
		return 0;
	count = min(count, sizeof(text));
	n = take(file, text, count);
	if (n == -EAGAIN && !(file->f_flags & O_NONBLOCK) &&
	    wait_event_interruptible(tty.readers, (n = take(file, text, count)) != -EAGAIN))
		return -ERESTARTSYS;
	if (n > 0 && copy_to_user(buf, text, n))
		return -EFAULT;
	return n;
}

static unsigned int tty_poll(struct file *file, poll_table *wait)
{
	unsigned int mask = POLLOUT | POLLWRNORM;

	poll_wait(file, &tty.readers, wait);
	spin_lock_bh(&tty.lock);
	if (ldisc_readable(&line))
		mask |= POLLIN | POLLRDNORM;
	spin_unlock_bh(&tty.lock);
	return mask;
}

/* ---- the other direction --------------------------------------------------------------------- */

/* To all consoles, piece by piece: between two of them a signal can end it. */
static ssize_t tty_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	char text[CHUNK];
	size_t done = 0;

	forget_interrupts(file);
	while (done < count && !(done && signal_pending(current))) {
		size_t n = min(count - done, sizeof(text));

		if (copy_from_user(text, buf + done, n))
			return done ? done : -EFAULT;
		spin_lock_bh(&tty.lock);
		ldisc_written(&line, text, n);
		spin_unlock_bh(&tty.lock);
		console_write(text, n);
		done += n;
	}
	return done;
}

static long tty_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	static const struct winsize window = { .ws_row = ROWS, .ws_col = COLUMNS };
	void __user *user = (void __user *)arg;
	struct termios termios;

	switch (cmd) {
	case TCGETS:
		spin_lock_bh(&tty.lock);
		termios = line.termios;
		spin_unlock_bh(&tty.lock);
		return copy_to_user(user, &termios, sizeof(termios)) ? -EFAULT : 0;
	case TCSETS:
		if (copy_from_user(&termios, user, sizeof(termios)))
			return -EFAULT;
		spin_lock_bh(&tty.lock);
		ldisc_set(&line, &termios);
		spin_unlock_bh(&tty.lock);
		wake_up_interruptible(&tty.readers);
		return 0;
	case TIOCGWINSZ:
		return copy_to_user(user, &window, sizeof(window)) ? -EFAULT : 0;
	}
	return -ENOTTY;
}

/* ---- who has it open ------------------------------------------------------------------------- */

static int tty_open(struct inode *inode, struct file *file)
{
	mutex_lock(&tty.opening);
	if (!tty.opens++) {
		ldisc_init(&line, console_write);
		console_listen(tty_key_pressed);
	}
	mutex_unlock(&tty.opening);
	forget_interrupts(file);
	return nonseekable_open(inode, file);
}

static int tty_release(struct inode *inode, struct file *file)
{
	mutex_lock(&tty.opening);
	if (!--tty.opens) {
		console_listen(NULL);
		tasklet_kill(&tty_tasklet);
	}
	mutex_unlock(&tty.opening);
	return 0;
}

static const struct file_operations tty_fops = {
	.open = tty_open,
	.release = tty_release,
	.read = tty_read,
	.write = tty_write,
	.poll = tty_poll,
	.unlocked_ioctl = tty_ioctl,
	.llseek = no_llseek,
};

static int __init make_node(const char *path, unsigned int minor)
{
	struct inode *inode =
		path_create(path, S_IFCHR | S_IRUSR | S_IWUSR, MKDEV(TTYAUX_MAJOR, minor));

	if (IS_ERR(inode))
		return PTR_ERR(inode);
	iput(inode);
	return 0;
}

static int __init tty_init(void)
{
	int err = register_chrdev(TTYAUX_MAJOR, "tty", &tty_fops);

	if (!err)
		err = make_node("/dev/tty", MINOR_TTY);
	if (!err)
		err = make_node("/dev/console", MINOR_CONSOLE);
	return err;
}
module_init(tty_init);
