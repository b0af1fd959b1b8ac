// SPDX-License-Identifier: MIT
/* pipe_test.c - a ring between two processes: order, ends, atomic writes, signals */
#include "fs_fixture.h"

#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/poll.h>

#define RING	 4096
#define LONG_ONE (10 * RING + 77)

struct ends {
	struct file *in, *out; /* read from, write to; NULL: closed */
};

static struct ends pipe;

static void close_end(struct file **end)
{
	if (*end)
		fput(*end);
	*end = NULL;
}

static void close_pipe(void *unused)
{
	close_end(&pipe.in);
	close_end(&pipe.out);
}

static int pipe_test_init(struct kunit *test)
{
	struct file *ends[2];
	int error = open_pipe(ends);

	if (error)
		return error;
	pipe.in = ends[0];
	pipe.out = ends[1];
	return 0;
}

static void pipe_test_exit(struct kunit *test)
{
	close_pipe(NULL);
}

static ssize_t put(const void *data, size_t count)
{
	return vfs_write(pipe.out, data, count, &pipe.out->f_pos);
}

static ssize_t get(void *data, size_t count)
{
	return vfs_read(pipe.in, data, count, &pipe.in->f_pos);
}

static void nonblocking(void)
{
	pipe.in->f_flags |= O_NONBLOCK;
	pipe.out->f_flags |= O_NONBLOCK;
}

/* Bytes come out as they went in, in whatever pieces, many times around the ring */
static void in_order(struct kunit *test)
{
	char text[100], back[100];
	int round, i, sent = 0, seen = 0;

	for (round = 0; round < 200; round++) {
		int count = 1 + round * 37 % 100, got;

		for (i = 0; i < count; i++)
			text[i] = sent++ % 251;
		KUNIT_ASSERT_EQ(test, put(text, count), count);
		while (seen < sent) {
			got = get(back, 1 + round % 60);
			KUNIT_ASSERT_GT(test, got, 0);
			for (i = 0; i < got; i++)
				KUNIT_ASSERT_EQ(test, (u8)back[i], seen++ % 251);
		}
	}
}

/* A read gives what is there, and does not wait for more */
static void short_read(struct kunit *test)
{
	char back[100];

	KUNIT_EXPECT_EQ(test, put("abc", 3), 3);
	KUNIT_EXPECT_EQ(test, get(back, 100), 3);
	KUNIT_EXPECT_EQ(test, get(back, 0), 0);
}

/* When all writers are gone the reader gets what is left, and then the end */
static void end_of_file(struct kunit *test)
{
	char back[8];

	KUNIT_EXPECT_EQ(test, put("abc", 3), 3);
	close_end(&pipe.out);
	KUNIT_EXPECT_EQ(test, get(back, 2), 2);
	KUNIT_EXPECT_EQ(test, get(back, 2), 1);
	KUNIT_EXPECT_EQ(test, get(back, 2), 0);
	KUNIT_EXPECT_EQ(test, get(back, 2), 0);
}

/* Who writes when nobody can read gets -EPIPE, and a process a signal, too */
static void nobody_reads(struct kunit *test)
{
	struct process *process;

	close_end(&pipe.in);
	KUNIT_EXPECT_EQ(test, put("abc", 3), -EPIPE);
	process = be_process(test);
	KUNIT_EXPECT_EQ(test, process->pending, 0);
	KUNIT_EXPECT_EQ(test, put("abc", 3), -EPIPE);
	KUNIT_EXPECT_EQ(test, process->pending, 1 << SIGPIPE);
	KUNIT_EXPECT_EQ(test, put("abc", 0), 0);
}

/* With O_NONBLOCK nothing waits: -EAGAIN, and a long write does what it can */
static void no_waiting(struct kunit *test)
{
	char *data = kunit_kzalloc(test, 2 * RING, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, data);
	nonblocking();
	KUNIT_EXPECT_EQ(test, get(data, 1), -EAGAIN);
	KUNIT_EXPECT_EQ(test, put(data, 1), 1);
	KUNIT_EXPECT_EQ(test, put(data, RING), -EAGAIN);
	KUNIT_EXPECT_EQ(test, put(data, RING + 1), RING - 1);
	KUNIT_EXPECT_EQ(test, put(data, RING + 1), -EAGAIN);
	KUNIT_EXPECT_EQ(test, put(data, 1), -EAGAIN);
	KUNIT_EXPECT_EQ(test, get(data, 2 * RING), RING);
	KUNIT_EXPECT_EQ(test, put(data, RING), RING);
}

