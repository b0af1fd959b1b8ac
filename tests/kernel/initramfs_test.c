// SPDX-License-Identifier: MIT
/* initramfs_test.c - an archive becomes files; one that is broken, or lies, does no harm */
#include "fs_fixture.h"

#include <halves/report.h>

#define ARCHIVE_SIZE 4096

static char said[1024]; /* by the last unpack() */

/* unpack_cpio(), and note what it says. */
static unsigned int unpack(const void *archive, size_t size)
{
	unsigned int count;

	said[0] = '\0';
	report_capture_begin(said, sizeof(said));
	count = unpack_cpio(archive, size);
	report_capture_end();
	return count;
}

#define EXPECT_SAID(test, text)                                                                    \
	KUNIT_EXPECT_TRUE_MSG(test, strstr(said, text) != NULL, "said: %s", said)

/* An archive that is being written. */
struct archive {
	char *bytes;
	size_t size;
};

static void pad(struct archive *a)
{
	while (a->size % 4)
		a->bytes[a->size++] = '\0';
}

static void add(struct archive *a, const char *name, u32 mode, const char *data)
{
	size_t len = strlen(data);

	a->size += sprintf(a->bytes + a->size,
			   "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x", 7, mode, 0,
			   0, 1, 0x5f5e100, (u32)len, 8, 1, 0xabc, 0xde, (u32)strlen(name) + 1, 0);
	strcpy(a->bytes + a->size, name);
	a->size += strlen(name) + 1;
	pad(a);
	memcpy(a->bytes + a->size, data, len);
	a->size += len;
	pad(a);
}

static struct archive begin(struct kunit *test)
{
	struct archive a = { kunit_kzalloc(test, ARCHIVE_SIZE, GFP_KERNEL) };

	KUNIT_ASSERT_NOT_NULL(test, a.bytes);
	return a;
}

static void end(struct archive *a)
{
	add(a, "TRAILER!!!", 0, "");
}

/* Directories, files and nodes come out with contents, permissions, number and time */
static void unpacks(struct kunit *test)
{
	struct archive a = begin(test);
	struct inode *inode;

	add(&a, "t", S_IFDIR | 0755, "");
	add(&a, "./t/d", S_IFDIR | 0700, "");
	add(&a, "t/d/f", S_IFREG | 0755, "contents");
	add(&a, "/t/empty", S_IFREG | 0600, "");
	add(&a, "t/node", S_IFCHR | 0666, "");
	end(&a);
	KUNIT_EXPECT_EQ(test, unpack(a.bytes, a.size), 5);
	KUNIT_EXPECT_STREQ(test, (const char *)said, "");
	KUNIT_EXPECT_STREQ(test, read_file(test, "/t/d/f"), "contents");
	KUNIT_EXPECT_STREQ(test, read_file(test, "/t/empty"), "");
	inode = path_lookup("/t/d/f");
	KUNIT_ASSERT_EQ(test, error_of(inode), 0);
	KUNIT_EXPECT_EQ(test, inode->i_mode, S_IFREG | 0755);
	KUNIT_EXPECT_EQ(test, inode->i_mtime, 0x5f5e100);
	iput(inode);
	inode = path_lookup("/t/node");
	KUNIT_ASSERT_EQ(test, error_of(inode), 0);
	KUNIT_EXPECT_EQ(test, inode->i_rdev, MKDEV(0xabc, 0xde));
	iput(inode);
}

/* A file that is there already gets the archive's contents */
static void replaces(struct kunit *test)
{
	struct archive a = begin(test);

	write_file(test, "/t/f", "longer than the new one");
	add(&a, "t/f", S_IFREG | 0644, "new");
	end(&a);
	KUNIT_EXPECT_EQ(test, unpack(a.bytes, a.size), 1);
	KUNIT_EXPECT_STREQ(test, read_file(test, "/t/f"), "new");
}

