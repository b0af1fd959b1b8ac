// SPDX-License-Identifier: MIT
/* fs_file_test.c - open files and descriptors: modes, positions, sharing, the last close */
#include "fs_fixture.h"

#include <linux/dirent.h>

static long open_new(const char *path, int flags)
{
	return sys_open(path, O_CREAT | flags, 0644);
}

static int opened, released;
static unsigned long ioctl_seen;

static int count_open(struct inode *inode, struct file *file)
{
	opened++;
	return 0;
}

static int count_release(struct inode *inode, struct file *file)
{
	released++;
	return 0;
}

static long note_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	ioctl_seen = arg;
	return cmd == 1 ? 7 : -ENOIOCTLCMD;
}

static const struct file_operations counting_fops = {
	.open = count_open,
	.release = count_release,
	.unlocked_ioctl = note_ioctl,
};

static int fail_open(struct inode *inode, struct file *file)
{
	return -EBUSY;
}

static const struct file_operations failing_fops = {
	.open = fail_open,
	.release = count_release,
};

static void unregister(void *major)
{
	unregister_chrdev((unsigned long)major, "fs_test");
}

/* /t/dev, a device with these operations */
static void make_device(struct kunit *test, const struct file_operations *fops)
{
	int major = register_chrdev(0, "fs_test", fops);
	struct inode *node;

	KUNIT_ASSERT_GT(test, major, 0);
	kunit_add_action(test, unregister, (void *)(unsigned long)major);
	node = path_create("/t/dev", S_IFCHR | 0600, MKDEV(major, 0));
	KUNIT_ASSERT_EQ(test, error_of(node), 0);
	iput(node);
	opened = released = 0;
}

/* A descriptor is the lowest free number; the 33rd is refused, and nothing is kept of it */
static void lowest_number(struct kunit *test)
{
	long i, fd;

	be_process(test);
	for (i = 0; i < NR_OPEN; i++)
		KUNIT_ASSERT_EQ(test, open_new("/t/f", O_RDWR), i);
	KUNIT_EXPECT_EQ(test, open_new("/t/f", O_RDWR), -EMFILE);
	KUNIT_EXPECT_EQ(test, sys_dup(0), -EMFILE);
	KUNIT_EXPECT_EQ(test, sys_close(20), 0);
	KUNIT_EXPECT_EQ(test, sys_close(5), 0);
	KUNIT_EXPECT_EQ(test, sys_close(5), -EBADF);
	fd = sys_dup(0);
	KUNIT_EXPECT_EQ(test, fd, 5);
}

/* What is open for reading only cannot be written, and the other way round */
static void access_modes(struct kunit *test)
{
	char c = 'x';

	be_process(test);
	KUNIT_ASSERT_EQ(test, open_new("/t/f", O_WRONLY), 0);
	KUNIT_ASSERT_EQ(test, open_new("/t/f", O_RDONLY), 1);
	KUNIT_ASSERT_EQ(test, open_new("/t/f", O_RDWR), 2);
	KUNIT_ASSERT_EQ(test, open_new("/t/f", O_ACCMODE), 3);
	KUNIT_EXPECT_EQ(test, sys_write(0, &c, 1), 1);
	KUNIT_EXPECT_EQ(test, sys_read(0, &c, 1), -EBADF);
	KUNIT_EXPECT_EQ(test, sys_read(1, &c, 1), 1);
	KUNIT_EXPECT_EQ(test, sys_write(1, &c, 1), -EBADF);
	KUNIT_EXPECT_EQ(test, sys_read(2, &c, 1), 1);
	KUNIT_EXPECT_EQ(test, sys_write(2, &c, 1), 1);
	KUNIT_EXPECT_EQ(test, sys_read(3, &c, 1), -EBADF);
	KUNIT_EXPECT_EQ(test, sys_write(3, &c, 1), -EBADF);
}

