// SPDX-License-Identifier: MIT
/* uptime.c - how long the machine has been up */
#include <halves/program.h>
#include <stdio.h>
#include <sys/sysinfo.h>
#include <unistd.h>

const char usage[] =
	"uptime\n  writes how long the machine has been up, and how many processes are\n";

int main(int argc, char **argv)
{
	struct sysinfo info;
	long s;

	next_option(argc, argv, "");
	expect_words(argc, 0, 0);
	if (sysinfo(&info))
		return complain("sysinfo");
	s = info.uptime;
	printf("up ");
	if (s >= 86400)
		printf("%ld days, ", s / 86400);
	printf("%02ld:%02ld:%02ld, %u processes\n", s / 3600 % 24, s / 60 % 60, s % 60, info.procs);
	return 0;
}
