// SPDX-License-Identifier: MIT
/* ramfs_test.c - files that are memory: pages, holes, limits; what a directory's reader sees */
#include "fs_fixture.h"

#include <linux/dirent.h>
#include <linux/mm.h>

#define LONG_FILE (5 * PAGE_SIZE + 123)

static char *pattern(struct kunit *test)
{
	char *data = kunit_kmalloc(test, LONG_FILE, GFP_KERNEL);
	unsigned long i;

	KUNIT_ASSERT_NOT_NULL(test, data);
	for (i = 0; i < LONG_FILE; i++)
		data[i] = i * 7 + i / PAGE_SIZE;
	return data;
}

/* A file of several pages, written in odd pieces, is read back in others, and ends where it ends */
static void long_file(struct kunit *test)
{
	char *data = pattern(test), *back = kunit_kzalloc(test, LONG_FILE, GFP_KERNEL);
	unsigned long at, done;
	long got;

	KUNIT_ASSERT_NOT_NULL(test, back);
	be_process(test);
	KUNIT_ASSERT_EQ(test, sys_open("/t/f", O_RDWR | O_CREAT, 0644), 0);
	for (at = 0; at < LONG_FILE; at += done) {
		done = min(LONG_FILE - at, 1777UL);
		KUNIT_ASSERT_EQ(test, sys_write(0, data + at, done), done);
	}
	KUNIT_EXPECT_EQ(test, sys_lseek(0, 0, SEEK_SET), 0);
	for (at = 0; (got = sys_read(0, back + at, min(LONG_FILE - at + 1, 5001UL))) > 0; at += got)
		;
	KUNIT_EXPECT_EQ(test, got, 0);
	KUNIT_EXPECT_EQ(test, at, LONG_FILE);
	KUNIT_EXPECT_EQ(test, memcmp(data, back, LONG_FILE), 0);
}

/* Where nobody has written zeros are read, and there is no page */
static void holes(struct kunit *test)
{
	unsigned long before, at = 10000 * PAGE_SIZE + 5;
	char page[16], zeros[16] = { 0 };

	be_process(test);
	KUNIT_ASSERT_EQ(test, sys_open("/t/f", O_RDWR | O_CREAT, 0644), 0);
	before = nr_free_pages();
	KUNIT_EXPECT_EQ(test, sys_lseek(0, at, SEEK_SET), at);
	KUNIT_EXPECT_EQ(test, sys_write(0, "x", 1), 1);
	/* Its page, and an array of 10001 pointers. */
	KUNIT_EXPECT_LE(test, before - nr_free_pages(), 17);
	KUNIT_EXPECT_EQ(test, sys_lseek(0, at - 15, SEEK_SET), at - 15);
	KUNIT_EXPECT_EQ(test, sys_read(0, page, 16), 16);
	KUNIT_EXPECT_EQ(test, memcmp(page, zeros, 15), 0);
	KUNIT_EXPECT_EQ(test, page[15], 'x');
	KUNIT_EXPECT_EQ(test, sys_lseek(0, 4090, SEEK_SET), 4090);
	KUNIT_EXPECT_EQ(test, sys_read(0, page, 16), 16);
	KUNIT_EXPECT_EQ(test, memcmp(page, zeros, 16), 0);
}

/* Reading at and beyond the end gives nothing, and moves nothing */
static void beyond_the_end(struct kunit *test)
{
	char c;

	be_process(test);
	write_file(test, "/t/f", "abc");
	KUNIT_ASSERT_EQ(test, sys_open("/t/f", O_RDONLY, 0), 0);
	KUNIT_EXPECT_EQ(test, sys_lseek(0, 3, SEEK_SET), 3);
	KUNIT_EXPECT_EQ(test, sys_read(0, &c, 1), 0);
	KUNIT_EXPECT_EQ(test, sys_lseek(0, LONG_MAX, SEEK_SET), LONG_MAX);
	KUNIT_EXPECT_EQ(test, sys_read(0, &c, 1), 0);
	KUNIT_EXPECT_EQ(test, sys_lseek(0, 0, SEEK_CUR), LONG_MAX);
}

/* At the largest position no byte can be written, one before it one can, if there is memory */
static void largest_file(struct kunit *test)
{
	struct stat stat;
	long done;

	be_process(test);
	KUNIT_ASSERT_EQ(test, sys_open("/t/f", O_RDWR | O_CREAT, 0644), 0);
	KUNIT_EXPECT_EQ(test, sys_lseek(0, LONG_MAX, SEEK_SET), LONG_MAX);
	KUNIT_EXPECT_EQ(test, sys_write(0, "xy", 2), -EFBIG);
	KUNIT_EXPECT_EQ(test, sys_write(0, "xy", 0), 0);
	KUNIT_EXPECT_EQ(test, sys_lseek(0, -1, SEEK_CUR), LONG_MAX - 1);
	done = sys_write(0, "xy", 2);
	KUNIT_EXPECT_TRUE(test, done == 1 || done == -ENOSPC);
	KUNIT_EXPECT_EQ(test, sys_fstat(0, &stat), 0);
	KUNIT_EXPECT_EQ(test, stat.st_size, done == 1 ? LONG_MAX : 0);
}