/* A bad pointer is -EFAULT; what lies before it in good memory counts, and nothing is lost */
static void bad_pointers(struct kunit *test)
{
	mm_segment_t old = get_fs();
	ssize_t wrote, got;
	char back[4];

	KUNIT_EXPECT_EQ(test, put("abc", 3), 3);
	set_fs(USER_DS);
	wrote = put(NULL, 3);
	got = get(NULL, 3);
	set_fs(old);
	KUNIT_EXPECT_EQ(test, wrote, -EFAULT);
	KUNIT_EXPECT_EQ(test, got, -EFAULT);
	KUNIT_EXPECT_EQ(test, get(back, 4), 3);
}

/* A pipe has no position, and its ends one direction each */
static void one_way(struct kunit *test)
{
	loff_t pos = 0;
	char c;

	KUNIT_EXPECT_EQ(test, vfs_llseek(pipe.in, 0, SEEK_SET), -ESPIPE);
	KUNIT_EXPECT_EQ(test, vfs_write(pipe.in, "a", 1, &pos), -EBADF);
	KUNIT_EXPECT_EQ(test, vfs_read(pipe.out, &c, 1, &pos), -EBADF);
}

/* poll: readable with bytes in it, writable while a whole PIPE_BUF fits, and the ends' ends */
static void poll_bits(struct kunit *test)
{
	char back[4];

	KUNIT_EXPECT_EQ(test, vfs_poll(pipe.in, NULL), 0);
	KUNIT_EXPECT_EQ(test, vfs_poll(pipe.out, NULL), POLLOUT | POLLWRNORM);
	KUNIT_EXPECT_EQ(test, put("a", 1), 1);
	KUNIT_EXPECT_EQ(test, vfs_poll(pipe.in, NULL), POLLIN | POLLRDNORM);
	KUNIT_EXPECT_EQ(test, vfs_poll(pipe.out, NULL), 0);
	close_end(&pipe.out);
	KUNIT_EXPECT_EQ(test, vfs_poll(pipe.in, NULL), POLLIN | POLLRDNORM | POLLHUP);
	KUNIT_EXPECT_EQ(test, get(back, 1), 1);
	KUNIT_EXPECT_EQ(test, vfs_poll(pipe.in, NULL), POLLHUP);
}

/* The writer's end sees that the reader's is gone */
static void poll_without_reader(struct kunit *test)
{
	close_end(&pipe.in);
	KUNIT_EXPECT_EQ(test, vfs_poll(pipe.out, NULL), POLLOUT | POLLWRNORM | POLLERR);
}

/* sys_pipe gives two descriptors, or none and leaves none open */
static void descriptors(struct kunit *test)
{
	struct process *process = be_process(test);
	mm_segment_t old = get_fs();
	int fds[2];
	long i, error;
	char c;

	KUNIT_ASSERT_EQ(test, sys_pipe(fds), 0);
	KUNIT_EXPECT_EQ(test, fds[0], 0);
	KUNIT_EXPECT_EQ(test, fds[1], 1);
	KUNIT_EXPECT_EQ(test, sys_write(1, "x", 1), 1);
	KUNIT_EXPECT_EQ(test, sys_read(0, &c, 1), 1);
	KUNIT_EXPECT_EQ(test, c, 'x');
	set_fs(USER_DS);
	error = sys_pipe(NULL);
	set_fs(old);
	KUNIT_EXPECT_EQ(test, error, -EFAULT);
	KUNIT_EXPECT_NULL(test, process->files.fd[2]);
	for (i = 2; i < NR_OPEN - 1; i++)
		KUNIT_ASSERT_EQ(test, sys_dup(0), i);
	KUNIT_EXPECT_EQ(test, sys_pipe(fds), -EMFILE);
	KUNIT_EXPECT_EQ(test, sys_dup(0), NR_OPEN - 1);
	KUNIT_EXPECT_EQ(test, sys_pipe(fds), -EMFILE);
}

/* ---- two threads ----------------------------------------------------------------------------- */

/* What the other thread does: one read or write, and its result. */
struct other {
	ssize_t (*call)(struct other *other);
	char *data;
	size_t count;
	ssize_t result;
	volatile bool done;
	struct process process; /* for signals */
};

static ssize_t put_all(struct other *other)
{
	return put(other->data, other->count);
}

static ssize_t get_once(struct other *other)
{
	return get(other->data, other->count);
}

static int other_thread(void *data)
{
	struct other *other = data;

	other->process.task = current;
	current->process = &other->process;
	other->result = other->call(other);
	other->done = true;
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(1);
	current->process = NULL;
	current->sigpending = false;
	return 0;
}

