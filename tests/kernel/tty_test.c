// SPDX-License-Identifier: MIT
/* tty_test.c - tests of kernel/drivers/tty.c: keys through the top half, a tasklet and a reader */
#include <asm/uaccess.h>
#include <halves/console.h>
#include <kunit/test.h>
#include <linux/fs.h>
#include <linux/ioctls.h>
#include <linux/kthread.h>
#include <linux/poll.h>

#include "helpers.h"

static struct file *tty;
static char text[512];

static void close_file(void *file)
{
	filp_close(file, NULL);
}

static struct file *open_tty(struct kunit *test, const char *path, int flags)
{
	struct file *file = filp_open(path, flags, 0);

	KUNIT_ASSERT_FALSE_MSG(test, IS_ERR(file), "%s: %ld", path, PTR_ERR(file));
	kunit_add_action(test, close_file, file);
	return file;
}

static void set_modes(unsigned int lflag)
{
	struct termios termios;

	if (!tty->f_op->unlocked_ioctl(tty, TCGETS, (unsigned long)&termios)) {
		termios.c_lflag = lflag;
		tty->f_op->unlocked_ioctl(tty, TCSETS, (unsigned long)&termios);
	}
}

/* The cases type unseen: an echo would stand in the middle of what KUnit prints. */
static int tty_test_init(struct kunit *test)
{
	tty = open_tty(test, "/dev/console", O_RDWR | O_NONBLOCK);
	set_modes(ICANON | ISIG);
	return 0;
}

/* Where the terminal could not be opened again, the keys that were for it are the console's. */
static void tty_test_exit(struct kunit *test)
{
	while (console_getc_timeout(0) >= 0)
		;
}

static void press_all(void *keys)
{
	for (const char *key = keys; *key; key++)
		console_receive(*key);
}

/* As a device does it: in a top half. When it returns, the tasklet has run on this processor. */
static void press(const char *keys)
{
	run_in_hardirq(press_all, (void *)keys);
}

/* What the file has to read now; an error number as text where it has nothing. */
static const char *read_now(struct file *file)
{
	ssize_t n = vfs_read(file, text, sizeof(text) - 1, &file->f_pos);

	if (n < 0)
		snprintf(text, sizeof(text), "error %d", (int)n);
	else
		text[n] = '\0';
	return text;
}

#define NOTHING "error -11" /* -EAGAIN */

/* A line that was typed in a top half can be read. */
static void line_arrives(struct kunit *test)
{
	press("echo 5\n");
	KUNIT_EXPECT_STREQ(test, read_now(tty), "echo 5\n");
	KUNIT_EXPECT_STREQ(test, read_now(tty), NOTHING);
}

/* The top half only keeps the keys: the line is made in the bottom half, once that may run. */
static void line_is_made_in_the_bottom_half(struct kunit *test)
{
	local_bh_disable();
	run_with_irqs_off(press_all, "abc\n");
	KUNIT_EXPECT_EQ(test, vfs_poll(tty, NULL) & POLLIN, 0);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, vfs_poll(tty, NULL) & POLLIN, POLLIN);
	KUNIT_EXPECT_STREQ(test, read_now(tty), "abc\n");
}

/* Many keys at one go are all there, in their order, though the tasklet has to come again. */
static void flood_of_keys(struct kunit *test)
{
	char keys[201];

	for (int i = 0; i < 199; i++)
		keys[i] = 'a' + i % 26;
	keys[199] = '\n';
	keys[200] = '\0';
	press(keys);
	KUNIT_EXPECT_TRUE(test, wait_until(vfs_poll(tty, NULL) & POLLIN));
	KUNIT_EXPECT_STREQ(test, read_now(tty), (const char *)keys);
}

/* Static everywhere: where a case ends early its thread still writes to it. */
struct reader {
	struct file *file;
	char text[64];
	ssize_t got;
	bool done;
};

static int read_in_thread(void *data)
{
	struct reader *reader = data;

	reader->got = vfs_read(reader->file, reader->text, sizeof(reader->text) - 1,
			       &reader->file->f_pos);
	if (reader->got >= 0)
		reader->text[reader->got] = '\0';
	WRITE_ONCE(reader->done, true);
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(1);
	return 0;
}

