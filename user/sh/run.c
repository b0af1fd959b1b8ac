// SPDX-License-Identifier: MIT
/*
 * run.c - a tree to processes
 *
 * Idea:    What a command is, says how it runs: here (built-ins, loops, groups), or in a child:
 *          programs, each part of a pipeline, ( ), and what has an & behind it. A child never
 *          comes back here: `forked` says that this is one, which may become the program itself.
 *          ^C: an interactive shell ignores SIGINT, its children in the foreground do not. When one
 *          of them ends by it, the rest of the line is dropped.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sh.h"

int loops;
int leaving_loops;
bool going_on;

static bool forked;
static int conditions;  /* we are within so many: set -e does not apply */
static int substituted; /* status of the last $( ) */

/* Return: as fork(); -1: told. @background: ^C does not concern it */
static pid_t start_child(bool background)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid < 0)
		say("fork: %s", strerror(errno));
	if (pid)
		return pid;
	forget_saved_files();
	if (background)
		signal(SIGINT, SIG_IGN);
	else if (interactive)
		signal(SIGINT, SIG_DFL);
	forked = true;
	interactive = false;
	return 0;
}

static void leave_child(int with)
{
	fflush(stdout);
	_exit(with);
}

static int run_background(struct command *command)
{
	pid_t pid;
	int null;

	look_after_jobs(false);
	pid = start_child(true);
	if (pid < 0)
		return SYNTAX_STATUS;
	if (pid) {
		remember_job(pid);
		if (interactive)
			say("[%d]", pid);
		return 0;
	}
	null = open("/dev/null", O_RDONLY);
	if (null >= 0) {
		dup2(null, 0);
		close(null);
	}
	leave_child(run(command->a));
	return 0;
}

/* --------------------------------------------------------------------------------- programs */

/* Becomes the program. Return: a status, told. */
int exec_words(char **words)
{
	static const char shell[] = "/bin/sh";
	int i, n = 0;
	char **with_shell;

	fflush(stdout);
	environ = make_environment();
	execvp(words[0], words);
	if (errno == ENOEXEC) { /* a file of commands */
		while (words[n])
			n++;
		with_shell = keep((n + 2) * sizeof(*with_shell));
		with_shell[0] = (char *)shell;
		for (i = 0; i <= n; i++)
			with_shell[i + 1] = words[i];
		execv(shell, with_shell);
	}
	say("%s: %s", words[0], errno == ENOENT ? "not found" : strerror(errno));
	return errno == ENOENT ? NOT_FOUND : NOT_A_PROGRAM;
}

/* Output of @text without the newlines at its end. */
char *output_of(const char *text)
{
	size_t len = 0, size = 0;
	char *output = NULL;
	ssize_t n = 1;
	int ends[2];
	pid_t pid;

	if (pipe(ends)) {
		say("pipe: %s", strerror(errno));
		return "";
	}
	pid = start_child(false);
	if (!pid) {
		close(ends[0]);
		dup2(ends[1], 1);
		close(ends[1]);
		forked = false; /* several commands may come */
		leave_child(run_text(text));
	}
	close(ends[1]);
	while (n > 0) {
		if (len + 256 > size) {
			char *larger = keep((size = 2 * size + 512) + 1);

			if (len)
				memcpy(larger, output, len);
			output = larger;
		}
		n = read(ends[0], output + len, size - len);
		len += n > 0 ? n : 0;
	}
	close(ends[0]);
	substituted = wait_for(pid);
	while (len && output[len - 1] == '\n')
		len--;
	output[len] = '\0';
	return output;
}

/* How many words at the beginning are NAME=value? */
static int count_assignments(char **words)
{
	int n = 0;
	size_t len;

	while (words[n] && (len = name_length(words[n])) && words[n][len] == '=')
		n++;
	return n;
}

/* Sets the first @count; @exported: also for the program that they stand before. */
static bool assign(char **words, int count, bool exported)
{
	for (; count; count--, words++) {
		size_t len = name_length(*words);
		char *name = keep_text(*words, len), *value = expand_one(*words + len + 1);

		if (!value)
			return false;
		set_variable(name, value);
		if (exported)
			export_variable(name);
	}
	return true;
}

static void print_trace(char **words)
{
	fflush(stdout);
	for (fputs("+", stderr); *words; words++)
		fprintf(stderr, " %s", *words);
	fputs("\n", stderr);
}

/* In front of a built-in, assignments stay. */
static int run_builtin(const struct builtin *builtin, struct command *command, struct words *words)
{
	bool stays = !strcmp(builtin->name, "exec");
	int before = nr_saved, result = SYNTAX_STATUS;

	if (stays ? redirect(command->redirects) : redirect_for_now(command->redirects))
		result = builtin->run(words->count, words->word);
	if (fflush(stdout) == EOF) {
		say("%s: cannot write: %s", builtin->name, strerror(errno));
		clearerr(stdout);
		result = 1;
	}
	undo_redirections(before);
	return result;
}

