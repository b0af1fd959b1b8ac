// SPDX-License-Identifier: MIT
/*
 * variable.c - variables, and the memory that ends with a command
 *
 * Idea:    A variable is a name, a value, and whether programs get it as well. Everything else that
 *          the shell allocates is of use only until a command has been run: keep() remembers it,
 *          release(mark()) frees what has been kept since the mark. Marks nest, as commands do.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "sh.h"

struct variable {
	struct variable *next;
	char *value; /* NULL: exported, but never set */
	bool exported;
	char name[];
};

static struct variable *variables;

struct kept {
	struct kept *before;
	char data[] __aligned(8);
};

static struct kept *newest;

static void *must_have(void *memory)
{
	if (!memory) {
		say("out of memory");
		exit(SYNTAX_STATUS);
	}
	return memory;
}

/* --------------------------------------------------------------------- memory of a command */

/* Zeroed. */
void *keep(size_t size)
{
	struct kept *kept = must_have(calloc(1, sizeof(*kept) + size));

	kept->before = newest;
	newest = kept;
	return kept->data;
}

char *keep_text(const char *text, size_t len)
{
	return memcpy(keep(len + 1), text, len);
}

struct kept *mark(void)
{
	return newest;
}

void release(struct kept *until)
{
	while (newest != until) {
		struct kept *before = newest->before;

		free(newest);
		newest = before;
	}
}

/* ------------------------------------------------------------------------------- variables */

size_t name_length(const char *text)
{
	size_t len = 0;

	while (isalpha(text[len]) || text[len] == '_' || (len && isdigit(text[len])))
		len++;
	return len;
}

static struct variable *find(const char *name)
{
	struct variable *variable = variables;

	while (variable && strcmp(variable->name, name))
		variable = variable->next;
	return variable;
}

static struct variable *find_or_make(const char *name)
{
	struct variable *variable = find(name);

	if (variable)
		return variable;
	variable = must_have(calloc(1, sizeof(*variable) + strlen(name) + 1));
	strcpy(variable->name, name);
	variable->next = variables;
	variables = variable;
	return variable;
}

const char *get_variable(const char *name)
{
	struct variable *variable = find(name);

	return variable ? variable->value : NULL;
}

void set_variable(const char *name, const char *value)
{
	struct variable *variable = find_or_make(name);
	char *copy = must_have(strdup(value)); /* first: it may be the old value itself */

	free(variable->value);
	variable->value = copy;
}

void unset_variable(const char *name)
{
	struct variable **link = &variables, *variable;

	while ((variable = *link) && strcmp(variable->name, name))
		link = &variable->next;
	if (!variable)
		return;
	*link = variable->next;
	free(variable->value);
	free(variable);
}

void export_variable(const char *name)
{
	find_or_make(name)->exported = true;
}

/* What programs get: NAME=value of each exported variable. */
char **make_environment(void)
{
	struct variable *variable;
	char **environment;
	int n = 0;

	for (variable = variables; variable; variable = variable->next)
		n++;
	environment = keep((n + 1) * sizeof(*environment));
	n = 0;
	for (variable = variables; variable; variable = variable->next) {
		char *text;

		if (!variable->exported || !variable->value)
			continue;
		text = keep(strlen(variable->name) + strlen(variable->value) + 2);
		strcpy(text, variable->name);
		strcat(text, "=");
		environment[n++] = strcat(text, variable->value);
	}
	return environment;
}

void import_environment(char **environment)
{
	for (; *environment; environment++) {
		size_t len = name_length(*environment);
		char *name;

		if (!len || (*environment)[len] != '=')
			continue;
		name = keep_text(*environment, len);
		set_variable(name, *environment + len + 1);
		export_variable(name);
	}
}
