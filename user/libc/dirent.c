// SPDX-License-Identifier: MIT
/*
 * dirent.c - read a folder
 *
 * Idea:    getdents64() fills a buffer with as many entries as fit, one behind the other, each with
 *          its length; readdir() walks through them and asks for more at the end.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

struct folder {
	int fd;
	int pos, len;
	char buf[1024] __aligned(8);
};

DIR *opendir(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY);
	DIR *dir;

	if (fd < 0)
		return NULL;
	dir = calloc(1, sizeof(*dir));
	if (!dir)
		close(fd);
	else
		dir->fd = fd;
	return dir;
}

/* Return: the next entry, good until the next call; NULL after the last one. */
struct dirent *readdir(DIR *dir)
{
	struct dirent *entry;

	if (dir->pos == dir->len) {
		dir->pos = 0;
		dir->len = syscall(__NR_getdents64, dir->fd, dir->buf, sizeof(dir->buf));
		if (dir->len <= 0) {
			dir->len = 0;
			return NULL;
		}
	}
	entry = (struct dirent *)(dir->buf + dir->pos);
	dir->pos += entry->d_reclen;
	return entry;
}

int closedir(DIR *dir)
{
	int result = close(dir->fd);

	free(dir);
	return result;
}
