// SPDX-License-Identifier: MIT
/*
 * builtin.c - commands that are the shell itself
 *
 * Idea:    What changes the shell (cd, exit, export, read, set …) cannot be done in a child; what
 *          is short and frequent (echo, test, true) need not be. Each is like a main().
 */
#include <ctype.h>
#include <errno.h>
#include <halves/program.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sh.h"

static int wrong(char **argv, const char *why)
{
	say("%s: %s", argv[0], why);
	return SYNTAX_STATUS;
}

/* A number of 0 or more, or -1: told. */
static int read_int(char **argv, const char *text)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (end == text || *end || value < 0 || value > INT_MAX) {
		say("%s: %s: not a number", argv[0], text);
		return -1;
	}
	return value;
}

static int do_true(int argc, char **argv)
{
	return 0;
}

static int do_false(int argc, char **argv)
{
	return 1;
}

static int do_echo(int argc, char **argv)
{
	bool newline = argc < 2 || strcmp(argv[1], "-n");
	int first = newline ? 1 : 2, i;

	for (i = first; i < argc; i++)
		printf("%s%s", i > first ? " " : "", argv[i]);
	if (newline)
		putchar('\n');
	return 0;
}

static int do_test(int argc, char **argv)
{
	if (argv[0][0] == '[' && strcmp(argv[--argc], "]"))
		return wrong(argv, "the ] is missing");
	return test_expression(argc - 1, argv + 1);
}

static int do_cd(int argc, char **argv)
{
	const char *to = argc > 1 ? argv[1] : get_variable("HOME");

	if (!to)
		to = "/";
	if (!chdir(to))
		return 0;
	say("cd: %s: %s", to, strerror(errno));
	return 1;
}

static int do_pwd(int argc, char **argv)
{
	char path[PATH_MAX];

	if (!getcwd(path, sizeof(path)))
		return wrong(argv, strerror(errno));
	puts(path);
	return 0;
}

static int do_exit(int argc, char **argv)
{
	int with = argc > 1 ? read_int(argv, argv[1]) : status;

	exit(with < 0 ? SYNTAX_STATUS : with);
}

/* Words NAME or NAME=value, each handed to @what. */
static int for_names(int argc, char **argv, void (*what)(const char *name))
{
	int i;

	for (i = 1; i < argc; i++) {
		size_t len = name_length(argv[i]);
		char *name = keep_text(argv[i], len);

		if (!len || (argv[i][len] && argv[i][len] != '='))
			return wrong(argv, "a name has letters, digits and _");
		if (argv[i][len])
			set_variable(name, argv[i] + len + 1);
		what(name);
	}
	return 0;
}

static int do_export(int argc, char **argv)
{
	char **environment = make_environment();

	for (; argc == 1 && *environment; environment++)
		printf("export %s\n", *environment);
	return for_names(argc, argv, export_variable);
}

static int do_unset(int argc, char **argv)
{
	return for_names(argc, argv, unset_variable);
}

/* The arguments $1 … become copies of these words. */
static void set_args(char **words, int count)
{
	char **copies = calloc(count + 1, sizeof(*copies));
	int i;

	for (i = 0; i < count && copies; i++)
		copies[i] = strdup(words[i]);
	args = copies;
	nr_args = copies ? count : 0;
}

static int do_set(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc && (argv[i][0] == '-' || argv[i][0] == '+'); i++) {
		bool on = argv[i][0] == '-';
		const char *letter = argv[i] + 1;

		if (!strcmp(argv[i], "--")) {
			set_args(argv + i + 1, argc - i - 1);
			return 0;
		}
		for (; *letter; letter++) {
			if (*letter != 'e' && *letter != 'x')
				return wrong(argv, "only -e and -x are known");
			*(*letter == 'e' ? &exit_on_error : &trace) = on;
		}
	}
	if (i < argc)
		set_args(argv + i, argc - i);
	return 0;
}

static int do_shift(int argc, char **argv)
{
	int by = argc > 1 ? read_int(argv, argv[1]) : 1;

	if (by < 0 || by > nr_args)
		return wrong(argv, "not so many arguments");
	args += by;
	nr_args -= by;
	return 0;
}

