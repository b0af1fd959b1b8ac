// SPDX-License-Identifier: MIT
/* touch.c - make empty files */
#include <fcntl.h>
#include <halves/program.h>
#include <unistd.h>

const char usage[] = "touch FILE...\n  makes the files that are not there yet, empty\n";

int main(int argc, char **argv)
{
	int status = 0;

	next_option(argc, argv, "");
	expect_words(argc, 1, argc);
	for (; optind < argc; optind++) {
		int fd = open(argv[optind], O_WRONLY | O_CREAT, 0666);

		if (fd < 0)
			status = complain(argv[optind]);
		else
			close(fd);
	}
	return status;
}