/* Start it on another processor, if there is one. */
static struct task_struct *start_other(struct kunit *test, struct other *other)
{
	struct task_struct *thread = create_thread(test, other_thread, other, "other");

	kthread_bind(thread, num_online_cpus() - 1);
	start_thread(test, thread);
	return thread;
}

static bool asleep(struct task_struct *thread)
{
	return wait_until(thread->state == TASK_INTERRUPTIBLE);
}

/* A reader waits for the writer, wherever each runs */
static void reader_waits(struct kunit *test)
{
	char back[8];
	struct other other = { .call = get_once, .data = back, .count = sizeof(back) };
	struct task_struct *thread = start_other(test, &other);

	KUNIT_EXPECT_TRUE(test, asleep(thread));
	KUNIT_EXPECT_FALSE(test, other.done);
	KUNIT_EXPECT_EQ(test, put("abc", 3), 3);
	KUNIT_EXPECT_TRUE(test, wait_until(other.done));
	kthread_stop(thread);
	KUNIT_EXPECT_EQ(test, other.result, 3);
}

/* A reader that waits sees the end when the last writer closes */
static void reader_sees_the_end(struct kunit *test)
{
	char back[8];
	struct other other = { .call = get_once, .data = back, .count = sizeof(back) };
	struct task_struct *thread = start_other(test, &other);

	KUNIT_EXPECT_TRUE(test, asleep(thread));
	close_end(&pipe.out);
	KUNIT_EXPECT_TRUE(test, wait_until(other.done));
	kthread_stop(thread);
	KUNIT_EXPECT_EQ(test, other.result, 0);
}

/* A long write goes through a small ring whole, and each byte once */
static void long_write(struct kunit *test)
{
	char *data = kunit_kzalloc(test, LONG_ONE, GFP_KERNEL), back[1000];
	struct other other = { .call = put_all, .data = data, .count = LONG_ONE };
	struct task_struct *thread;
	int seen = 0, wrong = 0;
	ssize_t got, i;

	KUNIT_ASSERT_NOT_NULL(test, data);
	for (i = 0; i < LONG_ONE; i++)
		data[i] = i % 253;
	thread = start_other(test, &other);
	while (seen < LONG_ONE) {
		got = get(back, 1 + seen % 999);
		if (got <= 0)
			break;
		for (i = 0; i < got; i++)
			wrong += (u8)back[i] != seen++ % 253;
	}
	KUNIT_EXPECT_TRUE(test, wait_until(other.done));
	kthread_stop(thread);
	KUNIT_EXPECT_EQ(test, seen, LONG_ONE);
	KUNIT_EXPECT_EQ(test, wrong, 0);
	KUNIT_EXPECT_EQ(test, other.result, LONG_ONE);
}

/* A write of PIPE_BUF or less waits until all of it has room: nobody sees a part */
static void short_write_is_whole(struct kunit *test)
{
	char *data = kunit_kzalloc(test, RING, GFP_KERNEL), back[10];
	struct other other = { .call = put_all, .data = data, .count = RING };
	struct task_struct *thread;

	KUNIT_ASSERT_NOT_NULL(test, data);
	memset(data, 'y', RING);
	KUNIT_EXPECT_EQ(test, put("xxx", 3), 3);
	thread = start_other(test, &other);
	KUNIT_EXPECT_TRUE(test, asleep(thread));
	KUNIT_EXPECT_EQ(test, get(back, 2), 2);
	KUNIT_EXPECT_TRUE(test, asleep(thread));
	KUNIT_EXPECT_FALSE(test, other.done);
	KUNIT_EXPECT_EQ(test, get(back, 10), 1);
	KUNIT_EXPECT_TRUE(test, wait_until(other.done));
	kthread_stop(thread);
	KUNIT_EXPECT_EQ(test, other.result, RING);
	KUNIT_EXPECT_EQ(test, get(back, 1), 1);
	KUNIT_EXPECT_EQ(test, back[0], 'y');
}

/* A signal ends the wait of a reader */
static void signal_ends_a_read(struct kunit *test)
{
	char back[8];
	struct other other = { .call = get_once, .data = back, .count = sizeof(back) };
	struct task_struct *thread = start_other(test, &other);

	KUNIT_EXPECT_TRUE(test, asleep(thread));
	process_signal(&other.process, SIGTERM);
	KUNIT_EXPECT_TRUE(test, wait_until(other.done));
	kthread_stop(thread);
	KUNIT_EXPECT_EQ(test, other.result, -ERESTARTSYS);
}

