// SPDX-License-Identifier: MIT
/* fs_path_test.c - from a path to an inode, and changes to the tree of names */
#include "fs_fixture.h"

#include <linux/kthread.h>

static void make(struct kunit *test, const char *path, umode_t mode)
{
	struct inode *inode = path_create(path, mode, 0);

	KUNIT_ASSERT_EQ(test, error_of(inode), 0);
	iput(inode);
}

/* /t/a/b, a directory, and /t/a/f, a file */
static int fs_path_init(struct kunit *test)
{
	int error = fs_test_init(test);

	if (error)
		return error;
	make(test, "/t/a", S_IFDIR | 0755);
	make(test, "/t/a/b", S_IFDIR | 0755);
	make(test, "/t/a/f", S_IFREG | 0644);
	return 0;
}

static const struct path_case {
	const char *path, *leads_to; /* NULL: the error */
	int error;
} path_cases[] = {
	{ "/", "/" },
	{ "//", "/" },
	{ "/.", "/" },
	{ "/..", "/" },
	{ "/../..", "/" },
	{ "/t/a", "/t/a" },
	{ "//t///a//", "/t/a" },
	{ "/t/./a/.", "/t/a" },
	{ "/t/a/b/..", "/t/a" },
	{ "/t/a/b/../../a/f", "/t/a/f" },
	{ "", "/t/a", -ENOENT },
	{ "b", "/t/a/b" },
	{ "f", "/t/a/f" },
	{ ".", "/t/a" },
	{ "..", "/t" },
	{ "../a/./b/..", "/t/a" },
	{ "b/../f", "/t/a/f" },
	{ "nothing", NULL, -ENOENT },
	{ "nothing/..", NULL, -ENOENT },
	{ "/t/nothing/f", NULL, -ENOENT },
	{ "f/", NULL, -ENOTDIR },
	{ "f/.", NULL, -ENOTDIR },
	{ "f/..", NULL, -ENOTDIR },
	{ "f/nothing", NULL, -ENOTDIR },
	{ "fx", NULL, -ENOENT },
	{ "/t/ab", NULL, -ENOENT },
};

static void describe_path(const struct path_case *c, char *text)
{
	snprintf(text, KUNIT_PARAM_DESC_SIZE, "'%s'", c->path);
}

KUNIT_ARRAY_PARAM(path, path_cases, describe_path);

/* A path leads where it says, from the root or the working directory; or fails as it should */
static void path_leads(struct kunit *test)
{
	const struct path_case *c = test->param_value;
	struct inode *inode;
	char name[32] = "";

	be_process(test);
	KUNIT_ASSERT_EQ(test, sys_chdir("/t/a"), 0);
	inode = path_lookup(c->path);
	KUNIT_ASSERT_EQ(test, error_of(inode), c->error);
	if (IS_ERR(inode))
		return;
	KUNIT_EXPECT_EQ(test, path_name(inode, name, sizeof(name)), strlen(c->leads_to) + 1);
	KUNIT_EXPECT_STREQ(test, (const char *)name, c->leads_to);
	iput(inode);
}

/* A kernel thread works in the root */
static void kernel_thread_works_in_the_root(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, is_there("t/a/f"));
	KUNIT_EXPECT_FALSE(test, is_there("f"));
}

/* A name may have 255 characters, a path 4095; one more is too long */
static void length_of_names(struct kunit *test)
{
	char *path = kunit_kzalloc(test, PATH_MAX + 1, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, path);
	be_process(test);
	strcpy(path, "/t/");
	memset(path + 3, 'x', 255);
	KUNIT_EXPECT_EQ(test, sys_mkdir(path, 0755), 0);
	KUNIT_EXPECT_EQ(test, sys_rmdir(path), 0);
	path[3 + 255] = 'x';
	KUNIT_EXPECT_EQ(test, sys_mkdir(path, 0755), -ENAMETOOLONG);
	KUNIT_EXPECT_EQ(test, sys_chdir(path), -ENAMETOOLONG);

	memset(path, '/', PATH_MAX - 1);
	path[PATH_MAX - 1] = '\0';
	KUNIT_EXPECT_EQ(test, sys_chdir(path), 0);
	path[PATH_MAX - 1] = '/';
	KUNIT_EXPECT_EQ(test, sys_chdir(path), -ENAMETOOLONG);
}

