// SPDX-License-Identifier: MIT
/* cp.c - copy files */
#include <fcntl.h>
#include <halves/program.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char usage[] = "cp FILE TO\ncp FILE... FOLDER\n  copies files; permissions come along\n";

static int copy(const char *from, const char *to)
{
	struct stat a, b;
	int in = open(from, O_RDONLY), out, status;

	if (in < 0 || fstat(in, &a))
		return complain(from);
	if (!stat(to, &b) && S_ISREG(b.st_mode) && a.st_ino == b.st_ino && a.st_dev == b.st_dev) {
		error_line(from, to, "the same file", NULL);
		return 1;
	}
	out = open(to, O_WRONLY | O_CREAT | O_TRUNC, a.st_mode & 0777);
	if (out < 0)
		return complain(to);
	status = copy_file(in, out, from);
	close(in);
	return close(out) ? complain(to) : status;
}

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
		wrong_use(last, "several files can only be copied into a folder");
	for (; optind < argc - 1; optind++) {
		char path[PATH_MAX];

		if (into)
			join_path(path, last, kbasename(argv[optind]));
		status |= copy(argv[optind], into ? path : last);
	}
	return status;
}
