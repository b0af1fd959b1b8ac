// SPDX-License-Identifier: MIT
/* insmod.c - load a module into the kernel */
#include <fcntl.h>
#include <halves/program.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char usage[] = "insmod FILE.ko [PARAMETER=VALUE...]\n"
		     "  loads a module; dmesg shows what it and the kernel have said\n";

/* The words as one text, a blank between two. */
static char *join(char **words)
{
	size_t size = 1;
	char *text;
	int i;

	for (i = 0; words[i]; i++)
		size += strlen(words[i]) + 1;
	text = calloc(1, size);
	for (i = 0; text && words[i]; i++) {
		strcat(text, i ? " " : "");
		strcat(text, words[i]);
	}
	return text;
}

int main(int argc, char **argv)
{
	const char *path;
	struct stat file;
	char *args, *image;
	size_t have = 0;
	ssize_t n;
	int fd;

	next_option(argc, argv, "");
	expect_words(argc, 1, argc);
	path = argv[optind];
	fd = open(path, O_RDONLY);
	if (fd < 0 || fstat(fd, &file))
		return complain(path);
	args = join(argv + optind + 1);
	image = malloc(file.st_size);
	if (!args || !image)
		return complain(path);
	while (have < file.st_size && (n = read(fd, image + have, file.st_size - have)) > 0)
		have += n;
	if (have < file.st_size)
		return complain(path);
	return init_module(image, file.st_size, args) ? complain(path) : 0;
}
