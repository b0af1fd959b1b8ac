// SPDX-License-Identifier: MIT
/*
 * pipe.c - what one process writes, another one reads
 *
 * Idea:    a ring of one page. The two counters say how many bytes were ever written and read;
 *          their difference is what lies in the ring, and it is right when they wrap, too.
 *          A write of at most PIPE_BUF bytes waits until there is room for all of it, so it stays
 *          together whatever others write; a longer one goes in pieces.
 * Context: process. Locking: the inode's i_mutex.
 * See:     tests/kernel/pipe_test.c
 */
#include <asm/uaccess.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include "internal.h"

#define PIPE_BUF ((size_t)PAGE_SIZE)

/* Fields: M under the inode's i_mutex. */
struct pipe {
	struct inode inode;
	wait_queue_head_t wait; /* readers and writers */
	u32 written, read;	/* M; others may look */
	u32 readers, writers;	/* M: open files; others may look */
	char *ring;
};

static struct pipe *pipe_of(const struct file *file)
{
	return container_of(file->f_inode, struct pipe, inode);
}

static size_t filled(struct pipe *pipe)
{
	return READ_ONCE(pipe->written) - READ_ONCE(pipe->read);
}

/* Bytes that lie side by side in the ring from a counter on. */
static size_t until_wrap(u32 counter)
{
	return PIPE_BUF - counter % PIPE_BUF;
}

static void pipe_lock(struct pipe *pipe)
{
	mutex_lock(&pipe->inode.i_mutex);
}

static void pipe_unlock(struct pipe *pipe)
{
	mutex_unlock(&pipe->inode.i_mutex);
}

/* The counters have changed: wake who waits for that. Expects the lock. */
static void pipe_wake(struct pipe *pipe)
{
	/*
	 * Who sleeps got onto the queue with the lock. Who polls did not: it pairs with the barrier
	 * in pipe_poll(): he sees the counters, or we see him.
	 */
	smp_mb();
	if (waitqueue_active(&pipe->wait))
		wake_up_interruptible_all(&pipe->wait);
}

/*
 * Sleep until somebody has read, written, opened or closed. He needs the lock for that, so whoever
 * gets onto the queue before he gives the lock back misses nothing.
 * Return: 0, -EAGAIN: the file does not want to sleep, -ERESTARTSYS: a signal came first. Locking:
 * expects the lock, gives it back meanwhile.
 */
static int pipe_sleep(struct file *file, struct pipe *pipe)
{
	DEFINE_WAIT(wait);
	int error = 0;

	if (file->f_flags & O_NONBLOCK)
		return -EAGAIN;
	prepare_to_wait(&pipe->wait, &wait, TASK_INTERRUPTIBLE);
	pipe_unlock(pipe);
	if (signal_pending(current))
		error = -ERESTARTSYS;
	else
		schedule(); /* if a signal ends this, the next one will not begin */
	finish_wait(&pipe->wait, &wait);
	pipe_lock(pipe);
	return error;
}

static ssize_t pipe_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct pipe *pipe = pipe_of(file);
	size_t done = 0;
	int error = 0;

	pipe_lock(pipe);
	while (count && !filled(pipe) && pipe->writers && !error)
		error = pipe_sleep(file, pipe);
	if (filled(pipe))
		error = 0;
	count = min(count, filled(pipe));
	while (done < count && !error) {
		size_t piece = min(count - done, until_wrap(pipe->read));
		size_t left =
			copy_to_user(user_at(buf, done), pipe->ring + pipe->read % PIPE_BUF, piece);

		if (left)
			error = -EFAULT;
		pipe->read += piece - left;
		done += piece - left;
	}
	if (done)
		pipe_wake(pipe);
	pipe_unlock(pipe);
	return done ? done : error;
}

/* Wait until there is room for @wanted bytes. Return: 0, -EPIPE: nobody will read; pipe_sleep(). */
static int wait_for_room(struct file *file, struct pipe *pipe, size_t wanted)
{
	int error = 0;

	while (pipe->readers && PIPE_BUF - filled(pipe) < wanted) {
		if (error)
			return error;
		error = pipe_sleep(file, pipe);
	}
	if (pipe->readers)
		return 0;
	if (current->process)
		process_signal(current->process, SIGPIPE);
	return -EPIPE;
}

