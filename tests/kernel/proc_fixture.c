// SPDX-License-Identifier: MIT
/* proc_fixture.c - read and write files below /proc as a program would */
#include "proc_fixture.h"

#include <linux/ctype.h>

#define TEXT_SIZE (1 << 20)

const char *proc_read(struct kunit *test, const char *path, size_t piece)
{
	struct file *file = filp_open(path, O_RDONLY, 0);
	size_t len = 0;
	ssize_t got = 0;
	char *text;

	KUNIT_EXPECT_FALSE_MSG(test, IS_ERR(file), "%s: error %ld", path, PTR_ERR(file));
	if (IS_ERR(file))
		return "";
	text = kunit_kmalloc(test, TEXT_SIZE, GFP_KERNEL);
	KUNIT_EXPECT_NOT_NULL(test, text);
	if (!text) {
		filp_close(file, NULL);
		return "";
	}
	while (len < TEXT_SIZE - 1) {
		got = vfs_read(file, text + len, min(piece, TEXT_SIZE - 1 - len), &file->f_pos);
		if (got <= 0)
			break;
		len += got;
	}
	filp_close(file, NULL);
	KUNIT_EXPECT_EQ(test, got, 0);
	text[len] = '\0';
	return text;
}

ssize_t proc_write(const char *path, const char *text)
{
	struct file *file = filp_open(path, O_WRONLY, 0);
	ssize_t done;

	if (IS_ERR(file))
		return PTR_ERR(file);
	done = vfs_write(file, text, strlen(text), &file->f_pos);
	filp_close(file, NULL);
	return done;
}

const char *proc_line(const char *text, const char *word)
{
	while (text && *text) {
		text += strspn(text, " ");
		if (!strncmp(text, word, strlen(word)))
			return text + strlen(word);
		text = strchr(text, '\n');
		if (text)
			text++;
	}
	return NULL;
}

long proc_column(const char *line, int nr)
{
	char *end;
	long value = -1;

	for (; line && nr >= 0; nr--) {
		line += strspn(line, " ");
		if (!isdigit(*line) && *line != '-')
			return -1;
		value = simple_strtol(line, &end, 10);
		line = end;
	}
	return value;
}
