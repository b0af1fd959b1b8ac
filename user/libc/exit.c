// SPDX-License-Identifier: MIT
/*
 * exit.c - from the first line of C to the last: start, environment, exit
 *
 * Idea:    execve() leaves arguments and environment on the stack; main() gets pointers to them,
 *          and what it returns is the status. exit() first calls what atexit() collected, the last
 *          one first, and writes out what streams still hold; _exit() does neither.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ATEXIT_MAX 8

int errno;
char **environ;
char *program_invocation_short_name = "";

static void (*at_exit[ATEXIT_MAX])(void);
static int nr_at_exit;

int main(int argc, char **argv, char **envp);
__noreturn void start_c(long *stack);

/* Called by _start. @stack: argc, argv[], NULL, envp[], NULL */
void start_c(long *stack)
{
	int argc = stack[0];
	char **argv = (char **)stack + 1;

	environ = argv + argc + 1;
	if (argc)
		program_invocation_short_name = (char *)kbasename(argv[0]);
	exit(main(argc, argv, environ));
}

char *getenv(const char *name)
{
	size_t len = strlen(name);
	char **variable;

	for (variable = environ; variable && *variable; variable++)
		if (!strncmp(*variable, name, len) && (*variable)[len] == '=')
			return *variable + len + 1;
	return NULL;
}

/* Return: 0, or -1: there are eight already. */
int atexit(void (*function)(void))
{
	if (nr_at_exit == ATEXIT_MAX)
		return -1;
	at_exit[nr_at_exit++] = function;
	return 0;
}

void exit(int status)
{
	while (nr_at_exit)
		at_exit[--nr_at_exit]();
	fflush(NULL);
	_exit(status);
}

/* The status is what a shell says of a program that SIGABRT ended, which we have not. */
void abort(void)
{
	_exit(134);
}

void __assert_fail(const char *condition, const char *file, int line, const char *function);

void __assert_fail(const char *condition, const char *file, int line, const char *function)
{
	fflush(NULL);
	dprintf(2, "%s: %s:%d: %s: not true: %s\n", program_invocation_short_name, file, line,
		function, condition);
	abort();
}
