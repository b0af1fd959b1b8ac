// SPDX-License-Identifier: MIT
/* chrdev_test.c - from a node's number to its driver; misc devices; null, zero and kmsg */
#include "fs_fixture.h"

#include <halves/report.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

static ssize_t read_minor(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	char minor = iminor(file_inode(file));

	return copy_to_user(buf, &minor, 1) ? -EFAULT : 1;
}

static const struct file_operations minor_fops = {
	.read = read_minor,
};

static void unregister(void *major)
{
	unregister_chrdev((unsigned long)major, "minor");
}

static unsigned int make_driver(struct kunit *test)
{
	int major = register_chrdev(0, "minor", &minor_fops);

	KUNIT_ASSERT_GT(test, major, 0);
	kunit_add_action(test, unregister, (void *)(unsigned long)major);
	return major;
}

static void make_node(struct kunit *test, const char *path, dev_t rdev)
{
	struct inode *node = path_create(path, S_IFCHR | 0600, rdev);

	KUNIT_ASSERT_EQ(test, error_of(node), 0);
	iput(node);
}

/* The major number finds the driver, and the driver sees the minor */
static void major_and_minor(struct kunit *test)
{
	unsigned int major = make_driver(test);

	make_node(test, "/t/three", MKDEV(major, 3));
	make_node(test, "/t/four", MKDEV(major, 4));
	KUNIT_EXPECT_EQ(test, read_file(test, "/t/three")[0], 3);
	KUNIT_EXPECT_EQ(test, read_file(test, "/t/four")[0], 4);
}

/* A node without a driver cannot be opened, also after the driver has gone; open files go on */
static void no_driver(struct kunit *test)
{
	unsigned int major = make_driver(test);
	struct file *file;
	char c = 0;

	make_node(test, "/t/dev", MKDEV(major, 5));
	make_node(test, "/t/nobody", MKDEV(4000, 0));
	file = filp_open("/t/dev", O_RDONLY, 0);
	KUNIT_ASSERT_EQ(test, error_of(file), 0);
	kunit_release_action(test, unregister, (void *)(unsigned long)major);
	KUNIT_EXPECT_EQ(test, kernel_read(file, 0, &c, 1), 1);
	KUNIT_EXPECT_EQ(test, c, 5);
	fput(file);
	KUNIT_EXPECT_EQ(test, error_of(filp_open("/t/dev", O_RDONLY, 0)), -ENXIO);
	KUNIT_EXPECT_EQ(test, error_of(filp_open("/t/nobody", O_RDONLY, 0)), -ENXIO);
}

/* A major number is one driver's; dynamic ones differ; there is none above 4095 */
static void major_numbers(struct kunit *test)
{
	unsigned int first = make_driver(test), second = make_driver(test);

	KUNIT_EXPECT_NE(test, first, second);
	KUNIT_EXPECT_EQ(test, register_chrdev(first, "minor", &minor_fops), -EBUSY);
	KUNIT_EXPECT_EQ(test, register_chrdev(4096, "minor", &minor_fops), -EINVAL);
	KUNIT_EXPECT_EQ(test, register_chrdev(4095, "minor", &minor_fops), 0);
	unregister_chrdev(4095, "minor");
	KUNIT_EXPECT_EQ(test, register_chrdev(4095, "minor", &minor_fops), 0);
	unregister_chrdev(4095, "minor");
}

/* Who unregisters another one's number takes nothing away, and is told */
static void unregister_of_a_stranger(struct kunit *test)
{
	unsigned int major = make_driver(test);
	char text[256] = "";

	make_node(test, "/t/dev", MKDEV(major, 6));
	report_capture_begin(text, sizeof(text));
	unregister_chrdev(major, "stranger");
	unregister_chrdev(4000, "stranger");
	report_capture_end();
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, ": stranger is not the driver of major"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, ", minor is: give the number and name that"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "of major 4000, nobody is: give"));
	KUNIT_EXPECT_EQ(test, read_file(test, "/t/dev")[0], 6);
}

static struct miscdevice one, two;

static int chrdev_test_init(struct kunit *test)
{
	one = (struct miscdevice){ MISC_DYNAMIC_MINOR, "test-one", &minor_fops };
	two = (struct miscdevice){ MISC_DYNAMIC_MINOR, "test-two", &minor_fops };
	return fs_test_init(test);
}

static void deregister(void *misc)
{
	misc_deregister(misc);
}

/* Until the case ends. */
static void add_misc(struct kunit *test, struct miscdevice *misc)
{
	KUNIT_ASSERT_EQ(test, misc_register(misc), 0);
	kunit_add_action(test, deregister, misc);
}

/* misc_register makes a node with a number that is free, misc_deregister removes it */
static void misc_node(struct kunit *test)
{
	add_misc(test, &one);
	add_misc(test, &two);
	KUNIT_EXPECT_NE(test, one.minor, two.minor);
	KUNIT_EXPECT_EQ(test, (u8)read_file(test, "/dev/test-two")[0], two.minor);
	kunit_release_action(test, deregister, &two);
	KUNIT_EXPECT_FALSE(test, is_there("/dev/test-two"));
	KUNIT_EXPECT_TRUE(test, is_there("/dev/test-one"));
	kunit_release_action(test, deregister, &one);
	KUNIT_EXPECT_FALSE(test, is_there("/dev/test-one"));
}

/* A name that is there, or a number, is refused, and nothing is kept */
static void misc_taken(struct kunit *test)
{
	struct miscdevice same_name = { MISC_DYNAMIC_MINOR, "test-one", &minor_fops };

	add_misc(test, &one);
	two.minor = one.minor;
	KUNIT_EXPECT_EQ(test, misc_register(&two), -EBUSY);
	KUNIT_EXPECT_FALSE(test, is_there("/dev/test-two"));
	KUNIT_EXPECT_NE(test, misc_register(&same_name), 0);
	KUNIT_EXPECT_EQ(test, same_name.minor, MISC_DYNAMIC_MINOR);
	KUNIT_EXPECT_TRUE(test, is_there("/dev/test-one"));
}

