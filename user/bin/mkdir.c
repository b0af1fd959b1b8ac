// SPDX-License-Identifier: MIT
/* mkdir.c - make folders */
#include <errno.h>
#include <halves/program.h>
#include <sys/stat.h>
#include <unistd.h>

const char usage[] = "mkdir [-p] FOLDER...\n"
		     "  -p  also the folders on the way; one that is there already is no error\n";

/* Each slash, in turn, ends the path. */
static void make_way(char *path)
{
	char *c;

	for (c = path + 1; *path && *c; c++) {
		if (*c != '/')
			continue;
		*c = '\0';
		mkdir(path, 0777);
		*c = '/';
	}
}

int main(int argc, char **argv)
{
	int option, status = 0;
	bool parents = false;

	while ((option = next_option(argc, argv, "p")) != -1)
		parents = true;
	expect_words(argc, 1, argc);
	for (; optind < argc; optind++) {
		struct stat file;
		char *path = argv[optind];

		if (parents)
			make_way(path);
		if (!mkdir(path, 0777))
			continue;
		if (!parents || errno != EEXIST || stat(path, &file) || !S_ISDIR(file.st_mode))
			status = complain(path);
	}
	return status;
}
