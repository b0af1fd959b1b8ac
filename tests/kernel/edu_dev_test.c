// SPDX-License-Identifier: MIT
/* edu_dev_test.c - /dev/edu with the card itself: jobs, answers, sleepers, a shared line */
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/kthread.h>
#include <linux/poll.h>
#include <linux/wait.h>
#include "edu_dev_fixture.h"
#include "helpers.h"

/* ---- jobs and answers ------------------------------------------------------------------------ */

/* A number is answered by its factorial. */
static void factorial(struct kunit *test)
{
	EXPECT_WRITTEN(test, dev, "5\n");
	KUNIT_EXPECT_STREQ(test, read_all(dev), "120\n");
}

/* The smallest and the largest number that there is an answer to. */
static void factorials_at_the_ends(struct kunit *test)
{
	EXPECT_WRITTEN(test, dev, "0");
	KUNIT_EXPECT_STREQ(test, read_all(dev), "1\n");
	EXPECT_WRITTEN(test, dev, "12");
	KUNIT_EXPECT_STREQ(test, read_all(dev), "479001600\n");
}

/* A text comes back from the card. */
static void dma(struct kunit *test)
{
	EXPECT_WRITTEN(test, dev, "dma hello\n");
	KUNIT_EXPECT_STREQ(test, read_all(dev), "hello\n");
}

/* It takes two transfers' time, and write() does not wait for them. */
static void write_does_not_wait(struct kunit *test)
{
	unsigned long begin = jiffies;

	need_exact_clock(test);
	EXPECT_WRITTEN(test, dev, "dma hello");
	KUNIT_EXPECT_LE(test, jiffies - begin, DMA_TICKS / 10);
	read_all(dev);
	KUNIT_EXPECT_GE(test, jiffies - begin, 2 * DMA_TICKS - 1);
	KUNIT_EXPECT_LE(test, jiffies - begin, 2 * DMA_TICKS + DMA_TICKS / 10);
}

/* Answers come in the order of the questions, and one read takes all that are there. */
static void answers_wait_in_order(struct kunit *test)
{
	EXPECT_WRITTEN(test, dev, "dma one");
	EXPECT_WRITTEN(test, dev, "dma two");
	EXPECT_WRITTEN(test, dev, "dma three");
	KUNIT_EXPECT_TRUE(test, wait_until((vfs_poll(dev, NULL) & (POLLIN | POLLOUT)) ==
					   (POLLIN | POLLOUT)));
	KUNIT_EXPECT_STREQ(test, read_all(dev), "one\ntwo\nthree\n");
}

/* A read with little room takes the beginning, the next one the rest. */
static void small_reads(struct kunit *test)
{
	EXPECT_WRITTEN(test, dev, "dma hello");
	KUNIT_EXPECT_STREQ(test, read_from(dev, 2), "he");
	KUNIT_EXPECT_STREQ(test, read_from(dev, 99), "llo\n");
}

/* What is no command is refused, and starts nothing. */
static void nonsense_is_refused(struct kunit *test)
{
	static const char *const nonsense[] = { "", "x", "-1", "5 6", "bh", "bh nmi", "dma" };
	char long_one[100];

	for (int i = 0; i < ARRAY_SIZE(nonsense); i++)
		KUNIT_EXPECT_EQ_MSG(test, write_to(dev, nonsense[i]), -EINVAL, "'%s'", nonsense[i]);
	KUNIT_EXPECT_EQ(test, write_to(dev, "13"), -ERANGE);
	memset(long_one, '1', sizeof(long_one));
	KUNIT_EXPECT_EQ(test, vfs_write(dev, long_one, sizeof(long_one), &dev->f_pos), -EINVAL);
	KUNIT_EXPECT_EQ(test, vfs_poll(dev, NULL) & (POLLIN | POLLOUT), POLLOUT);
}

/* A buffer that is not there is -EFAULT. */
static void bad_buffers(struct kunit *test)
{
	char __user *nowhere = (char __user *)8;

	KUNIT_EXPECT_EQ(test, dev->f_op->write(dev, nowhere, 4, &dev->f_pos), -EFAULT);
	EXPECT_WRITTEN(test, dev, "dma x");
	KUNIT_EXPECT_EQ(test, dev->f_op->read(dev, nowhere, 4, &dev->f_pos), -EFAULT);
}