static int run_simple(struct command *command)
{
	int assignments = count_assignments(command->words), before = nr_saved;
	const struct builtin *builtin;
	struct words words;
	pid_t pid;

	substituted = 0;
	if (!expand_words(command->words + assignments, &words))
		return SYNTAX_STATUS;
	if (trace && words.count)
		print_trace(words.word);
	builtin = words.count ? find_builtin(words.word[0]) : NULL;
	if (!words.count || builtin) {
		if (!assign(command->words, assignments, false))
			return SYNTAX_STATUS;
		if (builtin)
			return run_builtin(builtin, command, &words);
		if (!redirect_for_now(command->redirects))
			substituted = 1;
		undo_redirections(before);
		return substituted; /* A=$(false) */
	}
	pid = forked ? 0 : start_child(false);
	if (pid)
		return wait_for(pid);
	if (!redirect(command->redirects) || !assign(command->words, assignments, true))
		leave_child(1);
	leave_child(exec_words(words.word));
	return 0;
}

/* -------------------------------------------------------------------------- what is composed */

static int run_pipeline(struct command *command)
{
	pid_t left, right;
	int ends[2], result;

	if (pipe(ends)) {
		say("pipe: %s", strerror(errno));
		return SYNTAX_STATUS;
	}
	left = start_child(false);
	if (!left) {
		dup2(ends[1], 1);
		close(ends[0]);
		close(ends[1]);
		leave_child(run(command->a));
	}
	close(ends[1]);
	right = start_child(false);
	if (!right) {
		dup2(ends[0], 0);
		close(ends[0]);
		leave_child(run(command->b));
	}
	close(ends[0]);
	result = wait_for(right);
	wait_for(left);
	return result;
}

static int run_subshell(struct command *command)
{
	pid_t pid = start_child(false);

	if (pid)
		return wait_for(pid);
	leave_child(run(command->a));
	return 0;
}

static int run_condition(struct command *command)
{
	int result;

	conditions++;
	result = run(command);
	conditions--;
	return result;
}

/* After each round. Return: whether the loop ends. */
static bool loop_ends(void)
{
	if (!leaving_loops)
		return interrupted;
	leaving_loops--;
	return leaving_loops || !going_on;
}

static int run_while(struct command *loop)
{
	int result = 0;

	loops++;
	while (!interrupted && !run_condition(loop->a) == (loop->type == WHILE)) {
		if (leaving_loops && loop_ends())
			break;
		result = run(loop->b);
		if (loop_ends())
			break;
	}
	loops--;
	return result;
}

static int run_for(struct command *loop)
{
	struct words words = { args, nr_args };
	int result = 0, i;

	if (!loop->with_args && !expand_words(loop->words + 1, &words))
		return SYNTAX_STATUS;
	loops++;
	for (i = 0; i < words.count && !interrupted; i++) {
		set_variable(loop->words[0], words.word[i]);
		result = run(loop->b);
		if (loop_ends())
			break;
	}
	loops--;
	return result;
}

static int run_type(struct command *command)
{
	int result;

	switch (command->type) {
	case SIMPLE:
		return run_simple(command);
	case PIPELINE:
		return run_pipeline(command);
	case BOTH:
		result = run_condition(command->a);
		return result || leaving_loops ? result : run(command->b);
	case EITHER:
		result = run_condition(command->a);
		return !result || leaving_loops ? result : run(command->b);
	case SEQUENCE:
		run(command->a);
		return leaving_loops || interrupted ? status : run(command->b);
	case BACKGROUND:
		return run_background(command);
	case NOT:
		return !run_condition(command->a);
	case IF:
		if (!run_condition(command->a))
			return run(command->b);
		return command->c && !leaving_loops ? run(command->c) : 0;
	case WHILE:
	case UNTIL:
		return run_while(command);
	case FOR:
		return run_for(command);
	case GROUP:
		return run(command->a);
	case SUBSHELL:
		return run_subshell(command);
	}
	return SYNTAX_STATUS;
}

/* Does set -e look at this command's status itself, not only at that of its parts? */
static bool counts(const struct command *command)
{
	return command->type == SIMPLE || command->type == PIPELINE || command->type == SUBSHELL;
}

/* Return: its status, which is $? from now on. */
int run(struct command *command)
{
	bool simple = command->type == SIMPLE, was_forked = forked;
	struct kept *before = mark();
	int saved_until = nr_saved;

	/* Only a simple command may take this process for itself; the others go on in it. */
	if (!simple)
		forked = false;
	if (simple || redirect_for_now(command->redirects))
		status = run_type(command);
	else
		status = 1;
	undo_redirections(saved_until);
	forked = was_forked;
	release(before);
	if (status && exit_on_error && !conditions && counts(command))
		exit(status);
	return status;
}