/* Somebody may have removed the node before the driver goes */
static void misc_node_is_gone(struct kunit *test)
{
	add_misc(test, &one);
	KUNIT_EXPECT_EQ(test, path_unlink("/dev/test-one"), 0);
	kunit_remove_action(test, deregister, &one);
	KUNIT_EXPECT_EQ(test, misc_deregister(&one), 0);
}

/* An open file keeps its driver's module, however it was found; a leaving one opens nothing */
static void module_is_held(struct kunit *test)
{
	static struct module module;
	static struct file_operations fops;
	struct file *file;

	memset(&module, 0, sizeof(module));
	fops = minor_fops;
	fops.owner = &module;
	one.fops = &fops;
	add_misc(test, &one);
	file = filp_open("/dev/test-one", O_RDONLY, 0);
	KUNIT_ASSERT_EQ(test, error_of(file), 0);
	KUNIT_EXPECT_EQ(test, module_refcount(&module), 1);
	get_file(file);
	fput(file);
	KUNIT_EXPECT_EQ(test, module_refcount(&module), 1);
	fput(file);
	KUNIT_EXPECT_EQ(test, module_refcount(&module), 0);
	atomic_set(&module.refcount, -1); /* as a module that is leaving */
	KUNIT_EXPECT_EQ(test, error_of(filp_open("/dev/test-one", O_RDONLY, 0)), -ENXIO);
}

/* To deregister what was not registered is a mistake, and told */
static void misc_not_registered(struct kunit *test)
{
	kunit_expect_report(test);
	KUNIT_EXPECT_EQ(test, misc_deregister(&one), -EINVAL);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, kunit_reports(test), 1);
}

/* null is empty and takes everything; zero is endless */
static void null_and_zero(struct kunit *test)
{
	struct file *null = filp_open("/dev/null", O_RDWR, 0), *zero;
	char text[100];
	loff_t pos = 0;

	KUNIT_ASSERT_EQ(test, error_of(null), 0);
	KUNIT_EXPECT_EQ(test, vfs_read(null, text, sizeof(text), &pos), 0);
	KUNIT_EXPECT_EQ(test, vfs_write(null, text, sizeof(text), &pos), sizeof(text));
	fput(null);
	zero = filp_open("/dev/zero", O_RDWR, 0);
	KUNIT_ASSERT_EQ(test, error_of(zero), 0);
	memset(text, 'x', sizeof(text));
	KUNIT_EXPECT_EQ(test, vfs_read(zero, text, sizeof(text), &pos), sizeof(text));
	KUNIT_EXPECT_PTR_EQ(test, memchr(text, 'x', sizeof(text)), NULL);
	KUNIT_EXPECT_EQ(test, vfs_write(zero, text, sizeof(text), &pos), sizeof(text));
	fput(zero);
}

/* What is printed is read from kmsg after it, and then there is no more */
static void kmsg_reads_the_log(struct kunit *test)
{
	struct file *kmsg = filp_open("/dev/kmsg", O_RDONLY, 0);
	char text[100] = "";
	ssize_t got;

	KUNIT_ASSERT_EQ(test, error_of(kmsg), 0);
	while (vfs_read(kmsg, text, sizeof(text), &kmsg->f_pos) > 0)
		;
	KUNIT_EXPECT_GT(test, kmsg->f_pos, 0);
	pr_debug("a line for kmsg\n");
	got = vfs_read(kmsg, text, sizeof(text) - 1, &kmsg->f_pos);
	KUNIT_EXPECT_GT(test, got, 0);
	text[max(got, 0)] = '\0';
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "] a line for kmsg\n"));
	KUNIT_EXPECT_EQ(test, vfs_read(kmsg, text, sizeof(text), &kmsg->f_pos), 0);
	fput(kmsg);
}

/* What is written to kmsg is a line of the log, of the level that it names */
static void kmsg_writes_lines(struct kunit *test)
{
	struct file *kmsg = filp_open("/dev/kmsg", O_RDWR, 0);
	const char *line = "<7>written by a test";
	char text[100] = "";
	loff_t pos = 0;

	KUNIT_ASSERT_EQ(test, error_of(kmsg), 0);
	while (vfs_read(kmsg, text, sizeof(text), &kmsg->f_pos) > 0)
		;
	KUNIT_EXPECT_EQ(test, vfs_write(kmsg, line, strlen(line), &pos), strlen(line));
	KUNIT_EXPECT_GT(test, vfs_read(kmsg, text, sizeof(text) - 1, &kmsg->f_pos), 0);
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "] written by a test\n"));
	fput(kmsg);
}

static struct kunit_case chrdev_cases[] = {
	KUNIT_CASE(major_and_minor),
	KUNIT_CASE(no_driver),
	KUNIT_CASE(major_numbers),
	KUNIT_CASE(unregister_of_a_stranger),
	KUNIT_CASE(misc_node),
	KUNIT_CASE(misc_taken),
	KUNIT_CASE(misc_node_is_gone),
	KUNIT_CASE(module_is_held),
	KUNIT_CASE(misc_not_registered),
	KUNIT_CASE(null_and_zero),
	KUNIT_CASE(kmsg_reads_the_log),
	KUNIT_CASE(kmsg_writes_lines),
	{},
};

static struct kunit_suite chrdev_suite = {
	.name = "chrdev",
	.init = chrdev_test_init,
	.exit = fs_test_exit,
	.test_cases = chrdev_cases,
};
kunit_test_suite(chrdev_suite);
