// SPDX-License-Identifier: MIT
/* rmmod.c - remove a module from the kernel */
#include <fcntl.h>
#include <halves/program.h>
#include <string.h>
#include <unistd.h>

const char usage[] =
	"rmmod MODULE...\n"
	"  removes modules, by name or by file: edu, lib/edu.ko; EBUSY: one is in use\n";

/* lib/a-b.ko is the module a_b. */
static char *module_name(char *path)
{
	char *name = (char *)kbasename(path), *c;
	size_t len = strlen(name);

	if (len > 3 && !strcmp(name + len - 3, ".ko"))
		name[len - 3] = '\0';
	for (c = name; *c; c++)
		if (*c == '-')
			*c = '_';
	return name;
}

int main(int argc, char **argv)
{
	int status = 0;

	next_option(argc, argv, "");
	expect_words(argc, 1, argc);
	for (; optind < argc; optind++)
		if (delete_module(module_name(argv[optind]), O_NONBLOCK))
			status = complain(argv[optind]);
	return status;
}
