// SPDX-License-Identifier: MIT
/*
 * fs_hostile_test.c - system calls with arguments that no honest program has
 *
 * Each is made with the limit of ring 3, so pointers to the kernel are bad ones, and so is NULL,
 * where nothing is mapped.
 */
#include "fs_fixture.h"

#include <linux/poll.h>

#define KERNEL ((void *)PAGE_OFFSET)
#define LAST   ((void *)(TASK_SIZE - 1))
#define TOP    ((void *)~0UL)

enum call {
	READ,
	WRITE,
	OPEN,
	CLOSE,
	UNLINK,
	CHDIR,
	LSEEK,
	RENAME,
	MKDIR,
	RMDIR,
	DUP,
	DUP2,
	IOCTL,
	STAT,
	FSTAT,
	POLL,
	GETCWD,
	GETDENTS,
	PIPE,
	MKNOD,
};

static const struct hostile_case {
	enum call call;
	const char *what;
	long result;
	unsigned long a;
	void *p;
	unsigned long c;
} hostile_cases[] = {
	/* Descriptor 0 is a file of 3 bytes, open for both, 1 the root; others are closed. */
	{ READ, "no such file", -EBADF, 2 },
	{ READ, "fd NR_OPEN", -EBADF, NR_OPEN },
	{ READ, "fd -1", -EBADF, -1 },
	{ READ, "NULL", -EFAULT, 0, NULL, 3 },
	{ READ, "NULL, nothing", 0, 0, NULL, 0 },
	{ READ, "kernel", -EFAULT, 0, KERNEL, 3 },
	{ READ, "kernel, nothing", -EFAULT, 0, KERNEL, 0 },
	{ READ, "over the limit", -EFAULT, 0, LAST, 3 },
	{ READ, "around the end", -EFAULT, 0, TOP, 2 },
	{ READ, "huge", -EFAULT, 0, NULL, LONG_MAX },
	{ READ, "negative", -EINVAL, 0, NULL, -1 },
	{ READ, "a directory", -EISDIR, 1, NULL, 3 },
	{ WRITE, "no such file", -EBADF, 2 },
	{ WRITE, "NULL", -EFAULT, 0, NULL, 3 },
	{ WRITE, "kernel", -EFAULT, 0, KERNEL, 3 },
	{ WRITE, "around the end", -EFAULT, 0, TOP, 2 },
	{ WRITE, "huge", -EFAULT, 0, NULL, LONG_MAX },
	{ WRITE, "negative", -EINVAL, 0, NULL, LONG_MIN },
	{ WRITE, "a directory", -EBADF, 1, NULL, 3 },
	{ OPEN, "NULL", -EFAULT, 0, NULL },
	{ OPEN, "kernel", -EFAULT, 0, KERNEL },
	{ OPEN, "end of memory", -EFAULT, 0, LAST },
	{ OPEN, "all flags", -EFAULT, -1, NULL },
	{ CLOSE, "no such file", -EBADF, 2 },
	{ CLOSE, "fd -1", -EBADF, -1 },
	{ CLOSE, "fd INT_MIN", -EBADF, INT_MIN },
	{ UNLINK, "NULL", -EFAULT, 0, NULL },
	{ UNLINK, "kernel", -EFAULT, 0, KERNEL },
	{ CHDIR, "NULL", -EFAULT, 0, NULL },
	{ CHDIR, "kernel", -EFAULT, 0, KERNEL },
	{ LSEEK, "no such file", -EBADF, 2 },
	{ LSEEK, "fd -1", -EBADF, -1 },
	{ RENAME, "NULL", -EFAULT, 0, NULL },
	{ RENAME, "kernel", -EFAULT, 0, KERNEL },
	{ MKDIR, "NULL", -EFAULT, 0, NULL },
	{ RMDIR, "TOP", -EFAULT, 0, TOP },
	{ DUP, "fd -1", -EBADF, -1 },
	{ DUP2, "to -1", -EBADF, 0, NULL, -1 },
	{ DUP2, "to NR_OPEN", -EBADF, 0, NULL, NR_OPEN },
	{ DUP2, "from -1", -EBADF, -1, NULL, 3 },
	{ IOCTL, "no such file", -EBADF, 2 },
	{ IOCTL, "a file", -ENOTTY, 0, TOP, -1 },
	{ STAT, "name NULL", -EFAULT, 0, NULL },
	{ FSTAT, "no such file", -EBADF, 2, NULL },
	{ FSTAT, "NULL", -EFAULT, 0, NULL },
	{ FSTAT, "kernel", -EFAULT, 0, KERNEL },
	{ FSTAT, "over the limit", -EFAULT, 0, LAST },
	{ POLL, "too many", -EINVAL, 0, NULL, NR_OPEN + 1 },
	{ POLL, "-1", -EINVAL, 0, NULL, -1 },
	{ POLL, "so many that bytes wrap", -EINVAL, 0, NULL, 0x20000001 },
	{ POLL, "NULL", -EFAULT, 0, NULL, 1 },
	{ POLL, "kernel", -EFAULT, 0, KERNEL, NR_OPEN },
	{ POLL, "none", 0, 0, NULL, 0 },
	{ GETCWD, "NULL", -EFAULT, 0, NULL, 100 },
	{ GETCWD, "kernel", -EFAULT, 0, KERNEL, 100 },
	{ GETCWD, "no room", -ERANGE, 0, NULL, 1 },
	{ GETCWD, "-1", -EFAULT, 0, NULL, -1 },
	{ GETDENTS, "no such file", -EBADF, 2 },
	{ GETDENTS, "NULL", -EFAULT, 1, NULL, 1000 },
	{ GETDENTS, "no room", -EINVAL, 1, NULL, 0 },
	{ GETDENTS, "kernel", -EFAULT, 1, KERNEL, 1000 },
	{ GETDENTS, "a file", -ENOTDIR, 0, NULL, 1000 },
	{ GETDENTS, "-1", -EFAULT, 1, TOP, -1 },
	{ PIPE, "NULL", -EFAULT, 0, NULL },
	{ PIPE, "kernel", -EFAULT, 0, KERNEL },
	{ PIPE, "over the limit", -EFAULT, 0, LAST },
	{ MKNOD, "NULL", -EFAULT, S_IFCHR, NULL },
	{ MKNOD, "kernel", -EFAULT, S_IFCHR, KERNEL },
	{ MKNOD, "NULL, no device", -EINVAL, -1, NULL },
};

