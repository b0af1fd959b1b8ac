// SPDX-License-Identifier: MIT
/* mv.c - rename files and folders */
#include <halves/program.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char usage[] = "mv FROM TO\nmv FILE... FOLDER\n  gives a file another name or folder\n";

int main(int argc, char **argv)
{
	const char *last = argv[argc - 1];
	struct stat file;
	int status = 0;
	bool into;

	next_option(argc, argv, "");
	expect_words(argc, 2, argc);
	into = !stat(last, &file) && S_ISDIR(file.st_mode);
	if (!into && argc - optind > 2)
		wrong_use(last, "several files can only be moved into a folder");
	for (; optind < argc - 1; optind++) {
		char path[PATH_MAX];

		if (into)
			join_path(path, last, kbasename(argv[optind]));
		if (rename(argv[optind], into ? path : last))
			status |= complain(argv[optind]);
	}
	return status;
}