/* ---- without sleeping ------------------------------------------------------------------------ */

/* With O_NONBLOCK a read that finds nothing, and a write during a job, are -EAGAIN. */
static void nonblocking(struct kunit *test)
{
	struct file *file = open_dev(test, "/dev/edu", O_RDWR | O_NONBLOCK);

	KUNIT_EXPECT_STREQ(test, read_all(file), AGAIN);
	EXPECT_WRITTEN(test, file, "dma x");
	KUNIT_EXPECT_EQ(test, write_to(file, "dma y"), -EAGAIN);
	KUNIT_EXPECT_STREQ(test, read_all(file), AGAIN);
	KUNIT_EXPECT_TRUE(test, wait_until(vfs_poll(file, NULL) & POLLIN));
	KUNIT_EXPECT_STREQ(test, read_all(file), "x\n");
}

/* poll() says "write" while the card is idle, "read" while there is an answer. */
static void poll_says_what_is_possible(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, vfs_poll(dev, NULL) & (POLLIN | POLLOUT), POLLOUT);
	EXPECT_WRITTEN(test, dev, "dma x");
	KUNIT_EXPECT_EQ(test, vfs_poll(dev, NULL) & (POLLIN | POLLOUT), 0);
	KUNIT_EXPECT_TRUE(test, wait_until(vfs_poll(dev, NULL) & POLLIN));
	KUNIT_EXPECT_EQ(test, vfs_poll(dev, NULL) & (POLLIN | POLLOUT), POLLIN | POLLOUT);
	read_all(dev);
	KUNIT_EXPECT_EQ(test, vfs_poll(dev, NULL) & (POLLIN | POLLOUT), POLLOUT);
}

/* A poller as poll(2) has it, on one queue. */
struct poller {
	poll_table table;
	wait_queue_t wait;
	wait_queue_head_t *queue;
};

static void get_in_line(struct file *file, wait_queue_head_t *queue, poll_table *table)
{
	struct poller *poller = container_of(table, struct poller, table);

	poller->queue = queue;
	add_wait_queue(queue, &poller->wait);
}

/* Who sleeps in poll() is woken by the answer. */
static void poll_wakes(struct kunit *test)
{
	struct poller poller = {
		.table = { .qproc = get_in_line },
		.wait = { .private = current, .func = default_wake_function },
	};
	unsigned long begin = jiffies;

	EXPECT_WRITTEN(test, dev, "dma x");
	KUNIT_EXPECT_EQ(test, vfs_poll(dev, &poller.table) & POLLIN, 0);
	KUNIT_ASSERT_NOT_NULL(test, poller.queue);
	do {
		set_current_state(TASK_INTERRUPTIBLE); /* pairs with the queue's lock */
		if (vfs_poll(dev, NULL) & POLLIN)
			break;
	} while (schedule_timeout(10 * HZ));
	__set_current_state(TASK_RUNNING);
	remove_wait_queue(poller.queue, &poller.wait);
	KUNIT_EXPECT_LE(test, jiffies - begin, 5 * HZ);
	KUNIT_EXPECT_STREQ(test, read_all(dev), "x\n");
}

/* ---- sleeping -------------------------------------------------------------------------------- */

/* Static everywhere: where a case ends early its thread still writes to it. */
struct caller {
	struct file *file;
	const char *command; /* NULL: it reads */
	char text[64];
	ssize_t got;
	bool done;
};

static int call_in_thread(void *data)
{
	struct caller *caller = data;
	struct file *file = caller->file;

	caller->got = caller->command ?
			      write_to(file, caller->command) :
			      vfs_read(file, caller->text, sizeof(caller->text) - 1, &file->f_pos);
	if (!caller->command && caller->got > 0)
		caller->text[caller->got] = '\0';
	WRITE_ONCE(caller->done, true);
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(1);
	return 0;
}

/* A thread that sleeps in read() or write() when this returns; it is stopped at the case's end. */
static struct task_struct *sleeper(struct kunit *test, struct caller *caller, const char *command)
{
	struct task_struct *thread;

