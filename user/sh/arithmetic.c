// SPDX-License-Identifier: MIT
/*
 * arithmetic.c - what $((…)) is worth
 *
 * Idea:    An operator takes what binds more strongly than itself as its right side: each level
 *          calls itself with its operator's strength. Numbers are longs, which wrap around.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "sh.h"

static const struct operation {
	const char *text;
	int strength;
} operators[] = {
	{ "||", 1 }, { "&&", 2 }, { "==", 3 }, { "!=", 3 }, { "<=", 4 }, { ">=", 4 }, { "<", 4 },
	{ ">", 4 },  { "+", 5 },  { "-", 5 },  { "*", 6 },  { "/", 6 },	 { "%", 6 },
};

static const char *at;
static const char *why; /* it is no expression; or NULL */

static long evaluate(int strength);

static long value(void)
{
	size_t len;
	long result;
	char *end;

	at = skip_spaces(at);
	switch (*at) {
	case '-':
		at++;
		return -(unsigned long)value();
	case '+':
		at++;
		return value();
	case '!':
		at++;
		return !value();
	case '(':
		at++;
		result = evaluate(1);
		at = skip_spaces(at);
		if (*at == ')')
			at++;
		else
			why = "a ) is missing";
		return result;
	}
	len = name_length(at);
	if (len) {
		const char *text = get_variable(keep_text(at, len));

		at += len;
		return text ? strtol(text, NULL, 0) : 0;
	}
	result = strtol(at, &end, 0);
	if (end == at && !why)
		why = "a number is missing";
	at = end;
	return result;
}

/* The operator here, if it is at least as strong. */
static const struct operation *next_operator(int strength)
{
	size_t i;

	at = skip_spaces(at);
	for (i = 0; i < sizeof(operators) / sizeof(*operators); i++)
		if (!strncmp(at, operators[i].text, strlen(operators[i].text)))
			return operators[i].strength >= strength ? &operators[i] : NULL;
	return NULL;
}

static long calculate(const char *op, long a, long b)
{
	switch (op[0]) {
	case '|':
		return a || b;
	case '&':
		return a && b;
	case '=':
		return a == b;
	case '!':
		return a != b;
	case '<':
		return op[1] ? a <= b : a < b;
	case '>':
		return op[1] ? a >= b : a > b;
	case '+':
		return (unsigned long)a + b;
	case '-':
		return (unsigned long)a - b;
	case '*':
		return (unsigned long)a * b;
	}
	if (!b) {
		why = "division by zero";
		return 0;
	}
	if (b == -1)
		return op[0] == '/' ? -(unsigned long)a :
				      0; /* the processor cannot, for LONG_MIN */
	return op[0] == '/' ? a / b : a % b;
}

static long evaluate(int strength)
{
	const struct operation *op;
	long left = value();

	while (!why && (op = next_operator(strength))) {
		at += strlen(op->text);
		left = calculate(op->text, left, evaluate(op->strength + 1));
	}
	return left;
}

bool arithmetic(const char *text, long *result)
{
	at = text;
	why = NULL;
	*result = evaluate(1);
	at = skip_spaces(at);
	if (!why && *at)
		why = "an operator is missing";
	if (why)
		say("$((%s)): %s", text, why);
	return !why;
}