static const struct change_case {
	const char *what;
	long error;
	char call; /* mkdir, open to make (x: O_EXCL), unlink, rmdir, rename */
	const char *path, *to;
} change_cases[] = {
	{ "there already", -EEXIST, 'm', "/t/a" },
	{ "the root", -EEXIST, 'm', "/" },
	{ "dot", -EEXIST, 'm', "/t/." },
	{ "below nothing", -ENOENT, 'm', "/t/no/x" },
	{ "below a file", -ENOTDIR, 'm', "/t/a/f/x" },
	{ "empty", -ENOENT, 'm', "" },
	{ "a slash behind", 0, 'm', "/t/new/" },
	{ "file with a slash", -EISDIR, 'o', "/t/new/" },
	{ "file on a directory", -EISDIR, 'o', "/t/a" },
	{ "file that is there", 0, 'o', "/t/a/f" },
	{ "exclusively", -EEXIST, 'x', "/t/a/f" },
	{ "exclusively, new", 0, 'x', "/t/a/g" },
	{ "nothing", -ENOENT, 'u', "/t/no" },
	{ "directory", -EISDIR, 'u', "/t/a" },
	{ "file", 0, 'u', "/t/a/f" },
	{ "file with a slash", -ENOTDIR, 'u', "/t/a/f/" },
	{ "nothing", -ENOENT, 'r', "/t/no" },
	{ "file", -ENOTDIR, 'r', "/t/a/f" },
	{ "not empty", -ENOTEMPTY, 'r', "/t/a" },
	{ "the root", -EBUSY, 'r', "/" },
	{ "the root by dot", -EBUSY, 'r', "/." },
	{ "dot", -EBUSY, 'r', "/t/a/b/." },
	{ "dot dot", -EBUSY, 'r', "/t/a/b/.." },
	{ "empty", 0, 'r', "/t/a/b" },
	{ "nothing", -ENOENT, 'n', "/t/no", "/t/x" },
	{ "to nowhere", -ENOENT, 'n', "/t/a/f", "/t/no/x" },
	{ "the root", -EBUSY, 'n', "/", "/t/x" },
	{ "onto dot dot", -EBUSY, 'n', "/t/a/b", "/t/a/.." },
	{ "dot", -EBUSY, 'n', "/t/a/.", "/t/x" },
	{ "to itself", 0, 'n', "/t/a/f", "/t/a/f" },
	{ "below itself", -EINVAL, 'n', "/t/a", "/t/a/b/x" },
	{ "into itself", -EINVAL, 'n', "/t/a", "/t/a/x" },
	{ "onto what is above", -ENOTEMPTY, 'n', "/t/a/b", "/t/a" },
	{ "file onto a directory", -EISDIR, 'n', "/t/a/f", "/t/a/b" },
	{ "directory onto a file", -ENOTDIR, 'n', "/t/a/b", "/t/a/f" },
	{ "file to a slash", -ENOTDIR, 'n', "/t/a/f", "/t/a/g/" },
	{ "directory to a slash", 0, 'n', "/t/a/b", "/t/a/c/" },
	{ "file elsewhere", 0, 'n', "/t/a/f", "/t/a/b/f" },
	{ "directory elsewhere", 0, 'n', "/t/a/b", "/t/b" },
};

static void describe_change(const struct change_case *c, char *text)
{
	snprintf(text, KUNIT_PARAM_DESC_SIZE, "%c %s", c->call, c->what);
}

KUNIT_ARRAY_PARAM(change, change_cases, describe_change);

static long change(const struct change_case *c)
{
	switch (c->call) {
	case 'm':
		return sys_mkdir(c->path, 0755);
	case 'u':
		return sys_unlink(c->path);
	case 'r':
		return sys_rmdir(c->path);
	case 'n':
		return sys_rename(c->path, c->to);
	}
	return sys_open(c->path, O_WRONLY | O_CREAT | (c->call == 'x' ? O_EXCL : 0), 0644);
}

/* Each change is made, or fails as it should, and then nothing has changed */
static void changes(struct kunit *test)
{
	const struct change_case *c = test->param_value;

	be_process(test);
	KUNIT_ASSERT_EQ(test, change(c), c->error);
	if (!c->error)
		return;
	KUNIT_EXPECT_TRUE(test, is_there("/t/a/f"));
	KUNIT_EXPECT_TRUE(test, is_there("/t/a/b"));
	KUNIT_EXPECT_FALSE(test, is_there("/t/x"));
}