	*caller = (struct caller){ .file = open_dev(test, "/dev/edu", O_RDWR), .command = command };
	thread = create_thread(test, call_in_thread, caller, "caller");
	wake_up_process(thread);
	KUNIT_EXPECT_TRUE(test, wait_until(thread->state == TASK_INTERRUPTIBLE));
	return thread;
}

/* read() sleeps until the answer is there, whoever asked. */
static void read_sleeps(struct kunit *test)
{
	static struct caller reader;

	sleeper(test, &reader, NULL);
	EXPECT_WRITTEN(test, dev, "dma hello");
	KUNIT_EXPECT_FALSE(test, READ_ONCE(reader.done));
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(reader.done)));
	KUNIT_EXPECT_STREQ(test, (const char *)reader.text, "hello\n");
}

/* Of several readers each answer goes to one. */
static void each_answer_to_one_reader(struct kunit *test)
{
	static struct caller a, b;

	sleeper(test, &a, NULL);
	sleeper(test, &b, NULL);
	EXPECT_WRITTEN(test, dev, "dma x");
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(a.done) || READ_ONCE(b.done)));
	EXPECT_WRITTEN(test, dev, "dma y");
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(a.done) && READ_ONCE(b.done)));
	KUNIT_EXPECT_EQ(test, a.got, 2);
	KUNIT_EXPECT_EQ(test, b.got, 2);
	KUNIT_EXPECT_NE(test, a.text[0], b.text[0]);
}

/* A signal ends the sleep of a reader. */
static void signal_ends_a_read(struct kunit *test)
{
	static struct caller reader;
	struct task_struct *thread = sleeper(test, &reader, NULL);

	thread->sigpending = true;
	wake_up_process(thread);
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(reader.done)));
	KUNIT_EXPECT_EQ(test, reader.got, -ERESTARTSYS);
}

/* A writer sleeps while the card is busy, and its turn comes. */
static void write_waits_for_its_turn(struct kunit *test)
{
	static struct caller writer;

	EXPECT_WRITTEN(test, dev, "dma first");
	sleeper(test, &writer, "dma second");
	KUNIT_EXPECT_STREQ(test, read_all(dev), "first\n");
	KUNIT_EXPECT_STREQ(test, read_all(dev), "second\n");
	KUNIT_EXPECT_EQ(test, writer.got, 10);
}

/* A signal ends the sleep of a writer, and its job is not begun. */
static void signal_ends_a_write(struct kunit *test)
{
	static struct caller writer;
	struct task_struct *thread;

	EXPECT_WRITTEN(test, dev, "dma first");
	thread = sleeper(test, &writer, "dma second");
	thread->sigpending = true;
	wake_up_process(thread);
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(writer.done)));
	KUNIT_EXPECT_EQ(test, writer.got, -ERESTARTSYS);
	KUNIT_EXPECT_STREQ(test, read_all(dev), "first\n");
	KUNIT_EXPECT_EQ(test, vfs_poll(dev, NULL) & (POLLIN | POLLOUT), POLLOUT);
}

/* While nobody reads, no answer is lost: the writer that finds no room sleeps until there is. */
static void no_answer_is_lost(struct kunit *test)
{
	static const char long_answer[] = "dma .................................................x";
	static struct caller writer;

	for (int i = 0; i < 4; i++)
		EXPECT_WRITTEN(test, dev, long_answer);
	KUNIT_EXPECT_TRUE(test, wait_until(vfs_poll(dev, NULL) & POLLIN &&
					   !(vfs_poll(dev, NULL) & POLLOUT)));
	sleeper(test, &writer, "dma y");
	halt_for(3 * DMA_TICKS);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(writer.done));
	for (int i = 0; i < 4; i++)
		KUNIT_EXPECT_STREQ(test,
				   read_from(dev, sizeof(long_answer) - sizeof("dma ") + 1) +
					   sizeof(long_answer) - sizeof("dma ") - 1,
				   "x\n");
	KUNIT_EXPECT_STREQ(test, read_all(dev), "y\n");
}

/* ---- open and close -------------------------------------------------------------------------- */

/* The answer to a question whose asker has closed the file waits for the next one. */
static void answer_outlives_its_asker(struct kunit *test)
{
	EXPECT_WRITTEN(test, dev, "dma hello");
	kunit_release_action(test, close_file, dev);
	dev = open_dev(test, "/dev/edu", O_RDONLY | O_NONBLOCK);
	KUNIT_EXPECT_STREQ(test, read_all(dev), "hello\n");
}

