// SPDX-License-Identifier: MIT
/*
 * edu_dev_test.c - tests of kernel/drivers/edu_dev.c with the card itself
 *
 * Most of them use "dma", whose time is 100 virtual ms each way; the factorial's is the host's.
 */
#include <halves/bottomhalf.h>
#include <halves/edu.h>
#include <halves/iofault.h>
#include <kunit/test.h>
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/kthread.h>
#include <linux/poll.h>
#include <linux/wait.h>

#include "helpers.h"

#define RING_SIZE    256
#define DMA_TICKS    (HZ / 10)	/* one way */
#define AGAIN	     "error -11"
#define NO_ANSWER    "error -5"

static struct edu_device *edu;
static struct file *dev;
static char text[RING_SIZE + 1];

static void close_file(void *file)
{
	filp_close(file, NULL);
}

static struct file *open_dev(struct kunit *test, const char *path, int flags)
{
	struct file *file = filp_open(path, flags, 0);

	KUNIT_ASSERT_FALSE_MSG(test, IS_ERR(file), "%s: %ld", path, PTR_ERR(file));
	kunit_add_action(test, close_file, file);
	return file;
}

static const char *read_from(struct file *file, size_t size)
{
	ssize_t n = vfs_read(file, text, size, &file->f_pos);

	if (n < 0)
		snprintf(text, sizeof(text), "error %d", (int)n);
	else
		text[n] = '\0';
	return text;
}

static const char *read_all(struct file *file)
{
	return read_from(file, RING_SIZE);
}

static ssize_t write_to(struct file *file, const char *command)
{
	return vfs_write(file, command, strlen(command), &file->f_pos);
}

#define EXPECT_WRITTEN(test, file, command)                                                        \
	KUNIT_EXPECT_EQ(test, write_to(file, command), strlen(command))

/* No card, no device; nothing to read may be left from the case before. */
static int edu_dev_test_init(struct kunit *test)
{
	struct file *file;

	edu = edu_get();
	if (!edu)
		kunit_skip(test, "no edu card: add -device edu");
	file = open_dev(test, "/dev/edu", O_RDWR | O_NONBLOCK);
	while (vfs_poll(file, NULL) & POLLIN)
		read_all(file);
	kunit_release_action(test, close_file, file);
	dev = open_dev(test, "/dev/edu", O_RDWR);
	return 0;
}

static void edu_dev_test_exit(struct kunit *test)
{
	io_fault_end();
	edu_get(); /* it answers again: the next one that vanishes is told again */
}

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

/* ---- the kinds of bottom half ---------------------------------------------------------------- */

static const char *const kinds[] = { "hardirq", "softirq", "tasklet", "work" };