static ssize_t pipe_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	struct pipe *pipe = pipe_of(file);
	size_t wanted = count <= PIPE_BUF ? count :
					    1; /* 1: of a long one, what there is room for */
	size_t done = 0;
	int error = 0;

	pipe_lock(pipe);
	while (done < count && !error) {
		size_t piece, left;

		error = wait_for_room(file, pipe, wanted);
		if (error)
			break;
		piece = min(min(count - done, PIPE_BUF - filled(pipe)), until_wrap(pipe->written));
		left = copy_from_user(pipe->ring + pipe->written % PIPE_BUF, user_at(buf, done),
				      piece);
		if (left)
			error = -EFAULT;
		pipe->written += piece - left;
		done += piece - left;
		wanted = 1; /* the rest of a short one has room already */
		pipe_wake(pipe);
	}
	pipe_unlock(pipe);
	return done ? done : error;
}

/* POLLOUT says that a write of PIPE_BUF bytes would not sleep, so the ring must be empty. */
static unsigned int pipe_poll(struct file *file, poll_table *wait)
{
	struct pipe *pipe = pipe_of(file);
	size_t bytes;

	poll_wait(file, &pipe->wait, wait);
	smp_mb(); /* pairs with the one before we look who waits; to unlock the queue is none */
	bytes = filled(pipe);
	if (file_mode(file) & FMODE_READ)
		return (bytes ? POLLIN | POLLRDNORM : 0) | (READ_ONCE(pipe->writers) ? 0 : POLLHUP);
	return (bytes ? 0 : POLLOUT | POLLWRNORM) | (READ_ONCE(pipe->readers) ? 0 : POLLERR);
}

static void count_ends(struct file *file, int change)
{
	struct pipe *pipe = pipe_of(file);

	pipe_lock(pipe);
	if (file_mode(file) & FMODE_READ)
		pipe->readers += change;
	else
		pipe->writers += change;
	pipe_wake(pipe);
	pipe_unlock(pipe);
}

static int pipe_open(struct inode *inode, struct file *file)
{
	count_ends(file, 1);
	return 0;
}

static int pipe_release(struct inode *inode, struct file *file)
{
	count_ends(file, -1);
	return 0;
}

static const struct file_operations pipe_fops = {
	.open = pipe_open,
	.read = pipe_read,
	.write = pipe_write,
	.llseek = no_llseek,
	.poll = pipe_poll,
	.release = pipe_release,
};

static void pipe_evict(struct inode *inode)
{
	struct pipe *pipe = container_of(inode, struct pipe, inode);

	free_page((unsigned long)pipe->ring);
	kfree(pipe);
}

static struct inode *new_pipe(void)
{
	struct pipe *pipe = kzalloc(sizeof(*pipe), GFP_KERNEL);

	if (!pipe)
		return NULL;
	pipe->ring = (char *)__get_free_page(GFP_KERNEL);
	if (!pipe->ring) {
		kfree(pipe);
		return NULL;
	}
	inode_init(&pipe->inode, NULL, "", 0, S_IFIFO | 0600); /* without a name nothing can fail */
	init_waitqueue_head(&pipe->wait);
	pipe->inode.i_fop = &pipe_fops;
	pipe->inode.evict = pipe_evict;
	return &pipe->inode;
}

/*
 * open_pipe - both ends of a new pipe
 * @ends: get the file to read from and the one to write to
 *
 * Return: 0 or -ENOMEM. Context: process.
 */
int open_pipe(struct file *ends[2])
{
	struct inode *inode = new_pipe();

	if (!inode)
		return -ENOMEM;
	ends[0] = open_inode(inode, O_RDONLY);
	ends[1] = open_inode(inode, O_WRONLY);
	iput(inode);
	if (!IS_ERR(ends[0]) && !IS_ERR(ends[1]))
		return 0;
	if (!IS_ERR(ends[0]))
		fput(ends[0]);
	if (!IS_ERR(ends[1]))
		fput(ends[1]);
	return -ENOMEM;
}

/**
 * sys_pipe - a new pipe
 * @fds: gets the descriptor to read from and the one to write to
 *
 * Return: 0; -ENOMEM; -EMFILE: no two descriptors are free; -EFAULT. Context: process.
 */
long sys_pipe(int __user *fds)
{
	struct file *ends[2];
	int fd[2], error = open_pipe(ends);

	if (error)
		return error;
	fd[0] = fd_install(ends[0], 0);
	fd[1] = fd_install(ends[1], 0);
	if (fd[0] >= 0 && fd[1] >= 0) {
		if (!copy_to_user(fds, fd, sizeof(fd)))
			return 0;
		error = -EFAULT;
	} else {
		error = -EMFILE;
	}
	/* What is in the table is closed there, what is not, here. */
	if (fd[0] < 0 || sys_close(fd[0]))
		fput(ends[0]);
	if (fd[1] < 0 || sys_close(fd[1]))
		fput(ends[1]);
	return error;
}
