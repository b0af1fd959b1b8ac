// SPDX-License-Identifier: MIT
/* seq_file_test.c - a text of records, whatever the size of the pieces it is read in */
#include <asm/page.h>
#include <asm/uaccess.h>
#include <kunit/test.h>
#include <linux/seq_file.h>

/* What the maker of the records is to do, and what it has seen. */
static struct {
	int records, length, bad; /* record @bad fails */
	int inside, starts, max_inside;
} maker;

static void *rec_start(struct seq_file *m, loff_t *pos)
{
	maker.starts++;
	maker.max_inside = max(maker.max_inside, ++maker.inside);
	return *pos < maker.records ? (void *)(long)(*pos + 1) : NULL;
}

static void rec_stop(struct seq_file *m, void *v)
{
	maker.inside--;
}

static void *rec_next(struct seq_file *m, void *v, loff_t *pos)
{
	return ++*pos < maker.records ? (void *)(long)(*pos + 1) : NULL;
}

static int rec_show(struct seq_file *m, void *v)
{
	long nr = (long)v - 1;
	int i;

	if (nr == maker.bad)
		return -EIO;
	seq_printf(m, "%ld:", nr);
	for (i = 0; i < maker.length; i++)
		seq_putc(m, 'a' + (nr + i) % 26);
	seq_puts(m, "\n");
	return 0;
}

static const struct seq_operations rec_ops = { rec_start, rec_stop, rec_next, rec_show };

#define MAX_TEXT (64 * 1024)

/* What reading in pieces of @piece bytes gives; returns the length, or an error. */
static ssize_t read_all(struct file *file, char *text, size_t piece)
{
	size_t len = 0;
	ssize_t got;

	while ((got = seq_read(file, text + len, min(piece, MAX_TEXT - len), &file->f_pos)) > 0)
		len += got;
	return got < 0 ? got : (ssize_t)len;
}

static struct file the_file;

static void close_it(void *unused)
{
	seq_release(NULL, &the_file);
}

static int seq_test_init(struct kunit *test)
{
	memset(&maker, 0, sizeof(maker));
	maker.bad = -1;
	memset(&the_file, 0, sizeof(the_file));
	KUNIT_ASSERT_EQ(test, seq_open(&the_file, &rec_ops), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, close_it, NULL), 0);
	return 0;
}

/* The text of the records as they should come. */
static size_t expected(char *text)
{
	size_t len = 0;
	int nr, i;

	for (nr = 0; nr < maker.records; nr++) {
		len += sprintf(text + len, "%d:", nr);
		for (i = 0; i < maker.length; i++)
			text[len++] = 'a' + (nr + i) % 26;
		text[len++] = '\n';
	}
	return len;
}

static const size_t pieces[] = { 1, 7, 100, 4095, 4096, 4097, MAX_TEXT };

static void describe_size(const size_t *size, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%lu", (unsigned long)*size);
}
KUNIT_ARRAY_PARAM(pieces, pieces, describe_size);

static void compare_text(struct kunit *test, int records, int length)
{
	char *is = kunit_kmalloc(test, MAX_TEXT, GFP_KERNEL);
	char *should = kunit_kmalloc(test, MAX_TEXT, GFP_KERNEL);
	size_t piece = *(const size_t *)test->param_value;
	ssize_t len;

	KUNIT_ASSERT_TRUE(test, is && should);
	maker.records = records;
	maker.length = length;
	len = expected(should);
	KUNIT_EXPECT_EQ(test, read_all(&the_file, is, piece), len);
	KUNIT_EXPECT_EQ(test, memcmp(is, should, len), 0);
	KUNIT_EXPECT_EQ(test, the_file.f_pos, len);
	KUNIT_EXPECT_EQ(test, maker.inside, 0);
	KUNIT_EXPECT_EQ(test, maker.max_inside, 1);
}

/* pieces of any size give the same bytes: many records, three fillings */
static void pieces_do_not_matter(struct kunit *test)
{
	compare_text(test, 120, 90);
}

/* … also of records that are longer than the buffer */
static void long_records_get_a_larger_buffer(struct kunit *test)
{
	compare_text(test, 3, 3 * PAGE_SIZE);
}

/* … and when a record fills the buffer to the last byte */
static void a_record_of_one_page(struct kunit *test)
{
	compare_text(test, 5, PAGE_SIZE - 3);
}

/* no records, no bytes */
static void nothing_is_the_end(struct kunit *test)
{
	char c;

	KUNIT_EXPECT_EQ(test, seq_read(&the_file, &c, 1, &the_file.f_pos), 0);
	KUNIT_EXPECT_EQ(test, maker.inside, 0);
}

