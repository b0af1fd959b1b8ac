// SPDX-License-Identifier: MIT
/* dmesg.c - what the kernel has said */
#include <errno.h>
#include <fcntl.h>
#include <halves/program.h>
#include <stdio.h>
#include <unistd.h>

const char usage[] = "dmesg\n  writes what the kernel has said, as far as it still has it\n";

#define FILE_NAME "/proc/kmsg"

/* O_NONBLOCK: at the end we do not wait for more. */
int main(int argc, char **argv)
{
	char buf[1024];
	ssize_t n;
	int fd;

	next_option(argc, argv, "");
	expect_words(argc, 0, 0);
	fd = open(FILE_NAME, O_RDONLY | O_NONBLOCK);
	if (fd < 0)
		return complain(FILE_NAME);
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		fwrite(buf, 1, n, stdout);
	return n < 0 && errno != EAGAIN ? complain(FILE_NAME) : 0;
}
