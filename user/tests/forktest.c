// SPDX-License-Identifier: MIT
/*
 * forktest.c - many processes at once
 *
 * All children wait for the same pipe to end, so that they are all alive together; then each must
 * end with a status of its own, exactly once. A kernel may have room for fewer: EAGAIN and ENOMEM
 * are an answer, if at least one child came to be.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST 1000

static pid_t children[MOST];
static int ended[MOST];

static int index_of(pid_t pid, int count)
{
	int i;

	for (i = 0; i < count; i++)
		if (children[i] == pid)
			return i;
	return -1;
}

static int fail(const char *what)
{
	printf("forktest: %s: %s\n", what, strerror(errno));
	return 1;
}

int main(int argc, char **argv)
{
	int count = argc > 1 ? atoi(argv[1]) : 200, n, i, status, gate[2];
	pid_t pid;
	char byte;

	if (count < 1 || count > MOST || pipe(gate))
		return fail("pipe, or not 1 to 1000 children");
	for (n = 0; n < count; n++) {
		pid = fork();
		if (pid < 0)
			break;
		if (!pid) {
			close(gate[1]);
			_exit(read(gate[0], &byte, 1) == 0 ? n % 251 : 255);
		}
		children[n] = pid;
	}
	if (n < count && ((errno != EAGAIN && errno != ENOMEM) || !n))
		return fail("fork");
	close(gate[1]);
	for (i = 0; i < n; i++) {
		int child;

		pid = wait(&status);
		child = pid < 0 ? -1 : index_of(pid, n);
		if (child < 0 || ended[child]++)
			return fail("wait gave no child, or one twice");
		if (!WIFEXITED(status) || WEXITSTATUS(status) != child % 251)
			return fail("a wrong status");
	}
	if (wait(&status) != -1 || errno != ECHILD)
		return fail("one child too many");
	printf("forktest: %d processes at once, each ended once\n", n);
	return 0;
}