/* Memory comes back when the last name and the last opening are gone, and with O_TRUNC at once */
static void memory_comes_back(struct kunit *test)
{
	char *data = pattern(test);
	unsigned long before;

	be_process(test);
	KUNIT_ASSERT_EQ(test, sys_open("/t/f", O_RDWR | O_CREAT, 0644), 0);
	before = nr_free_pages();
	KUNIT_EXPECT_EQ(test, sys_write(0, data, LONG_FILE), LONG_FILE);
	KUNIT_EXPECT_LE(test, nr_free_pages(), before - 6);
	KUNIT_EXPECT_EQ(test, sys_open("/t/f", O_WRONLY | O_TRUNC, 0), 1);
	KUNIT_EXPECT_GE(test, nr_free_pages() + 1, before);
	KUNIT_EXPECT_EQ(test, sys_write(1, data, LONG_FILE), LONG_FILE);
	KUNIT_EXPECT_EQ(test, sys_unlink("/t/f"), 0);
	KUNIT_EXPECT_EQ(test, sys_close(0), 0);
	KUNIT_EXPECT_LE(test, nr_free_pages(), before - 6);
	KUNIT_EXPECT_EQ(test, sys_close(1), 0);
	KUNIT_EXPECT_GE(test, nr_free_pages() + 1, before);
}

/* ---- directories ----------------------------------------------------------------------------- */

static const char *const names[] = { "one", "two", "a-rather-longer-name", "four", "5" };

static void make_names(struct kunit *test)
{
	char path[40];
	int i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		snprintf(path, sizeof(path), "/t/%s", names[i]);
		write_file(test, path, "");
	}
}

/* getdents gives ".", ".." and each name once, with type and number, however small the pieces */
static void getdents(struct kunit *test)
{
	char buf[48] __aligned(8);
	struct linux_dirent64 *entry = (void *)buf;
	struct stat stat;
	char path[40];
	long got;
	int i;

	be_process(test);
	make_names(test);
	KUNIT_ASSERT_EQ(test, sys_open("/t", O_RDONLY, 0), 0);
	for (i = -2; (got = sys_getdents64(0, entry, sizeof(buf))) > 0; i++) {
		const char *want = i == -2 ? "." : i == -1 ? ".." : names[i];

		KUNIT_ASSERT_LT(test, i, (int)ARRAY_SIZE(names));
		/* Two short ones may fit: the position after the first is in it. */
		KUNIT_EXPECT_STREQ(test, (const char *)entry->d_name, want);
		KUNIT_EXPECT_EQ(test, entry->d_type, i < 0 ? DT_DIR : DT_REG);
		KUNIT_EXPECT_EQ(test, entry->d_reclen % 8, 0);
		snprintf(path, sizeof(path), "/t/%s", want);
		KUNIT_EXPECT_EQ(test, sys_stat(path, &stat), 0);
		KUNIT_EXPECT_EQ(test, entry->d_ino, stat.st_ino);
		KUNIT_EXPECT_EQ(test, sys_lseek(0, entry->d_off, SEEK_SET), entry->d_off);
	}
	KUNIT_EXPECT_EQ(test, got, 0);
	KUNIT_EXPECT_EQ(test, i, (int)ARRAY_SIZE(names));
	KUNIT_EXPECT_EQ(test, sys_lseek(0, 0, SEEK_SET), 0);
	KUNIT_EXPECT_EQ(test, sys_getdents64(0, entry, 23), -EINVAL);
	KUNIT_EXPECT_EQ(test, sys_getdents64(0, entry, 24), 24);
}

static int take_one(void *buf, const char *name, int namelen, loff_t next, u64 ino,
		    unsigned int type)
{
	char *to = buf;

	if (*to)
		return 1; /* has one already */
	memcpy(to, name, namelen);
	to[namelen] = '\0';
	return 0;
}

/* Who removes, and who renames, while he reads, misses nothing and sees nothing twice */
static void change_while_reading(struct kunit *test)
{
	char name[40], path[48];
	struct file *dir;
	int i;

	make_names(test);
	dir = filp_open("/t", O_RDONLY, 0);
	KUNIT_ASSERT_EQ(test, error_of(dir), 0);
	for (i = -2; i < (int)ARRAY_SIZE(names); i++) {
		name[0] = '\0';
		KUNIT_EXPECT_EQ(test, vfs_readdir(dir, take_one, name), 0);
		KUNIT_EXPECT_STREQ(test, (const char *)name,
				   i == -2 ? "." :
				   i == -1 ? ".." :
					     names[i]);
		snprintf(path, sizeof(path), "/t/%s", name);
		if (i >= 0 && i % 2)
			KUNIT_EXPECT_EQ(test, path_unlink(path), 0);
		else if (i >= 0)
			KUNIT_EXPECT_EQ(test, path_rename(path, "/t/renamed"), 0);
	}
	name[0] = '\0';
	KUNIT_EXPECT_EQ(test, vfs_readdir(dir, take_one, name), 0);
	KUNIT_EXPECT_STREQ(test, (const char *)name, "");
	fput(dir);
}

static struct kunit_case ramfs_cases[] = {
	KUNIT_CASE(long_file),
	KUNIT_CASE(holes),
	KUNIT_CASE(beyond_the_end),
	KUNIT_CASE(largest_file),
	KUNIT_CASE(memory_comes_back),
	KUNIT_CASE(getdents),
	KUNIT_CASE(change_while_reading),
	{},
};

static struct kunit_suite ramfs_suite = {
	.name = "ramfs",
	.init = fs_test_init,
	.exit = fs_test_exit,
	.test_cases = ramfs_cases,
};
kunit_test_suite(ramfs_suite);