/* A thread that reads @file, and sleeps in it when this returns; stopped at the case's end. */
static struct task_struct *sleeping_reader(struct kunit *test, struct reader *reader,
					   struct file *file)
{
	struct task_struct *thread;

	*reader = (struct reader){ .file = file };
	thread = create_thread(test, read_in_thread, reader, "reader");
	wake_up_process(thread);
	KUNIT_EXPECT_TRUE(test, wait_until(thread->state == TASK_INTERRUPTIBLE));
	return thread;
}

/* A reader sleeps until the line is ended, not only begun. */
static void reader_sleeps_for_a_line(struct kunit *test)
{
	struct file *blocking = open_tty(test, "/dev/tty", O_RDWR);
	static struct reader reader;

	sleeping_reader(test, &reader, blocking);
	press("ab");
	halt_for(2);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(reader.done));
	press("c\n");
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(reader.done)));
	KUNIT_EXPECT_STREQ(test, (const char *)reader.text, "abc\n");
}

/* ^D wakes a reader with the end of the file. */
static void eof_wakes_a_reader(struct kunit *test)
{
	struct file *blocking = open_tty(test, "/dev/tty", O_RDWR);
	static struct reader reader;

	sleeping_reader(test, &reader, blocking);
	press("\x04");
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(reader.done)));
	KUNIT_EXPECT_EQ(test, reader.got, 0);
}

/* A signal ends the sleep of a reader. */
static void signal_ends_a_read(struct kunit *test)
{
	struct file *blocking = open_tty(test, "/dev/tty", O_RDWR);
	static struct reader reader;
	struct task_struct *thread = sleeping_reader(test, &reader, blocking);

	thread->sigpending = true;
	wake_up_process(thread);
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(reader.done)));
	KUNIT_EXPECT_EQ(test, reader.got, -ERESTARTSYS);
}

/* A line goes to one of two readers, and the next line to the other. */
static void two_readers_share_the_lines(struct kunit *test)
{
	struct file *blocking = open_tty(test, "/dev/tty", O_RDWR);
	struct file *another = open_tty(test, "/dev/console", O_RDWR);
	static struct reader a, b;

	sleeping_reader(test, &a, blocking);
	sleeping_reader(test, &b, another);
	press("x\n");
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(a.done) || READ_ONCE(b.done)));
	KUNIT_EXPECT_FALSE(test, READ_ONCE(a.done) && READ_ONCE(b.done));
	press("x\n");
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(a.done) && READ_ONCE(b.done)));
	KUNIT_EXPECT_STREQ(test, (const char *)a.text, "x\n");
	KUNIT_EXPECT_STREQ(test, (const char *)b.text, "x\n");
}

/* ^C acts though nobody reads: what was typed is gone. */
static void interrupt_without_a_reader(struct kunit *test)
{
	press("abc\n\x03");
	KUNIT_EXPECT_STREQ(test, read_now(tty), NOTHING);
	press("d\n");
	KUNIT_EXPECT_STREQ(test, read_now(tty), "d\n");
}

/* Without ICANON each key can be read at once, and poll says so. */
static void raw_mode(struct kunit *test)
{
	set_modes(0);
	press("q");
	KUNIT_EXPECT_EQ(test, vfs_poll(tty, NULL) & POLLIN, POLLIN);
	KUNIT_EXPECT_STREQ(test, read_now(tty), "q");
}

/* ICANON going off hands the line begun to a reader that sleeps. */
static void raw_mode_wakes_a_reader(struct kunit *test)
{
	struct file *blocking = open_tty(test, "/dev/tty", O_RDWR);
	static struct reader reader;

	sleeping_reader(test, &reader, blocking);
	press("abc");
	set_modes(0);
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(reader.done)));
	KUNIT_EXPECT_STREQ(test, (const char *)reader.text, "abc");
}

/* Modes last until the last file is closed; who opens it then finds a fresh terminal. */
static void modes_end_with_the_last_file(struct kunit *test)
{
	struct termios termios;

	press("left over\n");
	kunit_release_action(test, close_file, tty);
	tty = open_tty(test, "/dev/console", O_RDWR | O_NONBLOCK);
	KUNIT_EXPECT_EQ(test, tty->f_op->unlocked_ioctl(tty, TCGETS, (unsigned long)&termios), 0);
	KUNIT_EXPECT_EQ(test, termios.c_lflag, ICANON | ECHO | ISIG);
	KUNIT_EXPECT_STREQ(test, read_now(tty), NOTHING);
}