static void describe(const struct hostile_case *c, char *text)
{
	static const char *const names[] = {
		"read",	  "write", "open",   "close",	 "unlink", "chdir", "lseek",
		"rename", "mkdir", "rmdir",  "dup",	 "dup2",   "ioctl", "stat",
		"fstat",  "poll",  "getcwd", "getdents", "pipe",  "mknod",
	};

	snprintf(text, KUNIT_PARAM_DESC_SIZE, "%s: %s", names[c->call], c->what);
}

KUNIT_ARRAY_PARAM(hostile, hostile_cases, describe);

static long make_call(const struct hostile_case *c)
{
	switch (c->call) {
	case READ:
		return sys_read(c->a, c->p, c->c);
	case WRITE:
		return sys_write(c->a, c->p, c->c);
	case OPEN:
		return sys_open(c->p, c->a, 0);
	case CLOSE:
		return sys_close(c->a);
	case UNLINK:
		return sys_unlink(c->p);
	case CHDIR:
		return sys_chdir(c->p);
	case LSEEK:
		return sys_lseek(c->a, 0, SEEK_SET);
	case RENAME:
		return sys_rename(c->p, c->p);
	case MKDIR:
		return sys_mkdir(c->p, -1);
	case RMDIR:
		return sys_rmdir(c->p);
	case DUP:
		return sys_dup(c->a);
	case DUP2:
		return sys_dup2(c->a, c->c);
	case IOCTL:
		return sys_ioctl(c->a, c->c, (unsigned long)c->p);
	case STAT:
		return sys_stat(c->p, c->p);
	case FSTAT:
		return sys_fstat(c->a, c->p);
	case POLL:
		return sys_poll(c->p, c->c, 0);
	case GETCWD:
		return sys_getcwd(c->p, c->c);
	case GETDENTS:
		return sys_getdents64(c->a, c->p, c->c);
	case PIPE:
		return sys_pipe(c->p);
	case MKNOD:
		return sys_mknod(c->p, c->a, -1);
	}
	return 0;
}

/* A bad argument is an error, the right one, and nothing else happens */
static void bad_argument(struct kunit *test)
{
	const struct hostile_case *c = test->param_value;
	mm_segment_t old = get_fs();
	long result;

	be_process(test);
	write_file(test, "/t/f", "abc");
	KUNIT_ASSERT_EQ(test, sys_open("/t/f", O_RDWR, 0), 0);
	KUNIT_ASSERT_EQ(test, sys_open("/", O_RDONLY, 0), 1);
	set_fs(USER_DS);
	result = make_call(c);
	set_fs(old);
	KUNIT_EXPECT_EQ(test, result, c->result);
	KUNIT_EXPECT_EQ(test, sys_lseek(0, 0, SEEK_CUR), 0);
	KUNIT_EXPECT_STREQ(test, read_file(test, "/t/f"), "abc");
	KUNIT_EXPECT_EQ(test, sys_dup(0), 2);
}

/* A stat() of what is there into a bad pointer is an error */
static void stat_to_nowhere(struct kunit *test)
{
	be_process(test);
	KUNIT_EXPECT_EQ(test, sys_stat("/t", NULL), -EFAULT);
}

static struct kunit_case fs_hostile_cases[] = {
	KUNIT_CASE_PARAM(bad_argument, hostile_gen_params),
	KUNIT_CASE(stat_to_nowhere),
	{},
};

static struct kunit_suite fs_hostile_suite = {
	.name = "fs_hostile",
	.init = fs_test_init,
	.exit = fs_test_exit,
	.test_cases = fs_hostile_cases,
};
kunit_test_suite(fs_hostile_suite);
