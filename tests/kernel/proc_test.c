// SPDX-License-Identifier: MIT
/*
 * proc_test.c - the tree below /proc: entries come, are read, and go though somebody uses them
 *
 * What the kernel's own files say: proc_files_test.c.
 */
#include "proc_fixture.h"

#include <linux/dirent.h>
#include <linux/kthread.h>
#include <linux/seq_file.h>
#include <linux/wait.h>

static struct {
	atomic_t opens, releases, reads;
	volatile bool hold; /* read() waits while it is set */
	wait_queue_head_t wait;
} driver = { .wait = __WAIT_QUEUE_HEAD_INITIALIZER(driver.wait) };

static int driver_open(struct inode *inode, struct file *file)
{
	atomic_inc(&driver.opens);
	return 0;
}

static int driver_release(struct inode *inode, struct file *file)
{
	atomic_inc(&driver.releases);
	return 0;
}

static ssize_t driver_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	const char *text = PDE_DATA(file_inode(file));

	atomic_inc(&driver.reads);
	wait_event(driver.wait, !driver.hold);
	return simple_read_from_buffer(buf, count, ppos, text, strlen(text));
}

static const struct file_operations driver_fops = {
	.open = driver_open,
	.read = driver_read,
	.release = driver_release,
};

static int proc_test_init(struct kunit *test)
{
	atomic_set(&driver.opens, 0);
	atomic_set(&driver.releases, 0);
	atomic_set(&driver.reads, 0);
	driver.hold = false;
	return 0;
}

static void take_away(void *name)
{
	struct inode *inode;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%s", (const char *)name);
	inode = path_lookup(path);
	if (IS_ERR(inode))
		return;
	iput(inode);
	remove_proc_entry(name, NULL);
}

/* An entry that goes at the end of the case if it is still there; NULL stays NULL. */
static struct proc_dir_entry *until_end(struct kunit *test, const char *name,
					struct proc_dir_entry *pde)
{
	if (pde)
		kunit_add_action(test, take_away, (void *)name);
	return pde;
}

static struct proc_dir_entry *make(struct kunit *test, const char *name, const char *text)
{
	return until_end(test, name, proc_create_data(name, 0, NULL, &driver_fops, (void *)text));
}

/* an entry's functions get its data; each open() has one release() */
static void an_entry_is_read(struct kunit *test)
{
	KUNIT_ASSERT_NOT_NULL(test, make(test, "proc_test", "hello\n"));
	KUNIT_EXPECT_STREQ(test, proc_read(test, "/proc/proc_test", 3), "hello\n");
	KUNIT_EXPECT_STREQ(test, proc_read(test, "/proc/proc_test", 100), "hello\n");
	remove_proc_entry("proc_test", NULL);
	KUNIT_EXPECT_EQ(test, atomic_read(&driver.opens), 2);
	KUNIT_EXPECT_EQ(test, atomic_read(&driver.releases), 2);
	KUNIT_EXPECT_EQ(test, PTR_ERR(filp_open("/proc/proc_test", O_RDONLY, 0)), -ENOENT);
}

/* a name may be a path; directories nest, and one that is not empty stays, which is told */
static void directories_nest(struct kunit *test)
{
	struct proc_dir_entry *dir = until_end(test, "proc_dir", proc_mkdir("proc_dir", NULL));

	KUNIT_ASSERT_NOT_NULL(test, dir);
	KUNIT_ASSERT_NOT_NULL(test, until_end(test, "proc_dir/inner", proc_mkdir("inner", dir)));
	KUNIT_ASSERT_NOT_NULL(test, make(test, "proc_dir/inner/file", "deep"));
	KUNIT_EXPECT_STREQ(test, proc_read(test, "/proc/proc_dir/inner/file", 100), "deep");
	kunit_expect_report(test);
	remove_proc_entry("proc_dir", NULL);
	KUNIT_EXPECT_REPORT(test, "WARNING: remove_proc_entry(\"proc_dir\"): there are entries in "
				  "it: remove them first");
	kunit_end_report(test);
	remove_proc_entry("inner/file", dir);
	remove_proc_entry("inner", dir);
	remove_proc_entry("proc_dir", NULL);
}