/* rename takes the contents along, replaces what was there, and the old name is gone */
static void rename_replaces(struct kunit *test)
{
	write_file(test, "/t/one", "first");
	write_file(test, "/t/a/two", "second");
	KUNIT_EXPECT_EQ(test, path_rename("/t/one", "/t/a/two"), 0);
	KUNIT_EXPECT_FALSE(test, is_there("/t/one"));
	KUNIT_EXPECT_STREQ(test, read_file(test, "/t/a/two"), "first");
}

/* A directory that is moved is found with all below it, and its ".." is the new place */
static void rename_moves_what_is_below(struct kunit *test)
{
	make(test, "/t/c", S_IFDIR | 0755);
	KUNIT_EXPECT_EQ(test, path_rename("/t/a", "/t/c/d"), 0);
	KUNIT_EXPECT_TRUE(test, is_there("/t/c/d/f"));
	KUNIT_EXPECT_TRUE(test, is_there("/t/c/d/b/../../d"));
	KUNIT_EXPECT_FALSE(test, is_there("/t/a"));
}

/* What is removed while it is open can be read until it is closed */
static void removed_but_open(struct kunit *test)
{
	struct file *file;
	char text[8] = "";

	write_file(test, "/t/f", "still");
	file = filp_open("/t/f", O_RDONLY, 0);
	KUNIT_ASSERT_EQ(test, error_of(file), 0);
	KUNIT_EXPECT_EQ(test, path_unlink("/t/f"), 0);
	KUNIT_EXPECT_FALSE(test, is_there("/t/f"));
	KUNIT_EXPECT_EQ(test, kernel_read(file, 0, text, sizeof(text)), 5);
	KUNIT_EXPECT_STREQ(test, (const char *)text, "still");
	KUNIT_EXPECT_EQ(test, path_name(file->f_inode, text, sizeof(text)), -ENOENT);
	fput(file);
}

/* In a working directory that was removed nothing can be made, but a way leads out */
static void removed_working_directory(struct kunit *test)
{
	char name[16];

	be_process(test);
	KUNIT_ASSERT_EQ(test, sys_chdir("/t/a/b"), 0);
	KUNIT_ASSERT_EQ(test, sys_rmdir("/t/a/b"), 0);
	KUNIT_EXPECT_EQ(test, sys_mkdir("x", 0755), -ENOENT);
	KUNIT_EXPECT_EQ(test, sys_rename("/t/a/f", "x"), -ENOENT);
	KUNIT_EXPECT_EQ(test, sys_getcwd(name, sizeof(name)), -ENOENT);
	KUNIT_EXPECT_EQ(test, sys_chdir(".."), 0);
	KUNIT_EXPECT_EQ(test, sys_getcwd(name, sizeof(name)), strlen("/t/a") + 1);
	KUNIT_EXPECT_STREQ(test, (const char *)name, "/t/a");
}

/* getcwd follows a directory that is renamed, and says when the name does not fit */
static void getcwd_follows(struct kunit *test)
{
	char name[16];

	be_process(test);
	KUNIT_EXPECT_EQ(test, sys_getcwd(name, 2), 2);
	KUNIT_EXPECT_STREQ(test, (const char *)name, "/");
	KUNIT_EXPECT_EQ(test, sys_chdir("/t/a/b"), 0);
	KUNIT_EXPECT_EQ(test, sys_rename("/t/a", "/t/other"), 0);
	KUNIT_EXPECT_EQ(test, sys_getcwd(name, 11), 11);
	KUNIT_EXPECT_STREQ(test, (const char *)name, "/t/other/b");
	KUNIT_EXPECT_EQ(test, sys_getcwd(name, 10), -ERANGE);
	KUNIT_EXPECT_EQ(test, sys_getcwd(name, 1), -ERANGE);
	KUNIT_EXPECT_EQ(test, sys_getcwd(name, 0), -ERANGE);
	KUNIT_EXPECT_EQ(test, sys_chdir("/t/other/f"), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, sys_getcwd(name, sizeof(name)), 11);
}

#define MOVERS 3
#define MOVES  200

static atomic_t movers_done;

