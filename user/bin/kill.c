// SPDX-License-Identifier: MIT
/* kill.c - end processes */
#include <halves/program.h>
#include <limits.h>
#include <linux/array_size.h>
#include <linux/signal.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

const char usage[] = "kill [-SIGNAL] PID...\n"
		     "  sends TERM, or another: -INT or -2, -KILL or -9, -PIPE or -13\n";

static const struct {
	const char *name;
	int number;
} signals[] = { { "INT", SIGINT },
		{ "KILL", SIGKILL },
		{ "PIPE", SIGPIPE },
		{ "TERM", SIGTERM },
		{ "CHLD", SIGCHLD } };

static int signal_of(const char *text)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(signals); i++)
		if (!strcmp(text, signals[i].name))
			return signals[i].number;
	return number(text, NSIG - 1);
}

int main(int argc, char **argv)
{
	int what = SIGTERM, first = 1, i, status = 0;

	if (argc > 1 && !strcmp(argv[1], "--help"))
		next_option(argc, argv, "");
	if (argc > 1 && argv[1][0] == '-')
		what = signal_of(argv[first++] + 1);
	if (first >= argc)
		wrong_use("whom?", NULL);
	for (i = first; i < argc; i++)
		if (kill(number(argv[i], INT_MAX), what))
			status = complain(argv[i]);
	return status;
}