/* what cannot be made is told, and NULL */
static void mistakes_are_told(struct kunit *test)
{
	KUNIT_ASSERT_NOT_NULL(test, make(test, "proc_test", ""));
	kunit_expect_report(test);
	KUNIT_EXPECT_NULL(test, make(test, "proc_test", ""));
	KUNIT_EXPECT_REPORT(test, "no \"proc_test\" is made: there is one of that name");
	KUNIT_EXPECT_NULL(test, make(test, "proc_none/file", ""));
	KUNIT_EXPECT_REPORT(test, "no \"proc_none/file\" is made: there is no such directory");
	KUNIT_EXPECT_NULL(test, make(test, "", ""));
	KUNIT_EXPECT_REPORT(test, "no \"\" is made: it has no name");
	remove_proc_entry("proc_none", NULL);
	KUNIT_EXPECT_REPORT(test, "remove_proc_entry(\"proc_none\"): there is none");
	kunit_end_report(test);
	remove_proc_entry("proc_test", NULL);
}

/* an open file of an entry that was removed reads nothing; its release() has been called, once */
static void removal_while_it_is_open(struct kunit *test)
{
	struct file *file;
	char text[8];

	KUNIT_ASSERT_NOT_NULL(test, make(test, "proc_test", "hello\n"));
	file = filp_open("/proc/proc_test", O_RDWR, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	KUNIT_EXPECT_EQ(test, vfs_read(file, text, 2, &file->f_pos), 2);
	remove_proc_entry("proc_test", NULL);
	KUNIT_EXPECT_EQ(test, atomic_read(&driver.releases), 1);
	KUNIT_EXPECT_EQ(test, vfs_read(file, text, 2, &file->f_pos), 0);
	KUNIT_EXPECT_EQ(test, vfs_write(file, text, 2, &file->f_pos), -EIO);
	filp_close(file, NULL);
	KUNIT_EXPECT_EQ(test, atomic_read(&driver.releases), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&driver.reads), 1);
}

struct errand {
	struct completion done;
	ssize_t result;
};

static int read_it(void *data)
{
	struct errand *errand = data;
	struct file *file = filp_open("/proc/proc_test", O_RDONLY, 0);
	char text[8];

	if (IS_ERR(file)) {
		errand->result = PTR_ERR(file);
	} else {
		errand->result = vfs_read(file, text, sizeof(text), &file->f_pos);
		filp_close(file, NULL);
	}
	complete(&errand->done);
	return 0;
}

static int remove_it(void *data)
{
	remove_proc_entry("proc_test", NULL);
	complete(&((struct errand *)data)->done);
	return 0;
}

static void let_go(void *unused)
{
	driver.hold = false;
	wake_up(&driver.wait);
}

/* removing waits for a call that is in the functions, and for none that comes later */
static void removal_waits_for_calls(struct kunit *test)
{
	static struct errand read, remove;
	struct task_struct *reader, *remover;

	init_completion(&read.done);
	init_completion(&remove.done);
	reader = create_thread(test, read_it, &read, "reader");
	remover = create_thread(test, remove_it, &remove, "remover");
	KUNIT_ASSERT_NOT_NULL(test, make(test, "proc_test", "hello\n"));
	driver.hold = true;
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, let_go, NULL), 0);
	start_thread(test, reader);
	KUNIT_EXPECT_TRUE(test, wait_until(atomic_read(&driver.reads)));
	start_thread(test, remover);
	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&remove.done, 20), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&driver.releases), 0);
	let_go(NULL);
	KUNIT_EXPECT_GT(test, wait_for_completion_timeout(&remove.done, 5 * HZ), 0);
	KUNIT_EXPECT_GT(test, wait_for_completion_timeout(&read.done, 5 * HZ), 0);
	KUNIT_EXPECT_EQ(test, read.result, 6);
	KUNIT_EXPECT_EQ(test, atomic_read(&driver.releases), 1);
}