/* The line is free before the first open and after the last close. */
static void line_is_free_when_closed(struct kunit *test)
{
	struct file *second = open_dev(test, "/dev/edu", O_RDONLY);
	struct irq_desc *desc = &irq_desc[edu->irq];

	KUNIT_EXPECT_NOT_NULL(test, desc->action);
	kunit_release_action(test, close_file, dev);
	KUNIT_EXPECT_NOT_NULL(test, desc->action);
	kunit_release_action(test, close_file, second);
	KUNIT_EXPECT_NULL(test, desc->action);
}

static unsigned int not_mine;

static irqreturn_t neighbour(int irq, void *dev_id)
{
	not_mine++;
	return IRQ_NONE;
}

static void free_neighbour(void *unused)
{
	free_irq(edu->irq, &not_mine);
}

/* On a shared line the other device's handler is asked, too, and says that it was not meant. */
static void shared_line(struct kunit *test)
{
	not_mine = 0;
	KUNIT_ASSERT_EQ(test, request_irq(edu->irq, neighbour, IRQF_SHARED, "neighbour", &not_mine),
			0);
	kunit_add_action(test, free_neighbour, NULL);
	EXPECT_WRITTEN(test, dev, "dma hello");
	KUNIT_EXPECT_STREQ(test, read_all(dev), "hello\n");
	KUNIT_EXPECT_EQ(test, not_mine, 2);
}

/* An interrupt that belongs to no job does no harm. */
static void stray_interrupt(struct kunit *test)
{
	edu_raise(edu, EDU_IRQ_FACTORIAL);
	EXPECT_WRITTEN(test, dev, "dma x");
	edu_raise(edu, EDU_IRQ_DMA);
	KUNIT_EXPECT_STREQ(test, read_all(dev), "x\n");
}

/* Two cards work at once, each with its file, whether they share a line or not. */
static void two_cards(struct kunit *test)
{
	struct file *other;
	unsigned long begin;

	if (!edu_get_nth(1))
		kunit_skip(test, "one card: tools/run … -- -device edu");
	need_exact_clock(test);
	other = open_dev(test, "/dev/edu1", O_RDWR);
	begin = jiffies;
	EXPECT_WRITTEN(test, dev, "dma one");
	EXPECT_WRITTEN(test, other, "dma two");
	KUNIT_EXPECT_STREQ(test, read_all(other), "two\n");
	KUNIT_EXPECT_STREQ(test, read_all(dev), "one\n");
	KUNIT_EXPECT_LE(test, jiffies - begin, 3 * DMA_TICKS);
}

static struct kunit_case edu_dev_cases[] = {
	KUNIT_CASE(factorial),
	KUNIT_CASE(factorials_at_the_ends),
	KUNIT_CASE(dma),
	KUNIT_CASE(write_does_not_wait),
	KUNIT_CASE(answers_wait_in_order),
	KUNIT_CASE(small_reads),
	KUNIT_CASE(nonsense_is_refused),
	KUNIT_CASE(bad_buffers),
	KUNIT_CASE(nonblocking),
	KUNIT_CASE(poll_says_what_is_possible),
	KUNIT_CASE(poll_wakes),
	KUNIT_CASE(read_sleeps),
	KUNIT_CASE(each_answer_to_one_reader),
	KUNIT_CASE(signal_ends_a_read),
	KUNIT_CASE(write_waits_for_its_turn),
	KUNIT_CASE(signal_ends_a_write),
	KUNIT_CASE(no_answer_is_lost),
	KUNIT_CASE(answer_outlives_its_asker),
	KUNIT_CASE(line_is_free_when_closed),
	KUNIT_CASE(shared_line),
	KUNIT_CASE(stray_interrupt),
	KUNIT_CASE(two_cards),
	{},
};

static struct kunit_suite edu_dev_suite = {
	.name = "edu_dev",
	.init = edu_dev_test_init,
	.exit = edu_dev_test_exit,
	.test_cases = edu_dev_cases,
};
kunit_test_suite(edu_dev_suite);
