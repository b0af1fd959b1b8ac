// SPDX-License-Identifier: MIT
/*
 * stdio.c - streams: a file with a buffer, so that not each character is a system call
 *
 * Idea:    A stream reads or writes, not both. Of one that reads, pos … len is what has been read
 *          ahead; of one that writes, 0 … pos is what waits to be written. What waits is written
 *          when the buffer is full, by fflush() and exit(), and
 *            stdout at a terminal   also at the end of each line, and before stdin reads
 *            stderr                 at once
 *          A printf() is formatted whole before it is put, so a line to stderr is one write().
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct stream {
	int fd;
	bool writes;
	bool by_line, at_once;
	bool end, error;
	size_t pos, len;
	FILE *next; /* of all that are open; the standard ones are not in that list */
	char *buf;  /* BUFSIZ bytes */
};

static char in_buf[BUFSIZ], out_buf[BUFSIZ], err_buf[BUFSIZ];
static FILE in = { .fd = 0, .buf = in_buf };
static FILE out = { .fd = 1, .buf = out_buf, .writes = true };
static FILE err = { .fd = 2, .buf = err_buf, .writes = true, .at_once = true };
FILE *const stdin = &in, *const stdout = &out, *const stderr = &err;

static FILE *open_files;

/* ------------------------------------------------------------------------------ open, close */

static int flags_of(const char *mode)
{
	switch (*mode) {
	case 'r':
		return O_RDONLY;
	case 'w':
		return O_WRONLY | O_CREAT | O_TRUNC;
	case 'a':
		return O_WRONLY | O_CREAT | O_APPEND;
	}
	return -1;
}

/* @mode: r, w or a; a + behind it is refused with EINVAL. */
FILE *fdopen(int fd, const char *mode)
{
	FILE *file;

	if (flags_of(mode) < 0 || strchr(mode, '+')) {
		errno = EINVAL;
		return NULL;
	}
	file = calloc(1, sizeof(*file) + BUFSIZ);
	if (!file)
		return NULL;
	file->fd = fd;
	file->buf = (char *)(file + 1);
	file->writes = *mode != 'r';
	file->next = open_files;
	open_files = file;
	return file;
}

FILE *fopen(const char *path, const char *mode)
{
	int flags = flags_of(mode);
	int fd = flags < 0 ? 0 : open(path, flags, 0666);
	FILE *file = fd < 0 ? NULL : fdopen(fd, mode);

	if (!file && fd > 0)
		close(fd);
	return file;
}

/* Return: 0, or EOF if something that waited could not be written. */
int fclose(FILE *file)
{
	int result = fflush(file);
	FILE **link = &open_files;

	if (close(file->fd))
		result = EOF;
	while (*link && *link != file)
		link = &(*link)->next;
	if (*link) {
		*link = file->next;
		free(file);
	}
	return result;
}

static int flush(FILE *file)
{
	size_t done = 0;

	while (done < file->pos) {
		ssize_t n = write(file->fd, file->buf + done, file->pos - done);

		if (n < 0) {
			file->error = true;
			break;
		}
		done += n;
	}
	file->pos = 0;
	return file->error ? EOF : 0;
}

/* NULL: all that write. */
int fflush(FILE *file)
{
	int result = 0;

	if (file)
		return file->writes ? flush(file) : 0;
	for (file = open_files; file; file = file->next)
		result |= fflush(file);
	return result | flush(stdout);
}

int fileno(FILE *file)
{
	return file->fd;
}

int feof(FILE *file)
{
	return file->end;
}

int ferror(FILE *file)
{
	return file->error;
}

void clearerr(FILE *file)
{
	file->end = file->error = false;
}

/* ------------------------------------------------------------------------------------- read */

/* Return: whether there is something to take. */
static bool fill(FILE *file)
{
	ssize_t n;

	if (file->pos < file->len)
		return true;
	if (file->writes) {
		errno = EBADF;
		file->error = true;
		return false;
	}
	if (file == stdin && stdout->by_line)
		flush(stdout);
	n = read(file->fd, file->buf, BUFSIZ);
	file->pos = 0;
	file->len = n > 0 ? n : 0;
	if (n == 0)
		file->end = true;
	if (n < 0)
		file->error = true;
	return n > 0;
}

int getc(FILE *file)
{
	return fill(file) ? (unsigned char)file->buf[file->pos++] : EOF;
}

/* One character that has just been read. */
int ungetc(int c, FILE *file)
{
	if (c == EOF || file->pos == 0)
		return EOF;
	file->buf[--file->pos] = c;
	file->end = false;
	return c;
}

size_t fread(void *data, size_t size, size_t n, FILE *file)
{
	size_t left = size * n, part;
	char *to = data;

	while (left && fill(file)) {
		part = file->len - file->pos < left ? file->len - file->pos : left;
		memcpy(to, file->buf + file->pos, part);
		file->pos += part;
		to += part;
		left -= part;
	}
	return size ? (size * n - left) / size : 0;
}

/* Up to a newline, which is kept. Return: @line, or NULL: nothing more. */
char *fgets(char *line, int size, FILE *file)
{
	int len = 0, c = 0;

	while (len < size - 1 && c != '\n' && (c = getc(file)) != EOF)
		line[len++] = c;
	if (size > 0)
		line[len] = '\0';
	return len ? line : NULL;
}

/* ------------------------------------------------------------------------------------ write */

/* stdout finds out at its first character whether a person looks at it. */
static void prepare(FILE *file)
{
	static bool known;

	if (file == stdout && !known) {
		known = true;
		file->by_line = isatty(1);
	}
}

size_t fwrite(const void *data, size_t size, size_t n, FILE *file)
{
	const char *from = data;
	size_t left = size * n;
	bool line_ends = false;

	if (!file->writes) {
		errno = EBADF;
		file->error = true;
		return 0;
	}
	prepare(file);
	if (file->by_line)
		line_ends = left && memchr(data, '\n', left);
	while (left) {
		size_t room = BUFSIZ - file->pos;
		size_t part = left < room ? left : room;

		memcpy(file->buf + file->pos, from, part);
		file->pos += part;
		from += part;
		left -= part;
		if (file->pos == BUFSIZ && flush(file))
			return 0;
	}
	if ((file->at_once || line_ends) && flush(file))
		return 0;
	return n;
}

int putc(int c, FILE *file)
{
	char byte = c;

	return fwrite(&byte, 1, 1, file) ? (unsigned char)c : EOF;
}

int fputs(const char *s, FILE *file)
{
	size_t len = strlen(s);

	return fwrite(s, 1, len, file) == len ? 0 : EOF;
}

int puts(const char *s)
{
	return fputs(s, stdout) == EOF ? EOF : putc('\n', stdout);
}