/* ---- many at once --------------------------------------------------------------------------- */

static volatile bool stop;

static int read_for_ever(void *data)
{
	struct errand *errand = data;

	while (!stop) {
		struct file *file = filp_open("/proc/proc_test", O_RDONLY, 0);
		char text[8];

		cpu_relax();
		if (IS_ERR(file))
			continue;
		if (vfs_read(file, text, sizeof(text), &file->f_pos) == 6)
			errand->result++;
		filp_close(file, NULL);
	}
	complete(&errand->done);
	return 0;
}

/* an entry that comes and goes while all processors read it is never used after it went */
static void readers_on_all_processors(struct kunit *test)
{
	struct errand errands[NR_CPUS] = {};
	struct task_struct *readers[NR_CPUS];
	int cpu, i;

	stop = false;
	for_each_online_cpu(cpu) {
		init_completion(&errands[cpu].done);
		readers[cpu] = create_thread(test, read_for_ever, &errands[cpu], "reader");
		kthread_bind(readers[cpu], cpu);
		/* So the case takes the processor from it in any of its steps. */
		set_user_nice(readers[cpu], 19);
	}
	for_each_online_cpu(cpu)
		start_thread(test, readers[cpu]);
	for (i = 0; i < 50; i++) {
		struct proc_dir_entry *pde = make(test, "proc_test", "hello\n");

		KUNIT_EXPECT_NOT_NULL(test, pde);
		if (i % 3)
			schedule_timeout_uninterruptible(i % 3);
		else
			yield();
		if (pde)
			remove_proc_entry("proc_test", NULL);
		KUNIT_EXPECT_EQ(test, atomic_read(&driver.opens), atomic_read(&driver.releases));
	}
	stop = true;
	for_each_online_cpu(cpu) {
		wait_for_completion(&errands[cpu].done);
		KUNIT_EXPECT_GT(test, errands[cpu].result, 0);
	}
}

/* ---- the entries of 2.6 --------------------------------------------------------------------- */

static int whole_page(char *page, char **start, off_t off, int count, int *eof, void *data)
{
	*eof = 1;
	return sprintf(page, "%s", (char *)data);
}

/* Ten digits; each call gives as many as are asked for. */
static int from_off_on(char *page, char **start, off_t off, int count, int *eof, void *data)
{
	int len = 0;

	*start = page + 100;
	while (len < count && off + len < 10) {
		page[100 + len] = '0' + off + len;
		len++;
	}
	return len;
}

/* Three records of three letters; the position counts records. */
static int by_records(char *page, char **start, off_t off, int count, int *eof, void *data)
{
	if (off == 3)
		return 0;
	memset(page, 'a' + off, 3);
	*start = (char *)1;
	return 3;
}

static char written[16];

static int write_down(struct file *file, const char __user *buf, unsigned long count, void *data)
{
	snprintf(written, sizeof(written), "%.*s", (int)count, buf);
	return count;
}

