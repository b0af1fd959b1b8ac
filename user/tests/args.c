// SPDX-License-Identifier: MIT
/* args.c - prints its arguments and its environment */
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int i;

	for (i = 0; i < argc; i++)
		printf("argv[%d] = \"%s\"\n", i, argv[i]);
	for (i = 0; environ[i]; i++)
		printf("envp[%d] = \"%s\"\n", i, environ[i]);
	printf("argv[%d] = %s, envp[%d] = %s\n", argc, argv[argc] ? "?" : "NULL", i, "NULL");
	return argc - 1;
}