/* What was unpacked before the place where the archive is cut stays, and the place is told */
static void cut(struct kunit *test)
{
	struct archive a = begin(test);
	size_t first, size;
	char text[64];

	add(&a, "t/one", S_IFREG | 0644, "1");
	first = a.size;
	add(&a, "t/two", S_IFREG | 0644, "22");
	for (size = 0; size <= a.size; size += 3) {
		unsigned int whole = (size >= first) + (size >= a.size);

		KUNIT_EXPECT_EQ(test, unpack(a.bytes, size), whole);
		snprintf(text, sizeof(text), "initramfs: broken at byte %zu of %zu, after %u files",
			 whole == 2 ? a.size :
			 whole	    ? first :
				      0,
			 size, whole);
		EXPECT_SAID(test, text);
		KUNIT_EXPECT_EQ(test, is_there("/t/one"), whole > 0);
		KUNIT_EXPECT_EQ(test, is_there("/t/two"), whole > 1);
		path_unlink("/t/one");
		path_unlink("/t/two");
	}
}

/* What cannot be made is left out, and the rest comes out */
static void leaves_out(struct kunit *test)
{
	struct archive a = begin(test);

	write_file(test, "/t/f", "mine");
	add(&a, "t/no/f", S_IFREG | 0644, "below nothing");
	add(&a, "t/f/f", S_IFREG | 0644, "below a file");
	add(&a, "t/f", S_IFDIR | 0755, "");
	add(&a, "t", S_IFREG | 0644, "onto a directory");
	add(&a, "t/link", 0120777, "f");
	add(&a, "t/fifo", S_IFIFO | 0644, "");
	add(&a, "t/dir", 0, "no type");
	add(&a, "t/good", S_IFREG | 0644, "good");
	end(&a);
	KUNIT_EXPECT_EQ(test, unpack(a.bytes, a.size), 1);
	EXPECT_SAID(test, "initramfs: t/no/f: -ENOENT\n");
	EXPECT_SAID(test, "initramfs: t/f/f: -ENOTDIR\n");
	EXPECT_SAID(test, "initramfs: t: -EEXIST\n");
	EXPECT_SAID(test, "initramfs: t/fifo: -EINVAL\n");
	KUNIT_EXPECT_STREQ(test, read_file(test, "/t/good"), "good");
	KUNIT_EXPECT_STREQ(test, read_file(test, "/t/f"), "mine");
	KUNIT_EXPECT_FALSE(test, is_there("/t/link"));
	KUNIT_EXPECT_FALSE(test, is_there("/t/fifo"));
}

/* Names that climb stay in the tree, and names too long are refused */
static void strange_names(struct kunit *test)
{
	struct archive a = begin(test);
	char *name = kunit_kzalloc(test, 400, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, name);
	add(&a, "../../../t/up", S_IFREG | 0644, "");
	strcpy(name, "t/");
	memset(name + 2, 'n', 256);
	add(&a, name, S_IFREG | 0644, "");
	add(&a, "/", S_IFDIR | 0755, "");
	add(&a, "..", S_IFDIR | 0755, "");
	end(&a);
	KUNIT_EXPECT_EQ(test, unpack(a.bytes, a.size), 3);
	KUNIT_EXPECT_TRUE(test, is_there("/t/up"));
}

/* Each byte of an archive changed, in turn: files may be missing, but nothing breaks */
static void each_byte_changed(struct kunit *test)
{
	struct archive a = begin(test);
	size_t i;

	be_process(test); /* in /t, for a name may become another one */
	add(&a, "f", S_IFREG | 0644, "contents");
	add(&a, "d", S_IFDIR | 0755, "");
	end(&a);
	for (i = 0; i < a.size; i++) {
		KUNIT_ASSERT_EQ(test, sys_chdir("/t"), 0);
		a.bytes[i] ^= 1;
		KUNIT_EXPECT_LE(test, unpack(a.bytes, a.size), 2);
		a.bytes[i] ^= 1;
		fs_test_exit(test);
		fs_test_init(test);
	}
}

static struct kunit_case initramfs_cases[] = {
	KUNIT_CASE(unpacks),
	KUNIT_CASE(replaces),
	KUNIT_CASE(cut),
	KUNIT_CASE(leaves_out),
	KUNIT_CASE(strange_names),
	KUNIT_CASE(each_byte_changed),
	{},
};

static struct kunit_suite initramfs_suite = {
	.name = "initramfs",
	.init = fs_test_init,
	.exit = fs_test_exit,
	.test_cases = initramfs_cases,
};
kunit_test_suite(initramfs_suite);