/* Move a file of one's own between two directories, and those over each other. */
static int move_around(void *data)
{
	long me = (long)data;
	char here[16], there[16];
	int i, failed = 0;

	for (i = 0; i < MOVES; i++) {
		snprintf(here, sizeof(here), "/t/%c/%ld", i % 2 ? 'q' : 'p', me);
		snprintf(there, sizeof(there), "/t/%c/%ld", i % 2 ? 'p' : 'q', me);
		failed += path_rename(here, there) != 0;
		path_rename("/t/p/d", "/t/q/d"); /* of which only one can */
		path_rename("/t/q/d", "/t/p/d");
		path_rename("/t/p", "/t/q/d/p"); /* sometimes below itself: never */
		cond_resched();
	}
	atomic_inc(&movers_done);
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(1);
	return failed;
}

/* Threads on all processors move files at once: none is lost, none is there twice */
static void moves_at_once(struct kunit *test)
{
	struct task_struct *movers[MOVERS];
	char path[16];
	long i;

	make(test, "/t/p", S_IFDIR | 0755);
	make(test, "/t/q", S_IFDIR | 0755);
	make(test, "/t/q/full", S_IFREG | 0644);
	for (i = 0; i < MOVERS; i++) {
		snprintf(path, sizeof(path), "/t/p/%ld", i);
		make(test, path, S_IFREG | 0644);
	}
	for (i = 0; i < MOVERS; i++) {
		movers[i] = create_thread(test, move_around, (void *)i, "mover");
		kthread_bind(movers[i], i % num_online_cpus());
	}
	atomic_set(&movers_done, 0);
	for (i = 0; i < MOVERS; i++)
		start_thread(test, movers[i]);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&movers_done) == MOVERS));
	for (i = 0; i < MOVERS; i++)
		KUNIT_EXPECT_EQ(test, kthread_stop(movers[i]), 0);
	for (i = 0; i < MOVERS; i++) {
		snprintf(path, sizeof(path), "/t/p/%ld", i);
		KUNIT_EXPECT_TRUE(test, is_there(path));
		path[3] = 'q';
		KUNIT_EXPECT_FALSE(test, is_there(path));
	}
}

/* mknod makes a device with the number that stat() tells, and nothing else */
static void mknod_makes_devices(struct kunit *test)
{
	unsigned int rdev = 0x12345678;
	struct stat stat;

	be_process(test);
	KUNIT_EXPECT_EQ(test, sys_mknod("/t/dev", S_IFCHR | 07640, rdev), 0);
	KUNIT_EXPECT_EQ(test, sys_stat("/t/dev", &stat), 0);
	KUNIT_EXPECT_EQ(test, stat.st_mode, S_IFCHR | 0640);
	KUNIT_EXPECT_EQ(test, stat.st_rdev, rdev);
	KUNIT_EXPECT_EQ(test, sys_open("/t/dev", O_RDONLY, 0), -ENXIO);
	KUNIT_EXPECT_EQ(test, sys_mknod("/t/dev", S_IFCHR, rdev), -EEXIST);
	KUNIT_EXPECT_EQ(test, sys_mknod("/t/no/dev", S_IFCHR, rdev), -ENOENT);
	KUNIT_EXPECT_EQ(test, sys_mknod("/t/x", S_IFREG, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, sys_mknod("/t/x", S_IFDIR, 0), -EINVAL);
	KUNIT_EXPECT_FALSE(test, is_there("/t/x"));
}

static struct kunit_case fs_path_cases[] = {
	KUNIT_CASE_PARAM(path_leads, path_gen_params),
	KUNIT_CASE(kernel_thread_works_in_the_root),
	KUNIT_CASE(length_of_names),
	KUNIT_CASE_PARAM(changes, change_gen_params),
	KUNIT_CASE(rename_replaces),
	KUNIT_CASE(rename_moves_what_is_below),
	KUNIT_CASE(removed_but_open),
	KUNIT_CASE(removed_working_directory),
	KUNIT_CASE(getcwd_follows),
	KUNIT_CASE(mknod_makes_devices),
	KUNIT_CASE(moves_at_once),
	{},
};

static struct kunit_suite fs_path_suite = {
	.name = "fs_path",
	.init = fs_path_init,
	.exit = fs_test_exit,
	.test_cases = fs_path_cases,
};
kunit_test_suite(fs_path_suite);
