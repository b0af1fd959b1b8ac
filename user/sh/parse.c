// SPDX-License-Identifier: MIT
/*
 * parse.c - tokens to a tree
 *
 * Idea:    A function for each rule of the grammar, which looks one token ahead:
 *            line      list up to the end of the line
 *            list      and_or, and_or & and_or; … up to a word that ends it: then, done, ) …
 *            and_or    pipeline && pipeline || pipeline …
 *            pipeline  ! command | command | …
 *            command   if, while, until, for, { }, ( ), each with redirections; or simple
 *            simple    words and redirections
 *          A word is a keyword only where a command can begin, and only without quotes. NULL means
 *          a mistake, which has been told, with the line and the token.
 */
#include <string.h>

#include "sh.h"

#define MAX_WORDS 256 /* of one command, as written */

static struct command *parse_and_or(void);

static struct command *new_command(enum type type, struct command *a, struct command *b)
{
	struct command *command = keep(sizeof(*command));

	command->type = type;
	command->a = a;
	command->b = b;
	return command;
}

static void *mistake(void)
{
	if (peek()->kind != BROKEN && !abandoned)
		say("line %d: syntax error at %s", peek()->line, peek()->text);
	return NULL;
}

static bool is(enum kind kind)
{
	return peek()->kind == kind;
}

static bool is_word(const char *text)
{
	return is(WORD) && !strcmp(peek()->text, text);
}

static bool take_word(const char *text)
{
	if (!is_word(text))
		return false;
	take();
	return true;
}

static bool expect(const char *text)
{
	return take_word(text) || mistake();
}

static void skip_newlines(void)
{
	while (is(NEWLINE))
		take();
}

/* A word that ends the list it stands in. */
static bool ends_list(void)
{
	static const char *const enders[] = { "then", "elif", "else", "fi", "do", "done", "}" };
	size_t i;

	for (i = 0; i < sizeof(enders) / sizeof(*enders); i++)
		if (is_word(enders[i]))
			return true;
	return is(CLOSE) || is(FILE_END);
}

/* One and_or with what separates it from the next. @lines: newlines separate as well */
static struct command *parse_list(bool lines)
{
	struct command *list = NULL, *next;

	if (lines)
		skip_newlines();
	do {
		next = parse_and_or();
		if (!next)
			return NULL;
		if (is(AMPERSAND))
			next = new_command(BACKGROUND, next, NULL);
		list = list ? new_command(SEQUENCE, list, next) : next;
		if (is(AMPERSAND) || is(SEMICOLON))
			take();
		else if (!lines || !is(NEWLINE))
			break;
		if (lines)
			skip_newlines();
	} while (!ends_list() && !is(NEWLINE));
	return list;
}

static bool parse_redirection(struct redirect **last)
{
	struct redirect *redirect = keep(sizeof(*redirect));

	redirect->op = peek()->text;
	redirect->fd = peek()->number;
	take();
	if (!is(WORD))
		return mistake();
	redirect->word = peek()->text;
	take();
	*last = redirect;
	return true;
}

static struct command *parse_simple(void)
{
	struct command *command = new_command(SIMPLE, NULL, NULL);
	struct redirect **last = &command->redirects;
	char *words[MAX_WORDS];
	int n = 0;

	for (;;) {
		if (is(REDIRECTION)) {
			if (!parse_redirection(last))
				return NULL;
			last = &(*last)->next;
		} else if (is(WORD)) {
			if (n == MAX_WORDS - 1) {
				say("line %d: more than %d words", peek()->line, n);
				return NULL;
			}
			words[n++] = peek()->text;
			take();
		} else {
			break;
		}
	}
	if (!n && !command->redirects)
		return mistake();
	command->words = keep((n + 1) * sizeof(*words));
	memcpy(command->words, words, n * sizeof(*words));
	return command;
}

/* Behind if or elif. */
static struct command *parse_if(void)
{
	struct command *command = new_command(IF, parse_list(true), NULL);

	if (!command->a || !expect("then"))
		return NULL;
	command->b = parse_list(true);
	if (!command->b)
		return NULL;
	if (take_word("elif")) {
		command->c = parse_if();
		return command->c ? command : NULL;
	}
	if (take_word("else")) {
		command->c = parse_list(true);
		if (!command->c)
			return NULL;
	}
	return expect("fi") ? command : NULL;
}

/* do … done */
static struct command *parse_body(struct command *loop)
{
	if (!expect("do"))
		return NULL;
	loop->b = parse_list(true);
	return loop->b && expect("done") ? loop : NULL;
}

static struct command *parse_while(enum type type)
{
	struct command *loop = new_command(type, parse_list(true), NULL);

	return loop->a ? parse_body(loop) : NULL;
}

static struct command *parse_for(void)
{
	struct command *loop = new_command(FOR, NULL, NULL);
	char *words[MAX_WORDS];
	int n = 0;

	if (!is(WORD) || name_length(peek()->text) != strlen(peek()->text))
		return mistake();
	words[n++] = peek()->text;
	take();
	skip_newlines();
	loop->with_args = !take_word("in");
	while (!loop->with_args && is(WORD) && n < MAX_WORDS - 1) {
		words[n++] = peek()->text;
		take();
	}
	if (is(SEMICOLON))
		take();
	else if (!loop->with_args && !is(NEWLINE))
		return mistake();
	skip_newlines();
	loop->words = keep((n + 1) * sizeof(*words));
	memcpy(loop->words, words, n * sizeof(*words));
	return parse_body(loop);
}

static struct command *parse_group(void)
{
	struct command *list = parse_list(true);

	return list && expect("}") ? new_command(GROUP, list, NULL) : NULL;
}

static struct command *parse_subshell(void)
{
	struct command *list = parse_list(true);

	if (!list)
		return NULL;
	if (!is(CLOSE))
		return mistake();
	take();
	return new_command(SUBSHELL, list, NULL);
}

static struct command *parse_one(void)
{
	struct command *command;
	struct redirect **last;

	if (take_word("if")) {
		command = parse_if();
	} else if (take_word("while")) {
		command = parse_while(WHILE);
	} else if (take_word("until")) {
		command = parse_while(UNTIL);
	} else if (take_word("for")) {
		command = parse_for();
	} else if (take_word("{")) {
		command = parse_group();
	} else if (is(OPEN)) {
		take();
		command = parse_subshell();
	} else {
		return ends_list() ? mistake() : parse_simple();
	}
	if (!command)
		return NULL;
	for (last = &command->redirects; is(REDIRECTION); last = &(*last)->next)
		if (!parse_redirection(last))
			return NULL;
	return command;
}

static struct command *parse_pipeline(void)
{
	bool inverted = take_word("!");
	struct command *left = parse_one(), *right;

	while (left && is(PIPE)) {
		take();
		skip_newlines();
		right = parse_one();
		left = right ? new_command(PIPELINE, left, right) : NULL;
	}
	return left && inverted ? new_command(NOT, left, NULL) : left;
}

static struct command *parse_and_or(void)
{
	struct command *left = parse_pipeline(), *right;

	while (left && (is(AND_AND) || is(OR_OR))) {
		enum type type = is(AND_AND) ? BOTH : EITHER;

		take();
		skip_newlines();
		right = parse_pipeline();
		left = right ? new_command(type, left, right) : NULL;
	}
	return left;
}

int parse_command(struct command **command)
{
	if (is(NEWLINE)) {
		take();
		*command = NULL;
		return 1;
	}
	if (is(FILE_END))
		return 0;
	*command = parse_list(false);
	if (*command && !is(NEWLINE) && !is(FILE_END))
		*command = mistake();
	return *command ? 1 : -1;
}
