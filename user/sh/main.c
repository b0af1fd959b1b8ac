// SPDX-License-Identifier: MIT
/*
 * main.c - the shell: read a command, run it, and again
 *
 * Idea:    Commands come from a text in memory (-c, a file, $( )), or from standard input, one
 *          character at a time, for the programs that are started read there, too. A terminal is
 *          asked with "# ", and with "> " when a command goes on.
 */
#include <errno.h>
#include <fcntl.h>
#include <halves/program.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sh.h"

const char usage[] =
	"sh [-ex] [FILE [ARGUMENT...]]\n"
	"       sh [-ex] -c COMMANDS [NAME [ARGUMENT...]]\n"
	"  runs commands: of a file, of the word behind -c, or of standard input\n"
	"  -e  ends when a command fails   -x  shows each command; help lists the rest\n";

bool interactive, exit_on_error, trace;
bool abandoned;
int status;
char *shell_name;
char **args;
int nr_args;

/* Where characters come from; nested for ., $( ). */
static struct input {
	const char *text; /* NULL: standard input */
	int pushed;	  /* END: nothing */
	int line;
	bool line_begins;
	const char *prompt;
} input = { .pushed = END, .line = 1, .line_begins = true };

/* "sh: what" to stderr, in order with what stdout got. */
void say(const char *fmt, ...)
{
	char text[512];
	va_list values;

	va_start(values, fmt);
	vsnprintf(text, sizeof(text), fmt, values);
	va_end(values);
	fflush(stdout);
	fprintf(stderr, "%s: %s\n", kbasename(shell_name), text);
}

/* --------------------------------------------------------------------------------- characters */

static int read_char(void)
{
	unsigned char c;
	ssize_t n;

	if (input.text)
		return *input.text ? (unsigned char)*input.text++ : END;
	if (interactive && input.line_begins) {
		fputs(input.prompt, stdout);
		fflush(stdout);
		input.prompt = "> ";
	}
	n = read(0, &c, 1);
	abandoned = interactive && n < 0 && errno == EINTR;
	if (n != 1)
		return END;
	return c ? c : ' ';
}

int next_char(void)
{
	int c = input.pushed;

	if (c == END)
		c = read_char();
	input.pushed = END;
	input.line_begins = c == '\n';
	input.line += c == '\n';
	return c;
}

void push_back(int c)
{
	input.pushed = c;
	input.line -= c == '\n';
}

int current_line(void)
{
	return input.line;
}

/* After a mistake at a terminal: what was typed behind it. */
static void drop_line(void)
{
	int c = 0;

	while (!input.line_begins && c != '\n' && c != END)
		c = next_char();
}

/* --------------------------------------------------------------------------------- commands */

/* All commands of the input. Return: the last one's status. */
static int run_input(void)
{
	struct command *command;
	struct kept *before = mark();
	int result;

	for (;;) {
		input.prompt = "# ";
		result = parse_command(&command);
		if (abandoned) {
			abandoned = false;
			input.line_begins = true;
			status = 128 + SIGINT;
			take();
		} else if (!result) {
			break;
		} else if (result < 0) {
			status = SYNTAX_STATUS;
			if (!interactive)
				break;
			drop_line();
			take();
		} else if (command) {
			if (!input.text)
				interrupted = false;
			run(command);
			if (interrupted && input.text)
				break;
		}
		release(before);
	}
	if (interactive && !input.text)
		puts("");
	take();
	return status;
}

int run_text(const char *text)
{
	struct input outer = input;

	input = (struct input){ .text = text, .pushed = END, .line = 1 };
	take();
	run_input();
	input = outer;
	return status;
}

/* Reads it whole: then it is closed before a command opens anything. */
int run_file(const char *path)
{
	int fd = open(path, O_RDONLY);
	size_t have = 0;
	struct stat file;
	ssize_t n;
	char *text;

	if (fd < 0 || fstat(fd, &file)) {
		say("%s: %s", path, errno == ENOENT ? "not found" : strerror(errno));
		return NOT_FOUND;
	}
	text = keep(file.st_size + 1);
	while (have < file.st_size && (n = read(fd, text + have, file.st_size - have)) > 0)
		have += n;
	close(fd);
	if (have < file.st_size) {
		say("%s: %s", path, strerror(errno));
		return NOT_A_PROGRAM;
	}
	return run_text(text);
}

int main(int argc, char **argv, char **envp)
{
	const char *commands = NULL;
	bool from_word = false;
	int option;

	shell_name = argv[0] ? argv[0] : "sh";
	while ((option = next_option(argc, argv, "cex")) != -1) {
		from_word |= option == 'c';
		exit_on_error |= option == 'e';
		trace |= option == 'x';
	}
	if (from_word && optind == argc)
		wrong_use("-c", "which commands?");
	import_environment(envp);
	if (!get_variable("PATH"))
		set_variable("PATH", "/bin");
	export_variable("PATH");

	if (from_word)
		commands = argv[optind++];
	if (optind < argc)
		shell_name = argv[optind++];
	args = argv + optind;
	nr_args = argc - optind;

	if (commands)
		return run_text(commands);
	if (optind > 1 && shell_name != argv[0])
		return run_file(shell_name);
	interactive = isatty(0) && isatty(2);
	if (interactive)
		signal(SIGINT, SIG_IGN);
	run_input();
	return status;
}