static void describe_kind(const char *const *kind, char *desc)
{
	strscpy(desc, *kind, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(kind, kinds, describe_kind);

static void back_to_tasklet(void *unused)
{
	struct file *file = filp_open("/dev/edu", O_WRONLY, 0);

	if (!IS_ERR(file)) {
		write_to(file, "bh tasklet");
		filp_close(file, NULL);
	}
}

static void choose_kind(struct kunit *test, const char *kind)
{
	char command[32];

	kunit_add_action(test, back_to_tasklet, NULL);
	snprintf(command, sizeof(command), "bh %s\n", kind);
	EXPECT_WRITTEN(test, dev, command);
}

/* With each kind the answers come, one after the other. */
static void each_kind_answers(struct kunit *test)
{
	choose_kind(test, *(const char *const *)test->param_value);
	for (int i = 0; i < 3; i++) {
		EXPECT_WRITTEN(test, dev, "dma hello");
		KUNIT_EXPECT_STREQ(test, read_all(dev), "hello\n");
	}
	EXPECT_WRITTEN(test, dev, "10");
	KUNIT_EXPECT_STREQ(test, read_all(dev), "3628800\n");
}

/* The kind can be changed while a job runs: the change waits for its end. */
static void kind_changes_between_jobs(struct kunit *test)
{
	EXPECT_WRITTEN(test, dev, "dma hello");
	choose_kind(test, "work");
	KUNIT_EXPECT_EQ(test, vfs_poll(dev, NULL) & POLLIN, POLLIN);
	KUNIT_EXPECT_STREQ(test, read_all(dev), "hello\n");
}

/* The line on this processor: what the interrupt asks for, it asks for here. */
static void keep_line_here(struct kunit *test)
{
	if (num_online_cpus() > 1)
		KUNIT_EXPECT_EQ(test, irq_set_affinity(edu->irq, 1UL << smp_processor_id()), 0);
}

/* The first of the two transfers is over and its interrupt taken; true: the second has begun. */
static bool second_transfer_begun(void)
{
	return edu_read(edu, EDU_DMA_COMMAND) & EDU_DMA_START;
}

/*
 * What keeps bottom halves off keeps softirq and tasklet from going on, and work, since nobody is
 * scheduled; it does not keep the hard interrupt.
 */
static void kind_runs_when_it_may(struct kunit *test)
{
	const char *kind = *(const char *const *)test->param_value;
	bool in_hardirq = !strcmp(kind, "hardirq"), in_thread = !strcmp(kind, "work");

	need_exact_clock(test);
	keep_line_here(test);
	choose_kind(test, kind);
	EXPECT_WRITTEN(test, dev, "dma hello");

	preempt_disable();
	local_bh_disable();
	halt_for(DMA_TICKS + DMA_TICKS / 2);
	KUNIT_EXPECT_EQ(test, second_transfer_begun(), in_hardirq);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, second_transfer_begun(), !in_thread);
	preempt_enable();

	KUNIT_EXPECT_STREQ(test, read_all(dev), "hello\n");
}

static unsigned long runs_of(int softirq)
{
	unsigned long runs = 0;
	int cpu;

	for_each_online_cpu(cpu)
		runs += per_cpu(softirq_runs, cpu)[softirq];
	return runs;
}

/* The softirq is BLOCK_SOFTIRQ, and the tasklet is another one. */
static void softirq_is_no_tasklet(struct kunit *test)
{
	unsigned long before;

	choose_kind(test, "softirq");
	before = runs_of(BLOCK_SOFTIRQ);
	EXPECT_WRITTEN(test, dev, "dma hello");
	KUNIT_EXPECT_STREQ(test, read_all(dev), "hello\n");
	KUNIT_EXPECT_EQ(test, runs_of(BLOCK_SOFTIRQ) - before, 2);
	EXPECT_WRITTEN(test, dev, "bh tasklet");
	EXPECT_WRITTEN(test, dev, "dma hello");
	KUNIT_EXPECT_STREQ(test, read_all(dev), "hello\n");
	KUNIT_EXPECT_EQ(test, runs_of(BLOCK_SOFTIRQ) - before, 2);
}

/* ---- a card that does not answer ------------------------------------------------------------- */

static void pull_the_card(struct kunit *test)
{
	kunit_expect_report(test);
	io_fault_mmio(edu->regs, PAGE_SIZE, io_fault_ones);
}

/* A card that vanishes during a job ends the sleep of the reader with -EIO, and that is told. */
static void vanished_card(struct kunit *test)
{
	EXPECT_WRITTEN(test, dev, "dma hello");
	pull_the_card(test);
	KUNIT_EXPECT_STREQ(test, read_all(dev), NO_ANSWER);
	KUNIT_EXPECT_REPORT(test, "edu_dev: edu does not answer");
}

/* A card that is gone takes no job and cannot be opened; when it is back, all is as before. */
static void card_comes_back(struct kunit *test)
{
	pull_the_card(test);
	KUNIT_EXPECT_EQ(test, write_to(dev, "5"), -EIO);
	KUNIT_EXPECT_EQ(test, PTR_ERR(filp_open("/dev/edu", O_RDWR, 0)), -ENODEV);
	io_fault_end();
	edu_answers(edu);
	EXPECT_WRITTEN(test, dev, "dma hello");
	KUNIT_EXPECT_STREQ(test, read_all(dev), "hello\n");
}

static bool no_dma(struct io_access *access)
{
	return access->write && access->at - (unsigned long)edu->regs == EDU_DMA_COMMAND;
}

/* A card that is there but never interrupts is given up on, too; the next job is as any other. */
static void silent_card(struct kunit *test)
{
	kunit_expect_report(test);
	io_fault_mmio(edu->regs, PAGE_SIZE, no_dma);
	EXPECT_WRITTEN(test, dev, "dma hello");
	KUNIT_EXPECT_STREQ(test, read_all(dev), NO_ANSWER);
	io_fault_end();
	EXPECT_WRITTEN(test, dev, "dma hello");
	KUNIT_EXPECT_STREQ(test, read_all(dev), "hello\n");
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
	KUNIT_CASE_PARAM(each_kind_answers, kind_gen_params),
	KUNIT_CASE(kind_changes_between_jobs),
	KUNIT_CASE_PARAM(kind_runs_when_it_may, kind_gen_params),
	KUNIT_CASE(softirq_is_no_tasklet),
	KUNIT_CASE(vanished_card),
	KUNIT_CASE(card_comes_back),
	KUNIT_CASE(silent_card),
	{},
};

static struct kunit_suite edu_dev_suite = {
	.name = "edu_dev",
	.init = edu_dev_test_init,
	.exit = edu_dev_test_exit,
	.test_cases = edu_dev_cases,
};
kunit_test_suite(edu_dev_suite);
