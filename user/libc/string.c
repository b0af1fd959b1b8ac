// SPDX-License-Identifier: MIT
/*
 * string.c - what C's <string.h> has and the kernel's has not
 *
 * See:     lib/string.c, lib/memory.c, lib/errname.c, which are part of this library as well
 */
#include <linux/errname.h>
#include <stdlib.h>
#include <string.h>

/* Return: a copy to be freed, or NULL. */
char *strdup(const char *s)
{
	size_t size = strlen(s) + 1;
	char *copy = malloc(size);

	return copy ? memcpy(copy, s, size) : NULL;
}

/* The name of the error, "ENOENT": it is what one searches for. */
char *strerror(int err)
{
	const char *name = errname(err);

	return (char *)(name ? name : "an unknown error");
}
