// SPDX-License-Identifier: MIT
/* poweroff.c - end the machine */
#include <halves/program.h>
#include <linux/reboot.h>
#include <stdlib.h>
#include <unistd.h>

const char usage[] = "poweroff [STATUS]\n"
		     "  ends the machine; an emulator gives STATUS to its host: 0 is success\n";

int main(int argc, char **argv)
{
	unsigned long status = 0;

	next_option(argc, argv, "");
	expect_words(argc, 0, 1);
	if (optind < argc)
		status = number(argv[optind], 63);
	reboot(LINUX_REBOOT_CMD_POWER_OFF, status);
	return complain("reboot");
}
