// SPDX-License-Identifier: MIT
/* poll_test.c - sys_poll: what is ready, whom it waits for, and when it gives up */
#include "fs_fixture.h"

#include <linux/kthread.h>
#include <linux/poll.h>

/* A device with two wait queues, like one with a buffer for each direction. */
static wait_queue_head_t readers, writers;
static volatile unsigned int ready;
static int asked;

static unsigned int two_queues(struct file *file, poll_table *wait)
{
	asked++;
	poll_wait(file, &readers, wait);
	poll_wait(file, &writers, wait);
	return ready;
}

static const struct file_operations two_fops = {
	.poll = two_queues,
};

static void unregister(void *major)
{
	unregister_chrdev((unsigned long)major, "poll_test");
}

/* Be a process with the device as descriptor 0. */
static void open_device(struct kunit *test)
{
	int major = register_chrdev(0, "poll_test", &two_fops);
	struct inode *node;

	KUNIT_ASSERT_GT(test, major, 0);
	kunit_add_action(test, unregister, (void *)(unsigned long)major);
	node = path_create("/t/dev", S_IFCHR | 0600, MKDEV(major, 0));
	KUNIT_ASSERT_EQ(test, error_of(node), 0);
	iput(node);
	be_process(test);
	KUNIT_ASSERT_EQ(test, sys_open("/t/dev", O_RDWR, 0), 0);
}

static int poll_test_init(struct kunit *test)
{
	init_waitqueue_head(&readers);
	init_waitqueue_head(&writers);
	ready = 0;
	asked = 0;
	return fs_test_init(test);
}

/* After a poll nobody is on the queues. */
static void expect_queues_left(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&readers));
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&writers));
}

/* What is ready is told at once: only what was asked for, errors and hang-ups in any case */
static void ready_at_once(struct kunit *test)
{
	struct pollfd fd = { .fd = 0, .events = POLLIN };

	open_device(test);
	ready = POLLIN | POLLOUT | POLLRDNORM;
	KUNIT_EXPECT_EQ(test, sys_poll(&fd, 1, -1), 1);
	KUNIT_EXPECT_EQ(test, fd.revents, POLLIN);
	ready = POLLERR | POLLHUP | POLLOUT;
	KUNIT_EXPECT_EQ(test, sys_poll(&fd, 1, -1), 1);
	KUNIT_EXPECT_EQ(test, fd.revents, POLLERR | POLLHUP);
	KUNIT_EXPECT_EQ(test, asked, 2);
	expect_queues_left(test);
}

/* A file that has no poll() is always ready; a closed number is told, a negative one left out */
static void odd_descriptors(struct kunit *test)
{
	struct pollfd fds[] = {
		{ .fd = 1, .events = POLLIN | POLLOUT },
		{ .fd = 31, .events = POLLIN },
		{ .fd = -1, .events = POLLIN, .revents = 77 },
		{ .fd = 1000, .events = 0 },
		{ .fd = 0, .events = POLLIN },
	};

	open_device(test);
	KUNIT_ASSERT_EQ(test, sys_open("/t/f", O_RDWR | O_CREAT, 0600), 1);
	KUNIT_EXPECT_EQ(test, sys_poll(fds, ARRAY_SIZE(fds), -1), 3);
	KUNIT_EXPECT_EQ(test, fds[0].revents, POLLIN | POLLOUT);
	KUNIT_EXPECT_EQ(test, fds[1].revents, POLLNVAL);
	KUNIT_EXPECT_EQ(test, fds[2].revents, 0);
	KUNIT_EXPECT_EQ(test, fds[3].revents, POLLNVAL);
	KUNIT_EXPECT_EQ(test, fds[4].revents, 0);
	expect_queues_left(test);
}