/* the position may be set to any byte; beyond the end there is nothing */
static void any_byte_can_be_gone_to(struct kunit *test)
{
	static const int places[] = { 5000, 0, 4095, 4096, 1, 9000, 8999 };
	char *should = kunit_kmalloc(test, MAX_TEXT, GFP_KERNEL), piece[16];
	size_t len;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, should);
	maker.records = 100;
	maker.length = 90;
	len = expected(should);
	for (i = 0; i < ARRAY_SIZE(places); i++) {
		KUNIT_EXPECT_EQ(test, seq_lseek(&the_file, places[i], SEEK_SET), places[i]);
		KUNIT_EXPECT_EQ(test, seq_read(&the_file, piece, 16, &the_file.f_pos), 16);
		KUNIT_EXPECT_EQ(test, memcmp(piece, should + places[i], 16), 0);
	}
	KUNIT_EXPECT_EQ(test, seq_lseek(&the_file, -6, SEEK_CUR), 8999 + 10);
	KUNIT_EXPECT_EQ(test, seq_read(&the_file, piece, 16, &the_file.f_pos), 16);
	KUNIT_EXPECT_EQ(test, memcmp(piece, should + 8999 + 10, 16), 0);
	KUNIT_EXPECT_EQ(test, seq_lseek(&the_file, len + 100, SEEK_SET), len + 100);
	KUNIT_EXPECT_EQ(test, seq_read(&the_file, piece, 16, &the_file.f_pos), 0);
	KUNIT_EXPECT_EQ(test, seq_lseek(&the_file, 0, SEEK_END), -EINVAL);
	KUNIT_EXPECT_EQ(test, seq_lseek(&the_file, -1, SEEK_SET), -EINVAL);
}

/* what was made before a record that fails is read first, then comes its error */
static void an_error_comes_after_what_was_made(struct kunit *test)
{
	char text[64];

	maker.records = 5;
	maker.length = 1;
	maker.bad = 2;
	KUNIT_EXPECT_EQ(test, seq_read(&the_file, text, sizeof(text), &the_file.f_pos), 8);
	KUNIT_EXPECT_EQ(test, memcmp(text, "0:a\n1:b\n", 8), 0);
	KUNIT_EXPECT_EQ(test, seq_read(&the_file, text, sizeof(text), &the_file.f_pos), -EIO);
	KUNIT_EXPECT_EQ(test, maker.inside, 0);
}

/* a reader's bad address is -EFAULT, and nothing is lost of the text */
static void a_bad_address_loses_nothing(struct kunit *test)
{
	char text[8];

	maker.records = 1;
	KUNIT_EXPECT_EQ(test, seq_read(&the_file, (char *)16, 3, &the_file.f_pos), -EFAULT);
	KUNIT_EXPECT_EQ(test, the_file.f_pos, 0);
	KUNIT_EXPECT_EQ(test, seq_read(&the_file, text, sizeof(text), &the_file.f_pos), 3);
	KUNIT_EXPECT_EQ(test, memcmp(text, "0:\n", 3), 0);
}

static int show_private(struct seq_file *m, void *v)
{
	int i, n = *(int *)m->private;

	for (i = 0; i < n; i++)
		seq_printf(m, "%d\n", i % 10);
	return 0;
}

/* single_open(): one call writes the whole text, of any length */
static void one_function_is_a_text(struct kunit *test)
{
	char *text = kunit_kmalloc(test, MAX_TEXT, GFP_KERNEL);
	struct file file = {};
	int n = 10000;

	KUNIT_ASSERT_NOT_NULL(test, text);
	KUNIT_ASSERT_EQ(test, single_open(&file, show_private, &n), 0);
	KUNIT_EXPECT_EQ(test, read_all(&file, text, 1000), 2 * n);
	KUNIT_EXPECT_EQ(test, memcmp(text + 2 * n - 4, "8\n9\n", 4), 0);
	single_release(NULL, &file);
}

static struct kunit_case seq_file_cases[] = {
	KUNIT_CASE_PARAM(pieces_do_not_matter, pieces_gen_params),
	KUNIT_CASE_PARAM(long_records_get_a_larger_buffer, pieces_gen_params),
	KUNIT_CASE_PARAM(a_record_of_one_page, pieces_gen_params),
	KUNIT_CASE(nothing_is_the_end),
	KUNIT_CASE(any_byte_can_be_gone_to),
	KUNIT_CASE(an_error_comes_after_what_was_made),
	KUNIT_CASE(a_bad_address_loses_nothing),
	KUNIT_CASE(one_function_is_a_text),
	{},
};

static struct kunit_suite seq_file_suite = {
	.name = "seq_file",
	.init = seq_test_init,
	.test_cases = seq_file_cases,
};
kunit_test_suite(seq_file_suite);