/* A signal in the middle of a long write: it says how much is done */
static void signal_ends_a_write(struct kunit *test)
{
	char *data = kunit_kzalloc(test, 2 * RING, GFP_KERNEL);
	struct other other = { .call = put_all, .data = data, .count = 2 * RING };
	struct task_struct *thread;

	KUNIT_ASSERT_NOT_NULL(test, data);
	thread = start_other(test, &other);
	KUNIT_EXPECT_TRUE(test, asleep(thread));
	process_signal(&other.process, SIGTERM);
	KUNIT_EXPECT_TRUE(test, wait_until(other.done));
	kthread_stop(thread);
	KUNIT_EXPECT_EQ(test, other.result, RING);
}

/* A writer that waits is told when the last reader closes */
static void writer_loses_its_reader(struct kunit *test)
{
	char *data = kunit_kzalloc(test, RING, GFP_KERNEL);
	struct other other = { .call = put_all, .data = data, .count = RING };
	struct task_struct *thread;

	KUNIT_ASSERT_NOT_NULL(test, data);
	KUNIT_EXPECT_EQ(test, put("x", 1), 1);
	thread = start_other(test, &other);
	KUNIT_EXPECT_TRUE(test, asleep(thread));
	close_end(&pipe.in);
	KUNIT_EXPECT_TRUE(test, wait_until(other.done));
	kthread_stop(thread);
	KUNIT_EXPECT_EQ(test, other.result, -EPIPE);
	KUNIT_EXPECT_EQ(test, other.process.pending, 1 << SIGPIPE);
}

#define WRITERS 3
#define RECORDS 300
#define RECORD	61 /* does not divide the ring */

static ssize_t put_records(struct other *other)
{
	int i;

	for (i = 0; i < RECORDS; i++)
		if (put(other->data, RECORD) != RECORD)
			return i;
	return RECORDS;
}

/* Several write records at once, from all processors: each record stays whole */
static void records_stay_whole(struct kunit *test)
{
	struct other *others = kunit_kzalloc(test, WRITERS * sizeof(*others), GFP_KERNEL);
	struct task_struct *threads[WRITERS];
	char data[WRITERS][RECORD], back[RECORD];
	int i, record, at, mixed = 0, seen[WRITERS] = { 0 };
	ssize_t got;

	KUNIT_ASSERT_NOT_NULL(test, others);
	for (i = 0; i < WRITERS; i++) {
		memset(data[i], 'A' + i, RECORD);
		others[i].call = put_records;
		others[i].data = data[i];
		threads[i] = create_thread(test, other_thread, &others[i], "writer");
		kthread_bind(threads[i], i % num_online_cpus());
	}
	for (i = 0; i < WRITERS; i++)
		start_thread(test, threads[i]);
	for (record = 0; record < WRITERS * RECORDS; record++) {
		for (at = 0; at < RECORD; at += got) {
			got = get(back + at, RECORD - at);
			if (got <= 0)
				break;
		}
		if (at < RECORD)
			break;
		for (at = 1; at < RECORD; at++)
			mixed += back[at] != back[0];
		if (back[0] >= 'A' && back[0] < 'A' + WRITERS)
			seen[back[0] - 'A']++;
	}
	for (i = 0; i < WRITERS; i++) {
		KUNIT_EXPECT_TRUE(test, wait_until(others[i].done));
		kthread_stop(threads[i]);
		KUNIT_EXPECT_EQ(test, others[i].result, RECORDS);
		KUNIT_EXPECT_EQ(test, seen[i], RECORDS);
	}
	KUNIT_EXPECT_EQ(test, mixed, 0);
}

static struct kunit_case pipe_cases[] = {
	KUNIT_CASE(in_order),
	KUNIT_CASE(short_read),
	KUNIT_CASE(end_of_file),
	KUNIT_CASE(nobody_reads),
	KUNIT_CASE(no_waiting),
	KUNIT_CASE(bad_pointers),
	KUNIT_CASE(one_way),
	KUNIT_CASE(poll_bits),
	KUNIT_CASE(poll_without_reader),
	KUNIT_CASE(descriptors),
	KUNIT_CASE(reader_waits),
	KUNIT_CASE(reader_sees_the_end),
	KUNIT_CASE(long_write),
	KUNIT_CASE(short_write_is_whole),
	KUNIT_CASE(signal_ends_a_read),
	KUNIT_CASE(signal_ends_a_write),
	KUNIT_CASE(writer_loses_its_reader),
	KUNIT_CASE(records_stay_whole),
	{},
};

static struct kunit_suite pipe_suite = {
	.name = "pipe",
	.init = pipe_test_init,
	.exit = pipe_test_exit,
	.test_cases = pipe_cases,
};
kunit_test_suite(pipe_suite);