/* The window is 80 columns by 25 rows; what is no question of a terminal's is -ENOTTY. */
static void ioctls(struct kunit *test)
{
	struct winsize window;

	KUNIT_EXPECT_EQ(test, tty->f_op->unlocked_ioctl(tty, TIOCGWINSZ, (unsigned long)&window),
			0);
	KUNIT_EXPECT_EQ(test, window.ws_row, 25);
	KUNIT_EXPECT_EQ(test, window.ws_col, 80);
	KUNIT_EXPECT_EQ(test, tty->f_op->unlocked_ioctl(tty, 0x5455, 0), -ENOTTY);
}

/* What is written takes as long as it takes, and all of it. */
static void write_is_whole(struct kunit *test)
{
	static char many[600];

	memset(many, '\r', sizeof(many));
	many[sizeof(many) - 1] = '\n';
	KUNIT_EXPECT_EQ(test, vfs_write(tty, many, sizeof(many), &tty->f_pos), sizeof(many));
}

/* A buffer that is not there is -EFAULT, for read and write. */
static void bad_buffers(struct kunit *test)
{
	char __user *nowhere = (char __user *)8;

	press("abc\n");
	KUNIT_EXPECT_EQ(test, tty->f_op->read(tty, nowhere, 4, &tty->f_pos), -EFAULT);
	KUNIT_EXPECT_EQ(test, tty->f_op->write(tty, nowhere, 4, &tty->f_pos), -EFAULT);
}

/* ---- whose the keys are ---------------------------------------------------------------------- */

/* While the terminal is open, console_getc() gets none of its keys … */
static void open_terminal_has_all_keys(struct kunit *test)
{
	local_irq_disable();
	console_receive('a');
	KUNIT_EXPECT_EQ(test, console_take(), 'a');
	console_receive('b');
	local_irq_enable();
	KUNIT_EXPECT_EQ(test, console_getc_timeout(0), -ETIMEDOUT);
	KUNIT_EXPECT_TRUE(test, wait_until(!local_softirq_pending()));
}

/* … and when nobody has it open any more, it gets them all. */
static void closed_terminal_leaves_the_keys(struct kunit *test)
{
	kunit_release_action(test, close_file, tty);
	press("a");
	KUNIT_EXPECT_EQ(test, console_getc_timeout(HZ), 'a');
}

/* What was typed before the terminal was opened is the terminal's. */
static void keys_before_the_opening(struct kunit *test)
{
	kunit_release_action(test, close_file, tty);
	press("early\n");
	tty = open_tty(test, "/dev/console", O_RDWR | O_NONBLOCK);
	KUNIT_EXPECT_TRUE(test, wait_until(vfs_poll(tty, NULL) & POLLIN));
	KUNIT_EXPECT_STREQ(test, read_now(tty), "early\n");
}

static struct kunit_case tty_cases[] = {
	KUNIT_CASE(line_arrives),
	KUNIT_CASE(line_is_made_in_the_bottom_half),
	KUNIT_CASE(flood_of_keys),
	KUNIT_CASE(reader_sleeps_for_a_line),
	KUNIT_CASE(eof_wakes_a_reader),
	KUNIT_CASE(signal_ends_a_read),
	KUNIT_CASE(two_readers_share_the_lines),
	KUNIT_CASE(interrupt_without_a_reader),
	KUNIT_CASE(raw_mode),
	KUNIT_CASE(raw_mode_wakes_a_reader),
	KUNIT_CASE(modes_end_with_the_last_file),
	KUNIT_CASE(ioctls),
	KUNIT_CASE(write_is_whole),
	KUNIT_CASE(bad_buffers),
	KUNIT_CASE(open_terminal_has_all_keys),
	KUNIT_CASE(closed_terminal_leaves_the_keys),
	KUNIT_CASE(keys_before_the_opening),
	{},
};

static struct kunit_suite tty_suite = {
	.name = "tty",
	.init = tty_test_init,
	.exit = tty_test_exit,
	.test_cases = tty_cases,
};
kunit_test_suite(tty_suite);
