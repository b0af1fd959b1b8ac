// SPDX-License-Identifier: MIT
/*
 * redirect.c - < > >> and >&, for ever or for now
 *
 * Idea:    What runs in a child just changes its files. What runs here gets them back afterwards:
 *          the files as they were wait at the upper end of the table, where a child closes them.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "sh.h"

#define HIGHEST_FD 31 /* NR_OPEN - 1 */
#define MAX_SAVED  12

static struct {
	int fd;
	bool was_open; /* and is so still, as HIGHEST_FD - its index */
} saved[MAX_SAVED];
int nr_saved;

/* Opens what @redirect names. Return: the file, or -1: told. */
static int open_target(const struct redirect *redirect, const char *path)
{
	int flags = O_RDONLY, fd;

	if (redirect->op[1] == '&') {
		if (path[0] >= '0' && path[0] <= '9' && !path[1])
			return path[0] - '0';
		say("%s%s: a digit must follow", redirect->op, path);
		return -1;
	}
	if (redirect->op[0] == '>')
		flags = O_WRONLY | O_CREAT | (redirect->op[1] ? O_APPEND : O_TRUNC);
	fd = open(path, flags, 0666);
	if (fd < 0)
		say("%s: %s", path, strerror(errno));
	return fd;
}

bool redirect(struct redirect *list)
{
	for (; list; list = list->next) {
		char *path = expand_one(list->word);
		int fd = path ? open_target(list, path) : -1;

		if (fd < 0)
			return false;
		if (fd == list->fd)
			continue;
		if (dup2(fd, list->fd) < 0) {
			say("%d%s%s: %s", list->fd, list->op, path, strerror(errno));
			return false;
		}
		if (list->op[1] != '&')
			close(fd);
	}
	return true;
}

/* The same for what runs here, so that undo_redirections() can. */
bool redirect_for_now(struct redirect *list)
{
	struct redirect *one;

	for (one = list; one; one = one->next) {
		if (nr_saved == MAX_SAVED) {
			say("more than %d redirections within each other", MAX_SAVED);
			return false;
		}
		saved[nr_saved].fd = one->fd;
		saved[nr_saved].was_open = dup2(one->fd, HIGHEST_FD - nr_saved) >= 0;
		nr_saved++;
	}
	return redirect(list);
}

void undo_redirections(int until)
{
	while (nr_saved > until) {
		int copy = HIGHEST_FD - --nr_saved;

		if (!saved[nr_saved].was_open) {
			close(saved[nr_saved].fd);
			continue;
		}
		dup2(copy, saved[nr_saved].fd);
		close(copy);
	}
}

/* In a child, which has no use for them. */
void forget_saved_files(void)
{
	while (nr_saved)
		close(HIGHEST_FD - --nr_saved);
}