/* A directory is opened for reading only, and not read; O_DIRECTORY wants one */
static void directories(struct kunit *test)
{
	char c;

	be_process(test);
	write_file(test, "/t/f", "");
	KUNIT_EXPECT_EQ(test, sys_open("/t", O_WRONLY, 0), -EISDIR);
	KUNIT_EXPECT_EQ(test, sys_open("/t", O_RDWR, 0), -EISDIR);
	KUNIT_EXPECT_EQ(test, sys_open("/t", O_RDONLY | O_CREAT, 0), -EISDIR);
	KUNIT_EXPECT_EQ(test, sys_open("/t/f", O_RDONLY | O_DIRECTORY, 0), -ENOTDIR);
	KUNIT_ASSERT_EQ(test, sys_open("/t", O_RDONLY | O_DIRECTORY, 0), 0);
	KUNIT_EXPECT_EQ(test, sys_read(0, &c, 1), -EISDIR);
	KUNIT_ASSERT_EQ(test, sys_open("/t/f", O_RDONLY, 0), 1);
	KUNIT_EXPECT_EQ(test, sys_getdents64(1, NULL, 0), -ENOTDIR);
}

/* O_TRUNC empties the file, but only one that may be written; O_APPEND writes at the end */
static void trunc_and_append(struct kunit *test)
{
	be_process(test);
	write_file(test, "/t/f", "before");
	KUNIT_ASSERT_EQ(test, sys_open("/t/f", O_RDONLY | O_TRUNC, 0), 0);
	KUNIT_EXPECT_STREQ(test, read_file(test, "/t/f"), "before");
	KUNIT_ASSERT_EQ(test, sys_open("/t/f", O_WRONLY | O_APPEND, 0), 1);
	KUNIT_EXPECT_EQ(test, sys_write(1, "+1", 2), 2);
	KUNIT_EXPECT_EQ(test, sys_lseek(1, 0, SEEK_SET), 0);
	KUNIT_EXPECT_EQ(test, sys_write(1, "+2", 2), 2);
	KUNIT_EXPECT_STREQ(test, read_file(test, "/t/f"), "before+1+2");
	KUNIT_ASSERT_EQ(test, sys_open("/t/f", O_WRONLY | O_TRUNC, 0), 2);
	KUNIT_EXPECT_STREQ(test, read_file(test, "/t/f"), "");
}

/* Each opening has a position of its own; dup(), dup2() and fork() share it */
static void positions(struct kunit *test)
{
	struct process *process = be_process(test);
	struct files_struct child;
	char c;

	write_file(test, "/t/f", "abcdef");
	KUNIT_ASSERT_EQ(test, sys_open("/t/f", O_RDONLY, 0), 0);
	KUNIT_ASSERT_EQ(test, sys_open("/t/f", O_RDONLY, 0), 1);
	KUNIT_ASSERT_EQ(test, sys_dup(0), 2);
	KUNIT_ASSERT_EQ(test, sys_dup2(0, 9), 9);
	files_clone(&child, &process->files);
	KUNIT_EXPECT_EQ(test, sys_read(0, &c, 1), 1);
	KUNIT_EXPECT_EQ(test, sys_read(2, &c, 1), 1);
	KUNIT_EXPECT_EQ(test, c, 'b');
	KUNIT_EXPECT_EQ(test, sys_read(9, &c, 1), 1);
	KUNIT_EXPECT_EQ(test, c, 'c');
	KUNIT_EXPECT_EQ(test, sys_read(1, &c, 1), 1);
	KUNIT_EXPECT_EQ(test, c, 'a');
	KUNIT_EXPECT_EQ(test, child.fd[0]->f_pos, 3);
	files_close(&child);
	KUNIT_EXPECT_EQ(test, sys_read(0, &c, 1), 1);
	KUNIT_EXPECT_EQ(test, c, 'd');
}

static const struct seek_case {
	long offset;
	int whence;
	long result;
} seek_cases[] = {
	{ 0, SEEK_SET, 0 },
	{ 4, SEEK_SET, 4 },
	{ 0, SEEK_CUR, 3 },
	{ -3, SEEK_CUR, 0 },
	{ -4, SEEK_CUR, -EINVAL },
	{ 0, SEEK_END, 6 },
	{ 10, SEEK_END, 16 },
	{ -6, SEEK_END, 0 },
	{ -7, SEEK_END, -EINVAL },
	{ -1, SEEK_SET, -EINVAL },
	{ LONG_MIN, SEEK_SET, -EINVAL },
	{ LONG_MIN, SEEK_END, -EINVAL },
	{ LONG_MAX, SEEK_SET, LONG_MAX },
	{ LONG_MAX, SEEK_CUR, -EOVERFLOW },
	{ LONG_MAX - 3, SEEK_CUR, LONG_MAX },
	{ LONG_MAX, SEEK_END, -EOVERFLOW },
	{ 0, 3, -EINVAL },
	{ 0, -1, -EINVAL },
};

