// SPDX-License-Identifier: MIT
/* lsmod.c - the modules that are loaded */
#include <halves/program.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char usage[] = "lsmod\n  lists the loaded modules: name, bytes, how many use it, and who\n";

/* A line of /proc/modules: NAME SIZE USES WHO, STATE ADDRESS; - for nobody. */
int main(int argc, char **argv)
{
	FILE *file = fopen("/proc/modules", "r");
	char line[256];

	next_option(argc, argv, "");
	expect_words(argc, 0, 0);
	if (!file)
		return complain("/proc/modules");
	puts("Module                  Size  Used by");
	while (fgets(line, sizeof(line), file)) {
		char *rest = line;
		char *name = strsep(&rest, " "), *size = strsep(&rest, " ");
		char *uses = strsep(&rest, " "), *who = strsep(&rest, " \n");

		if (who)
			printf("%-19s %8s  %s %s\n", name, size, uses, strcmp(who, "-") ? who : "");
	}
	return 0;
}
