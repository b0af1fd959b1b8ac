// SPDX-License-Identifier: MIT
/* rm.c - remove files */
#include <dirent.h>
#include <errno.h>
#include <halves/program.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char usage[] = "rm [-fr] FILE...\n"
		     "  -f  what is not there is no error\n"
		     "  -r  folders, too, with all that is in them\n";

static bool force, recursive;

static int remove(const char *path);

static bool is_folder(const char *path)
{
	struct stat file;

	return !stat(path, &file) && S_ISDIR(file.st_mode);
}

/* Reads the folder anew after each removal: nobody promises where the next entry is then. */
static int empty(const char *folder)
{
	for (;;) {
		DIR *dir = opendir(folder);
		char path[PATH_MAX] = "";
		struct dirent *entry;

		if (!dir)
			return complain(folder);
		while (!*path && (entry = readdir(dir)))
			if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
				join_path(path, folder, entry->d_name);
		closedir(dir);
		if (!*path)
			return 0;
		if (remove(path))
			return 1;
	}
}

static int remove(const char *path)
{
	if (!unlink(path) || (force && errno == ENOENT))
		return 0;
	if (!recursive || !is_folder(path))
		return complain(path);
	if (empty(path))
		return 1;
	return rmdir(path) ? complain(path) : 0;
}

int main(int argc, char **argv)
{
	int option, status = 0;

	while ((option = next_option(argc, argv, "fr")) != -1) {
		force |= option == 'f';
		recursive |= option == 'r';
	}
	expect_words(argc, !force, argc);
	for (; optind < argc; optind++)
		status |= remove(argv[optind]);
	return status;
}