/* the three ways in which a read_proc can give its text; write_proc gets what is written */
static void entries_of_one_page(struct kunit *test)
{
	struct proc_dir_entry *pde;

	pde = create_proc_read_entry("proc_test", 0, NULL, whole_page, "some text\n");
	KUNIT_ASSERT_NOT_NULL(test, pde);
	KUNIT_EXPECT_STREQ(test, proc_read(test, "/proc/proc_test", 4), "some text\n");
	KUNIT_EXPECT_STREQ(test, proc_read(test, "/proc/proc_test", 4096), "some text\n");
	KUNIT_EXPECT_EQ(test, proc_write("/proc/proc_test", "x"), -EINVAL);
	remove_proc_entry("proc_test", NULL);

	pde = create_proc_entry("proc_test", 0644, NULL);
	KUNIT_ASSERT_NOT_NULL(test, pde);
	pde->read_proc = from_off_on;
	pde->write_proc = write_down;
	KUNIT_EXPECT_STREQ(test, proc_read(test, "/proc/proc_test", 3), "0123456789");
	KUNIT_EXPECT_EQ(test, proc_write("/proc/proc_test", "word"), 4);
	KUNIT_EXPECT_STREQ(test, (const char *)written, "word");
	pde->read_proc = by_records;
	KUNIT_EXPECT_STREQ(test, proc_read(test, "/proc/proc_test", 100), "aaabbbccc");
	remove_proc_entry("proc_test", NULL);
}

/* ---- directories ---------------------------------------------------------------------------- */

struct names {
	char text[2048];
	int calls, enough_after;
};

static int note_name(void *buf, const char *name, int len, loff_t next, u64 ino, unsigned int type)
{
	struct names *names = buf;

	if (names->calls == names->enough_after)
		return -1;
	names->calls++;
	snprintf(names->text + strlen(names->text), sizeof(names->text) - strlen(names->text),
		 "%.*s%s ", len, name, type == DT_DIR ? "/" : "");
	return 0;
}

/* a reader of a directory gets each name once, also in pieces */
static void names_come_in_pieces(struct kunit *test)
{
	struct names *all = kunit_kzalloc(test, sizeof(*all), GFP_KERNEL);
	struct names *bits = kunit_kzalloc(test, sizeof(*bits), GFP_KERNEL);
	struct file *file;
	int before;

	KUNIT_ASSERT_TRUE(test, all && bits);
	file = filp_open("/proc", O_RDONLY, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	all->enough_after = -1;
	KUNIT_EXPECT_EQ(test, vfs_readdir(file, note_name, all), 0);
	filp_close(file, NULL);
	KUNIT_EXPECT_NOT_NULL(test, strstr(all->text, "./ ../ "));
	KUNIT_EXPECT_NOT_NULL(test, strstr(all->text, " interrupts "));
	KUNIT_EXPECT_NOT_NULL(test, strstr(all->text, " sys/ "));
	KUNIT_EXPECT_NOT_NULL(test, strstr(all->text, " 1/ "));

	file = filp_open("/proc", O_RDONLY, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	do {
		before = bits->calls;
		bits->enough_after = before + 1;
		vfs_readdir(file, note_name, bits);
	} while (bits->calls > before);
	filp_close(file, NULL);
	KUNIT_EXPECT_STREQ(test, (const char *)bits->text, (const char *)all->text);
}

/* nothing can be made or removed there by a program */
static void programs_change_nothing(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, PTR_ERR(path_create("/proc/new", S_IFREG | 0644, 0)), -EACCES);
	KUNIT_EXPECT_EQ(test, path_unlink("/proc/version"), -EACCES);
	KUNIT_EXPECT_EQ(test, path_rmdir("/proc/sys"), -EACCES);
	KUNIT_EXPECT_EQ(test, path_rmdir("/proc"), -EBUSY);
}

static struct kunit_case proc_cases[] = {
	KUNIT_CASE(an_entry_is_read),	     KUNIT_CASE(directories_nest),
	KUNIT_CASE(mistakes_are_told),	     KUNIT_CASE(removal_while_it_is_open),
	KUNIT_CASE(removal_waits_for_calls), KUNIT_CASE(readers_on_all_processors),
	KUNIT_CASE(entries_of_one_page),     KUNIT_CASE(names_come_in_pieces),
	KUNIT_CASE(programs_change_nothing), {},
};

static struct kunit_suite proc_suite = {
	.name = "proc",
	.init = proc_test_init,
	.test_cases = proc_cases,
};
kunit_test_suite(proc_suite);
