// SPDX-License-Identifier: MIT
/* ls.c - what is in a folder */
#include <dirent.h>
#include <errno.h>
#include <halves/program.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char usage[] = "ls [-la] [PATH...]\n"
		     "  lists folders in the order of names\n"
		     "  -l  kind and permissions, links, size (of a device: its numbers)\n"
		     "  -a  also what begins with a dot\n";

static bool details, all;

static char kind(unsigned int mode)
{
	return S_ISDIR(mode) ? 'd' : S_ISCHR(mode) ? 'c' : S_ISFIFO(mode) ? 'p' : '-';
}

static void show(const char *name, const struct stat *file)
{
	static const char letters[] = "rwxrwxrwx";
	char mode[11] = "----------", size[24];
	int i;

	if (!details) {
		puts(name);
		return;
	}
	mode[0] = kind(file->st_mode);
	for (i = 0; i < 9; i++)
		if (file->st_mode & 0400 >> i)
			mode[i + 1] = letters[i];
	if (S_ISCHR(file->st_mode))
		snprintf(size, sizeof(size), "%lu,%4lu", file->st_rdev >> 8, file->st_rdev & 255);
	else
		snprintf(size, sizeof(size), "%lu", file->st_size);
	printf("%s %2u %9s %s\n", mode, file->st_nlink, size, name);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Return: 0, or 1: told. */
static int show_in(const char *folder, const char *name)
{
	char path[PATH_MAX];
	struct stat file;

	join_path(path, folder, name);
	if (details && stat(path, &file))
		return complain(path);
	show(name, &file);
	return 0;
}

static int list_folder(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	char **names = NULL;
	int n = 0, i, status = 0;

	if (!dir)
		return complain(path);
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.' && !all)
			continue;
		names = realloc(names, (n + 1) * sizeof(*names));
		if (!names || !(names[n++] = strdup(entry->d_name)))
			return complain(path);
	}
	closedir(dir);
	qsort(names, n, sizeof(*names), by_name);
	for (i = 0; i < n; i++) {
		status |= show_in(path, names[i]);
		free(names[i]);
	}
	free(names);
	return status;
}

int main(int argc, char **argv)
{
	int option, status = 0, count;

	while ((option = next_option(argc, argv, "la")) != -1) {
		details |= option == 'l';
		all |= option == 'a';
	}
	count = argc - optind;
	if (!count)
		return list_folder(".");
	for (; optind < argc; optind++) {
		const char *path = argv[optind];
		struct stat file;

		if (stat(path, &file)) {
			status |= complain(path);
		} else if (!S_ISDIR(file.st_mode)) {
			show(path, &file);
		} else {
			if (count > 1)
				printf("%s:\n", path);
			status |= list_folder(path);
		}
	}
	return status;
}