static void describe_seek(const struct seek_case *c, char *text)
{
	snprintf(text, KUNIT_PARAM_DESC_SIZE, "%ld %d", c->offset, c->whence);
}

KUNIT_ARRAY_PARAM(seek, seek_cases, describe_seek);

/* lseek: from position 3 of 6 bytes; an error leaves the position alone */
static void seeks(struct kunit *test)
{
	const struct seek_case *c = test->param_value;

	be_process(test);
	write_file(test, "/t/f", "abcdef");
	KUNIT_ASSERT_EQ(test, sys_open("/t/f", O_RDONLY, 0), 0);
	KUNIT_ASSERT_EQ(test, sys_lseek(0, 3, SEEK_SET), 3);
	KUNIT_EXPECT_EQ(test, sys_lseek(0, c->offset, c->whence), c->result);
	KUNIT_EXPECT_EQ(test, sys_lseek(0, 0, SEEK_CUR), c->result < 0 ? 3 : c->result);
}

/* dup2 closes what had the number; onto itself it does nothing */
static void dup2_replaces(struct kunit *test)
{
	be_process(test);
	make_device(test, &counting_fops);
	KUNIT_ASSERT_EQ(test, sys_open("/t/dev", O_RDONLY, 0), 0);
	KUNIT_ASSERT_EQ(test, open_new("/t/f", O_RDONLY), 1);
	KUNIT_EXPECT_EQ(test, sys_dup2(0, 0), 0);
	KUNIT_EXPECT_EQ(test, released, 0);
	KUNIT_EXPECT_EQ(test, sys_dup2(7, 0), -EBADF);
	KUNIT_EXPECT_EQ(test, sys_dup2(7, 7), -EBADF);
	KUNIT_EXPECT_EQ(test, sys_dup2(0, NR_OPEN), -EBADF);
	KUNIT_EXPECT_EQ(test, released, 0);
	KUNIT_EXPECT_EQ(test, sys_dup2(1, 0), 0);
	KUNIT_EXPECT_EQ(test, released, 1);
}

/* release() is called once, when the last of all descriptors is closed */
static void last_close_releases(struct kunit *test)
{
	struct process *process = be_process(test);
	struct files_struct child;

	make_device(test, &counting_fops);
	KUNIT_ASSERT_EQ(test, sys_open("/t/dev", O_RDONLY, 0), 0);
	KUNIT_ASSERT_EQ(test, sys_dup(0), 1);
	files_clone(&child, &process->files);
	KUNIT_EXPECT_EQ(test, sys_close(0), 0);
	files_close(&process->files);
	KUNIT_EXPECT_EQ(test, released, 0);
	files_close(&child);
	KUNIT_EXPECT_EQ(test, opened, 1);
	KUNIT_EXPECT_EQ(test, released, 1);
}

/* When open() fails there is no file, and release() is not called */
static void failed_open(struct kunit *test)
{
	be_process(test);
	make_device(test, &failing_fops);
	KUNIT_EXPECT_EQ(test, sys_open("/t/dev", O_RDONLY, 0), -EBUSY);
	KUNIT_EXPECT_EQ(test, sys_close(0), -EBADF);
	KUNIT_EXPECT_EQ(test, released, 0);
}

/* execve closes what was opened with O_CLOEXEC, and a copy by dup() stays */
static void close_on_exec(struct kunit *test)
{
	struct process *process = be_process(test);

	KUNIT_ASSERT_EQ(test, open_new("/t/f", O_RDONLY), 0);
	KUNIT_ASSERT_EQ(test, open_new("/t/f", O_RDONLY | O_CLOEXEC), 1);
	KUNIT_ASSERT_EQ(test, sys_dup(1), 2);
	files_exec(&process->files);
	KUNIT_EXPECT_EQ(test, sys_close(0), 0);
	KUNIT_EXPECT_EQ(test, sys_close(1), -EBADF);
	KUNIT_EXPECT_EQ(test, sys_close(2), 0);
	/* The number is as any other again. */
	KUNIT_ASSERT_EQ(test, open_new("/t/f", O_RDONLY), 0);
	KUNIT_ASSERT_EQ(test, open_new("/t/f", O_RDONLY), 1);
	files_exec(&process->files);
	KUNIT_EXPECT_EQ(test, sys_close(1), 0);
}

