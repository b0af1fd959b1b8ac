// SPDX-License-Identifier: MIT
/*
 * nonblock.c - what the shell cannot ask: poll() of a device, and calls that do not wait
 *
 * nonblock FILE WORD...: opens the file with O_NONBLOCK and does what the words say, a line each:
 * "poll" what is possible now; "wait" up to a second until something can be read; "read" once;
 * "fill" writes single bytes until an error comes.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/errname.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void ask(const char *word, int fd, short events, int ms)
{
	struct pollfd p = { .fd = fd, .events = events };
	int n = poll(&p, 1, ms);

	if (n < 0)
		printf("%s: %s\n", word, errname(errno));
	else
		printf("%s:%s%s%s\n", word, p.revents & POLLIN ? " in" : "",
		       p.revents & POLLOUT ? " out" : "", n ? "" : " nothing");
}

static void read_once(int fd)
{
	char buf[4096];
	long n = read(fd, buf, sizeof(buf));

	if (n < 0)
		printf("read: %s\n", errname(errno));
	else
		printf("read: %ld bytes\n", n);
}

static void fill(int fd)
{
	int n = 0;

	while (write(fd, "x", 1) == 1)
		n++;
	printf("fill: %d bytes, then %s\n", n, errname(errno));
}

int main(int argc, char **argv)
{
	int fd = argc > 1 ? open(argv[1], O_RDWR | O_NONBLOCK) : -1;
	int i;

	if (fd < 0) {
		printf("open: %s\n", errname(errno));
		return 1;
	}
	for (i = 2; i < argc; i++) {
		if (!strcmp(argv[i], "poll"))
			ask("poll", fd, POLLIN | POLLOUT, 0);
		else if (!strcmp(argv[i], "wait"))
			ask("wait", fd, POLLIN, 1000);
		else if (!strcmp(argv[i], "read"))
			read_once(fd);
		else if (!strcmp(argv[i], "fill"))
			fill(fd);
		fflush(stdout);
	}
	return 0;
}
