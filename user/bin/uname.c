// SPDX-License-Identifier: MIT
/* uname.c - whose kernel this is */
#include <halves/program.h>
#include <stdio.h>
#include <sys/utsname.h>
#include <unistd.h>

const char usage[] = "uname [-asnrvm]\n"
		     "  -s  the kernel's name (without options this)  -n  the machine's name\n"
		     "  -r  release  -v  version  -m  processor       -a  all of these\n";

int main(int argc, char **argv)
{
	bool wanted[5] = { false };
	const char *gap = "";
	struct utsname name;
	int option, i;

	while ((option = next_option(argc, argv, "asnrvm")) != -1) {
		wanted[0] |= option == 's' || option == 'a';
		wanted[1] |= option == 'n' || option == 'a';
		wanted[2] |= option == 'r' || option == 'a';
		wanted[3] |= option == 'v' || option == 'a';
		wanted[4] |= option == 'm' || option == 'a';
	}
	expect_words(argc, 0, 0);
	if (uname(&name))
		return complain("uname");
	wanted[0] |= !wanted[1] && !wanted[2] && !wanted[3] && !wanted[4];
	for (i = 0; i < 5; i++) {
		const char *const fields[] = { name.sysname, name.nodename, name.release,
					       name.version, name.machine };

		if (!wanted[i])
			continue;
		printf("%s%s", gap, fields[i]);
		gap = " ";
	}
	putchar('\n');
	return 0;
}