/* ioctl reaches the driver; what it does not know, and a file without one, is -ENOTTY */
static void ioctls(struct kunit *test)
{
	be_process(test);
	make_device(test, &counting_fops);
	KUNIT_ASSERT_EQ(test, sys_open("/t/dev", O_RDONLY, 0), 0);
	KUNIT_ASSERT_EQ(test, open_new("/t/f", O_RDONLY), 1);
	KUNIT_EXPECT_EQ(test, sys_ioctl(0, 1, 1234), 7);
	KUNIT_EXPECT_EQ(test, ioctl_seen, 1234);
	KUNIT_EXPECT_EQ(test, sys_ioctl(0, 2, 0), -ENOTTY);
	KUNIT_EXPECT_EQ(test, sys_ioctl(1, 1, 0), -ENOTTY);
}

/* Operations that a driver leaves out fail as <linux/fs.h> says */
static void missing_operations(struct kunit *test)
{
	char c = 0;

	be_process(test);
	make_device(test, &counting_fops);
	KUNIT_ASSERT_EQ(test, sys_open("/t/dev", O_RDWR, 0), 0);
	KUNIT_EXPECT_EQ(test, sys_read(0, &c, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, sys_write(0, &c, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, sys_getdents64(0, NULL, 0), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, sys_lseek(0, 5, SEEK_SET), 5);
}

/* stat and fstat tell type, permissions, size and number; a device's number */
static void stats(struct kunit *test)
{
	struct inode *node = path_create("/t/node", S_IFCHR | 0600, MKDEV(0x321, 0x54321));
	struct stat a, b;

	KUNIT_ASSERT_EQ(test, error_of(node), 0);
	iput(node);

	be_process(test);
	write_file(test, "/t/f", "12345");
	KUNIT_ASSERT_EQ(test, sys_open("/t/f", O_RDONLY, 0), 0);
	KUNIT_EXPECT_EQ(test, sys_stat("/t/f", &a), 0);
	KUNIT_EXPECT_EQ(test, sys_fstat(0, &b), 0);
	KUNIT_EXPECT_EQ(test, a.st_mode, S_IFREG | 0644);
	KUNIT_EXPECT_EQ(test, a.st_size, 5);
	KUNIT_EXPECT_EQ(test, a.st_nlink, 1);
	KUNIT_EXPECT_GT(test, a.st_mtime, 0);
	KUNIT_EXPECT_EQ(test, memcmp(&a, &b, sizeof(a)), 0);
	KUNIT_EXPECT_EQ(test, sys_stat("/t/node", &a), 0);
	KUNIT_EXPECT_EQ(test, a.st_mode, S_IFCHR | 0600);
	KUNIT_EXPECT_EQ(test, a.st_rdev, 0x54332121);
	KUNIT_EXPECT_EQ(test, sys_stat("/t", &a), 0);
	KUNIT_EXPECT_EQ(test, a.st_mode, S_IFDIR | 0755);
	KUNIT_EXPECT_EQ(test, sys_stat("/t/no", &a), -ENOENT);
}

static struct kunit_case fs_file_cases[] = {
	KUNIT_CASE(lowest_number), KUNIT_CASE(access_modes),
	KUNIT_CASE(directories),   KUNIT_CASE(trunc_and_append),
	KUNIT_CASE(positions),	   KUNIT_CASE_PARAM(seeks, seek_gen_params),
	KUNIT_CASE(dup2_replaces), KUNIT_CASE(last_close_releases),
	KUNIT_CASE(failed_open),   KUNIT_CASE(close_on_exec),
	KUNIT_CASE(ioctls),	   KUNIT_CASE(missing_operations),
	KUNIT_CASE(stats),	   {},
};

static struct kunit_suite fs_file_suite = {
	.name = "fs_file",
	.init = fs_test_init,
	.exit = fs_test_exit,
	.test_cases = fs_file_cases,
};
kunit_test_suite(fs_file_suite);
