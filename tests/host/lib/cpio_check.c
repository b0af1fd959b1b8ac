// SPDX-License-Identifier: MIT
/* cpio_check.c - lib/cpio.c: good archives, and archives cut, changed and lying in every way */
#include <linux/array_size.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <halves/cpio.h>
#include "host.h"

static char archive[2000];
static size_t archive_size;

static void pad(void)
{
	while (archive_size % 4)
		archive[archive_size++] = '\0';
}

static void add_header(u32 namesize, u32 filesize)
{
	archive_size += sprintf(archive + archive_size,
				"070701%08x%08X%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x", 0x1a,
				0100644, 0, 0, 2, 0x5f5e100, filesize, 8, 1, 3, 4, namesize, 0);
}

static void add(const char *name, const char *data)
{
	add_header(strlen(name) + 1, strlen(data));
	strcpy(archive + archive_size, name);
	archive_size += strlen(name) + 1;
	pad();
	memcpy(archive + archive_size, data, strlen(data));
	archive_size += strlen(data);
	pad();
}

static const struct {
	const char *name, *data;
} files[] = {
	{ "init", "#!" },  { "a", "" },		{ "etc/motd", "hello\n" },
	{ "abc", "four" }, { "ab", "seven77" },
};

static void make_archive(void)
{
	size_t i;

	archive_size = 0;
	for (i = 0; i < ARRAY_SIZE(files); i++)
		add(files[i].name, files[i].data);
	add("TRAILER!!!", "");
}

/* Walk a copy of the archive in a block of exactly @size bytes. Return: the last answer. */
static int walk(size_t size, size_t *nr_files)
{
	char *copy = host_alloc(size);
	struct cpio_entry entry;
	size_t pos = 0, before, i, sum = 0;
	int found;

	memcpy(copy, archive, size);
	for (*nr_files = 0;; ++*nr_files) {
		before = pos;
		found = cpio_next(copy, size, &pos, &entry);
		if (found != 1)
			break;
		EXPECT(pos > before && pos <= size);
		/* All that it points to can be read, and lies inside. */
		EXPECT(entry.name > copy && entry.name + strlen(entry.name) < copy + size);
		EXPECT(*entry.name);
		EXPECT((char *)entry.data + entry.size <= copy + size);
		for (i = 0; i < entry.size; i++)
			sum += ((u8 *)entry.data)[i];
	}
	EXPECT_INT(pos, before); /* the end and an error leave the position alone */
	host_free(copy);
	return sum == SIZE_MAX ? 1 : found;
}

/* A good archive gives its files, in order, with all their fields, and then its end. */
CHECK(good_archive)
{
	struct cpio_entry entry;
	size_t pos = 0, i;

	make_archive();
	for (i = 0; i < ARRAY_SIZE(files); i++) {
		EXPECT_INT(cpio_next(archive, archive_size, &pos, &entry), 1);
		EXPECT_STR(entry.name, files[i].name);
		EXPECT_INT(entry.size, strlen(files[i].data));
		EXPECT_INT(memcmp(entry.data, files[i].data, entry.size), 0);
		EXPECT_INT(entry.ino, 0x1a);
		EXPECT_INT(entry.mode, 0100644);
		EXPECT_INT(entry.nlink, 2);
		EXPECT_INT(entry.mtime, 100000000);
		EXPECT_INT(entry.rdev_major, 3);
		EXPECT_INT(entry.rdev_minor, 4);
	}
	EXPECT_INT(cpio_next(archive, archive_size, &pos, &entry), 0);
	EXPECT_INT(cpio_next(archive, archive_size, &pos, &entry), 0);
}

/* Cut after any byte before the end mark is whole, the archive is refused, its whole files not. */
CHECK(cut_at_every_byte)
{
	size_t size, end, nr_files, last = 0;

	make_archive();
	EXPECT_INT(walk(archive_size, &nr_files), 0);
	EXPECT_INT(nr_files, ARRAY_SIZE(files));
	/* The end mark's padding is not needed. */
	for (end = archive_size; !archive[end - 1]; end--)
		;
	end++;
	for (size = 0; size <= archive_size; size++) {
		EXPECT_INT(walk(size, &nr_files), size < end ? -EINVAL : 0);
		EXPECT(nr_files >= last);
		last = nr_files;
	}
	EXPECT_INT(last, ARRAY_SIZE(files));
}

/* Any byte of a header changed to one that is no hexadecimal digit is refused. */
CHECK(bad_headers)
{
	size_t nr_files, i;

	for (i = 0; i < 110; i++) {
		make_archive();
		archive[i] = 'g';
		EXPECT_INT(walk(archive_size, &nr_files), -EINVAL);
		EXPECT_INT(nr_files, 0);
	}
	make_archive();
	archive[5] = '2'; /* the format with checksums */
	EXPECT_INT(walk(archive_size, &nr_files), -EINVAL);
}

/* Sizes that reach past the end, also by wrapping around, are refused. */
CHECK(lying_sizes)
{
	static const u32 sizes[] = { 0x7fffffff, 0x80000000, 0xfffffff0, 0xfffffffc, 0xfffffffd,
				     0xfffffffe, 0xffffffff, 1000,	 0x10000 };
	size_t i, nr_files;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		archive_size = 0;
		add_header(2, sizes[i]);
		memcpy(archive + archive_size, "a", 2);
		archive_size += 2;
		pad();
		EXPECT_INT(walk(archive_size, &nr_files), -EINVAL);

		archive_size = 0;
		add_header(sizes[i], 0);
		memcpy(archive + archive_size, "a", 2);
		archive_size += 2;
		pad();
		EXPECT_INT(walk(archive_size, &nr_files), -EINVAL);
	}
}

/* A name must not be empty, must end with its only NUL, and its size must count that. */
CHECK(bad_names)
{
	static const struct {
		u32 namesize;
		char name[5];
		int want;
	} cases[] = {
		{ 0, "", -EINVAL },   { 1, "", -EINVAL },     { 2, "ab", -EINVAL },
		{ 4, "ab", -EINVAL }, { 4, "a\0b", -EINVAL }, { 3, "\0a", -EINVAL },
		{ 5, "abcd", 1 },
	};
	struct cpio_entry entry;
	size_t i, pos;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		archive_size = pos = 0;
		add_header(cases[i].namesize, 0);
		memcpy(archive + archive_size, cases[i].name, 5);
		archive_size += 5;
		pad();
		EXPECT_INT(cpio_next(archive, archive_size, &pos, &entry), cases[i].want);
	}
}

/* A position beyond the archive is refused. */
CHECK(bad_position)
{
	struct cpio_entry entry;
	size_t pos = 1000;

	make_archive();
	EXPECT_INT(cpio_next(archive, 10, &pos, &entry), -EINVAL);
	pos = SIZE_MAX;
	EXPECT_INT(cpio_next(archive, archive_size, &pos, &entry), -EINVAL);
	pos = 0;
	EXPECT_INT(cpio_next(archive, 0, &pos, &entry), -EINVAL);
}

/* Random changes to an archive: no read outside it, and every walk ends. */
CHECK(random_changes)
{
	size_t nr_files;
	int i, changes;

	for (i = 0; i < 50000; i++) {
		make_archive();
		for (changes = 1 + host_below(4); changes; changes--)
			archive[host_below(archive_size)] =
				"0123456789abcdef\0TR!\xff/"[host_below(23)];
		walk(host_below(8) ? archive_size : host_below(archive_size), &nr_files);
		EXPECT(nr_files <= 20);
	}
}