/* One character at a time: what is behind the line is for others. */
static int do_read(int argc, char **argv)
{
	char line[1024], *rest, c = 0;
	size_t len = 0;
	int i;

	if (argc < 2)
		return wrong(argv, "into which variable?");
	while (read(0, &c, 1) == 1 && c != '\n')
		if (len < sizeof(line) - 1)
			line[len++] = c;
	line[len] = '\0';
	rest = strim(line);
	for (i = 1; i < argc; i++) {
		char *word = rest;

		if (name_length(argv[i]) != strlen(argv[i]))
			return wrong(argv, "a name has letters, digits and _");
		if (i < argc - 1) {
			rest += strcspn(rest, " \t");
			if (*rest)
				*rest++ = '\0';
			rest = skip_spaces(rest);
		}
		set_variable(argv[i], word);
	}
	return c != '\n';
}

static int do_wait(int argc, char **argv)
{
	int pid, result;

	if (argc < 2) {
		wait_for_background();
		return 0;
	}
	pid = read_int(argv, argv[1]);
	result = pid < 0 ? SYNTAX_STATUS : background_status(pid);
	if (result >= 0)
		return result;
	say("wait: %d: no process that was started here with &", pid);
	return NOT_FOUND;
}

static int do_exec(int argc, char **argv)
{
	if (argc > 1)
		exit(exec_words(argv + 1));
	return 0;
}

static int do_source(int argc, char **argv)
{
	return argc < 2 ? wrong(argv, "which file?") : run_file(argv[1]);
}

static int leave_loop(int argc, char **argv, bool and_go_on)
{
	int levels = argc > 1 ? read_int(argv, argv[1]) : 1;

	if (levels < 1 || !loops)
		return wrong(argv, loops ? "1 loop at least" : "we are in no loop");
	leaving_loops = levels < loops ? levels : loops;
	going_on = and_go_on;
	return 0;
}

static int do_break(int argc, char **argv)
{
	return leave_loop(argc, argv, false);
}

static int do_continue(int argc, char **argv)
{
	return leave_loop(argc, argv, true);
}

static int do_help(int argc, char **argv);

static const struct builtin builtins[] = {
	{ ".", do_source, "FILE: run its commands here" },
	{ ":", do_true, "succeed" },
	{ "[", do_test, "EXPRESSION ]: is it so?" },
	{ "break", do_break, "[LOOPS]: leave a loop" },
	{ "cd", do_cd, "[FOLDER]: go there" },
	{ "continue", do_continue, "[LOOPS]: the next round of a loop" },
	{ "echo", do_echo, "[-n] [WORD...]: write words" },
	{ "exec", do_exec, "[PROGRAM...]: become it; alone: its redirections stay" },
	{ "exit", do_exit, "[STATUS]: end" },
	{ "export", do_export, "[NAME[=VALUE]...]: programs get it, too" },
	{ "false", do_false, "fail" },
	{ "help", do_help, "this list" },
	{ "pwd", do_pwd, "where am I?" },
	{ "read", do_read, "NAME...: a line of input into variables" },
	{ "set", do_set, "[-ex] [+ex] [--] [WORD...]: stop at errors, trace; $1 ..." },
	{ "shift", do_shift, "[COUNT]: drop the first arguments" },
	{ "source", do_source, "FILE: run its commands here" },
	{ "test", do_test, "EXPRESSION: is it so?" },
	{ "true", do_true, "succeed" },
	{ "unset", do_unset, "NAME...: forget variables" },
	{ "wait", do_wait, "[PID]: until what runs with & has ended" },
	{ NULL },
};

static int do_help(int argc, char **argv)
{
	const struct builtin *builtin;

	puts("Programs are in /bin: ls /bin lists them, each has --help. Built into the shell:");
	for (builtin = builtins; builtin->name; builtin++)
		printf("  %-9s %s\n", builtin->name, builtin->help);
	puts("Keywords: if then elif else fi, while until for do done, { } ( ), ! && || ; & |");
	return 0;
}

const struct builtin *find_builtin(const char *name)
{
	const struct builtin *builtin = builtins;

	while (builtin->name && strcmp(builtin->name, name))
		builtin++;
	return builtin->name ? builtin : NULL;
}
