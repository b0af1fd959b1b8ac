// SPDX-License-Identifier: MIT
/*
 * lex.c - characters to tokens
 *
 * Idea:    One token is read ahead, and no further: behind a newline there may be nothing yet. A
 *          word keeps its quotes and its $; only its end is found here. What is enclosed, in quotes
 *          or by $( ), may hold blanks, operators, newlines, and more of the same.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "sh.h"

static struct token token;
static bool have_token;

/* The text of the token, which grows. */
static struct {
	char *text;
	size_t len, size;
} word;

static void put(int c)
{
	if (word.len + 1 >= word.size) {
		char *larger = realloc(word.text, word.size = word.size * 2 + 64);

		if (!larger) {
			say("out of memory");
			exit(SYNTAX_STATUS);
		}
		word.text = larger;
	}
	word.text[word.len++] = c;
}

/* Up to @close, which is put as well. Return: whether it came. */
static bool read_until(char close)
{
	int c;

	while ((c = next_char()) != END) {
		put(c);
		if (c == close)
			return true;
		if (close == '\'')
			continue; /* in which nothing else means anything */
		if (c == '\\') {
			c = next_char();
			if (c == END)
				return false;
			put(c);
		} else if (c == '"' || (c == '`' && close != '`')) {
			if (!read_until(c))
				return false;
		} else if (c == '\'' && close != '"' && close != '}') {
			if (!read_until(c))
				return false;
		} else if (c == '(' && (close == ')' || word.text[word.len - 2] == '$')) {
			if (!read_until(')'))
				return false;
		} else if (c == '{' && word.text[word.len - 2] == '$') {
			if (!read_until('}'))
				return false;
		}
	}
	return false;
}

/* What opens what. Return: the character that closes, or 0. */
static char closes(int c, int before)
{
	switch (c) {
	case '\'':
	case '"':
	case '`':
		return c;
	case '(':
		return before == '$' ? ')' : 0;
	case '{':
		return before == '$' ? '}' : 0;
	}
	return 0;
}

static bool ends_word(int c)
{
	return c == END || isspace(c) || strchr(";&|<>()", c);
}

/* From its first character on. */
static enum kind read_word(int c)
{
	int line = current_line(), before = 0;

	for (; !ends_word(c) || closes(c, before); before = c, c = next_char()) {
		char close = closes(c, before);

		if (c == '\\') {
			c = next_char();
			if (c == '\n')
				continue; /* the line goes on */
			put('\\');
			if (c == END)
				break;
			put(c);
			c = 0; /* whatever it was, it opens nothing */
			continue;
		}
		put(c);
		if (close && !read_until(close)) {
			if (!abandoned)
				say("line %d: %c has no %c", line, c, close);
			return BROKEN;
		}
	}
	push_back(c);
	return WORD;
}

/* Is it all digits, and a redirection behind it? Then it is the redirection's file. */
static bool is_file_number(void)
{
	int c = next_char();

	push_back(c);
	return word.len == 1 && isdigit(word.text[0]) && (c == '<' || c == '>');
}

/* < > >> <& >&, of the file @number. */
static enum kind read_redirection(int c, int number)
{
	int second = next_char();

	put(c);
	if (second == '&' || (c == '>' && second == '>'))
		put(second);
	else
		push_back(second);
	token.number = number >= 0 ? number : c == '>';
	return REDIRECTION;
}

/* An operator that may be doubled: & && | || */
static enum kind read_double(int c, enum kind once, enum kind twice)
{
	int second = next_char();

	put(c);
	if (second == c) {
		put(c);
		return twice;
	}
	push_back(second);
	return once;
}

static enum kind read_token(void)
{
	enum kind kind;
	int c = next_char(), number;

	while (c == ' ' || c == '\t' || c == '\r' || c == '#' || c == '\\') {
		if (c == '#') {
			while (c != '\n' && c != END)
				c = next_char();
			continue;
		}
		if (c == '\\') {
			int second = next_char();

			if (second != '\n') {
				push_back(second);
				break;
			}
		}
		c = next_char();
	}
	token.line = current_line();
	switch (c) {
	case END:
		return FILE_END;
	case '\n':
		token.line--;
		return NEWLINE;
	case ';':
		put(c);
		return SEMICOLON;
	case '(':
		put(c);
		return OPEN;
	case ')':
		put(c);
		return CLOSE;
	case '&':
		return read_double(c, AMPERSAND, AND_AND);
	case '|':
		return read_double(c, PIPE, OR_OR);
	case '<':
	case '>':
		return read_redirection(c, -1);
	}
	kind = read_word(c);
	if (kind == WORD && is_file_number()) {
		number = word.text[0] - '0';
		word.len = 0;
		return read_redirection(next_char(), number);
	}
	return kind;
}

struct token *peek(void)
{
	if (!have_token) {
		word.len = 0;
		token.kind = read_token();
		token.text = keep_text(word.text, word.len);
		if (token.kind == NEWLINE)
			token.text = "the end of the line";
		if (token.kind == FILE_END)
			token.text = "the end of the text";
		have_token = true;
	}
	return &token;
}

void take(void)
{
	have_token = false;
}