/* A time-out of 0 only looks; another one is waited for whole; no files are a sleep */
static void timeouts(struct kunit *test)
{
	struct pollfd fd = { .fd = 0, .events = POLLIN };
	unsigned long start;

	open_device(test);
	KUNIT_EXPECT_EQ(test, sys_poll(&fd, 1, 0), 0);
	KUNIT_EXPECT_EQ(test, asked, 1);
	start = jiffies;
	KUNIT_EXPECT_EQ(test, sys_poll(&fd, 1, 20), 0);
	KUNIT_EXPECT_GE(test, jiffies - start, msecs_to_jiffies(20));
	KUNIT_EXPECT_EQ(test, fd.revents, 0);
	start = jiffies;
	KUNIT_EXPECT_EQ(test, sys_poll(NULL, 0, 20), 0);
	KUNIT_EXPECT_GE(test, jiffies - start, msecs_to_jiffies(20));
	expect_queues_left(test);
}

static int wake_later(void *queue)
{
	while (!waitqueue_active(queue))
		schedule_timeout_uninterruptible(1);
	wake_up_interruptible((wait_queue_head_t *)queue); /* for nothing */
	schedule_timeout_uninterruptible(2);
	ready = POLLIN;
	wake_up_interruptible((wait_queue_head_t *)queue);
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(1);
	return 0;
}

/* Each of a file's queues wakes; a wake-up for nothing is none */
static void woken_by(struct kunit *test, wait_queue_head_t *queue)
{
	struct pollfd fd = { .fd = 0, .events = POLLIN };
	struct task_struct *thread;

	open_device(test);
	thread = create_thread(test, wake_later, queue, "waker");
	kthread_bind(thread, num_online_cpus() - 1);
	start_thread(test, thread);
	KUNIT_EXPECT_EQ(test, sys_poll(&fd, 1, 5000), 1);
	KUNIT_EXPECT_EQ(test, fd.revents, POLLIN);
	KUNIT_EXPECT_GE(test, asked, 2);
	kthread_stop(thread);
	expect_queues_left(test);
}

/* The first queue of a file wakes */
static void woken_by_the_first_queue(struct kunit *test)
{
	woken_by(test, &readers);
}

/* The second queue of a file wakes */
static void woken_by_the_second_queue(struct kunit *test)
{
	woken_by(test, &writers);
}

/* The same file twice in the list is asked twice, and both are told */
static void same_file_twice(struct kunit *test)
{
	struct pollfd fds[2] = { { .fd = 0, .events = POLLIN }, { .fd = 0, .events = POLLOUT } };

	open_device(test);
	KUNIT_EXPECT_EQ(test, sys_poll(fds, 2, 5), 0);
	ready = POLLIN | POLLOUT;
	KUNIT_EXPECT_EQ(test, sys_poll(fds, 2, 5), 2);
	KUNIT_EXPECT_EQ(test, fds[0].revents, POLLIN);
	KUNIT_EXPECT_EQ(test, fds[1].revents, POLLOUT);
	expect_queues_left(test);
}

static struct process *poller;

static int signal_later(void *unused)
{
	while (!waitqueue_active(&readers))
		schedule_timeout_uninterruptible(1);
	process_signal(poller, SIGTERM);
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(1);
	return 0;
}

/* A signal ends the wait with -EINTR */
static void signal_ends_it(struct kunit *test)
{
	struct pollfd fd = { .fd = 0, .events = POLLIN };
	struct task_struct *thread;

	open_device(test);
	poller = current->process;
	thread = create_thread(test, signal_later, NULL, "signaller");
	start_thread(test, thread);
	KUNIT_EXPECT_EQ(test, sys_poll(&fd, 1, 5000), -EINTR);
	current->sigpending = false;
	kthread_stop(thread);
	expect_queues_left(test);
}

static struct kunit_case poll_cases[] = {
	KUNIT_CASE(ready_at_once),
	KUNIT_CASE(odd_descriptors),
	KUNIT_CASE(timeouts),
	KUNIT_CASE(woken_by_the_first_queue),
	KUNIT_CASE(woken_by_the_second_queue),
	KUNIT_CASE(same_file_twice),
	KUNIT_CASE(signal_ends_it),
	{},
};

static struct kunit_suite poll_suite = {
	.name = "poll",
	.init = poll_test_init,
	.exit = fs_test_exit,
	.test_cases = poll_cases,
};
kunit_test_suite(poll_suite);
