// SPDX-License-Identifier: MIT
/* edu_dev_fixture.c - the edu card's file, open and empty, for the suites about its driver */
#include <halves/iofault.h>
#include <linux/err.h>
#include <linux/poll.h>
#include <linux/string.h>
#include "edu_dev_fixture.h"

struct edu_device *edu;
struct file *dev;
static char text[RING_SIZE + 1];

void close_file(void *file)
{
	filp_close(file, NULL);
}

struct file *open_dev(struct kunit *test, const char *path, int flags)
{
	struct file *file = filp_open(path, flags, 0);

	KUNIT_ASSERT_FALSE_MSG(test, IS_ERR(file), "%s: %ld", path, PTR_ERR(file));
	kunit_add_action(test, close_file, file);
	return file;
}

const char *read_from(struct file *file, size_t size)
{
	ssize_t n = vfs_read(file, text, size, &file->f_pos);

	if (n < 0)
		snprintf(text, sizeof(text), "error %d", (int)n);
	else
		text[n] = '\0';
	return text;
}

const char *read_all(struct file *file)
{
	return read_from(file, RING_SIZE);
}

ssize_t write_to(struct file *file, const char *command)
{
	return vfs_write(file, command, strlen(command), &file->f_pos);
}

/* No card, no device; nothing to read may be left from the case before. */
int edu_dev_test_init(struct kunit *test)
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

void edu_dev_test_exit(struct kunit *test)
{
	io_fault_end();
	edu_get(); /* it answers again: the next one that vanishes is told again */
}
