// SPDX-License-Identifier: MIT
/* free.c - how much memory there is */
#include <halves/program.h>
#include <linux/math64.h>
#include <stdio.h>
#include <sys/sysinfo.h>
#include <unistd.h>

const char usage[] = "free\n  writes how much memory there is and is free, in KiB\n";

int main(int argc, char **argv)
{
	struct sysinfo info;
	unsigned long total, left;

	next_option(argc, argv, "");
	expect_words(argc, 0, 0);
	if (sysinfo(&info))
		return complain("sysinfo");
	total = div_u64((u64)info.totalram * info.mem_unit, 1024);
	left = div_u64((u64)info.freeram * info.mem_unit, 1024);
	printf("        total     used     free\nKiB %9lu%9lu%9lu\n", total, total - left, left);
	return 0;
}
