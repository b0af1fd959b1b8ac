// SPDX-License-Identifier: MIT
/*
 * expression.c - what test(1) and [ decide
 *
 * Idea:    How many words there are says what they mean, so that no text is taken for an operator:
 *            0  no                  2  ! TEXT, or OPERATOR TEXT
 *            1  TEXT is not empty   3  TEXT OPERATOR TEXT, or ! and two words
 *          More words are expressions with -a and -o between them, the first -o being the last to
 *          be looked at.
 */
#include <errno.h>
#include <halves/program.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define YES    0
#define NO     1
#define BROKEN 2

static int answer(bool yes)
{
	return yes ? YES : NO;
}

static int not(int answer)
{
	return answer == BROKEN ? BROKEN : !answer;
}

static int broken(const char *word, const char *why)
{
	error_line(word, why, NULL);
	return BROKEN;
}

static int test_file(char what, const char *path)
{
	struct stat file;

	if (stat(path, &file))
		return NO;
	switch (what) {
	case 'f':
		return answer(S_ISREG(file.st_mode));
	case 'd':
		return answer(S_ISDIR(file.st_mode));
	case 'c':
		return answer(S_ISCHR(file.st_mode));
	case 'p':
		return answer(S_ISFIFO(file.st_mode));
	case 's':
		return answer(file.st_size > 0);
	case 'r':
		return answer(file.st_mode & S_IRUGO);
	case 'w':
		return answer(file.st_mode & S_IWUGO);
	case 'x':
		return answer(file.st_mode & S_IXUGO);
	}
	return YES; /* -e */
}

static int test_two(char **words)
{
	const char *op = words[0], *text = words[1];

	if (!strcmp(op, "!"))
		return answer(!*text);
	if (op[0] == '-' && op[1] && !op[2]) {
		switch (op[1]) {
		case 'n':
			return answer(*text);
		case 'z':
			return answer(!*text);
		case 't':
			return answer(isatty(atoi(text)));
		}
		if (strchr("efdcpsrwx", op[1]))
			return test_file(op[1], text);
	}
	return broken(op, "no operator of one text");
}

static bool is_number(const char *text, long long *value)
{
	char *end;

	errno = 0;
	*value = strtoll(text, &end, 10);
	return end != text && !*end && !errno;
}

static int compare_numbers(char **words)
{
	const char *op = words[1] + 1;
	long long a, b;

	if (!is_number(words[0], &a))
		return broken(words[0], "not a number");
	if (!is_number(words[2], &b))
		return broken(words[2], "not a number");
	if (!strcmp(op, "eq"))
		return answer(a == b);
	if (!strcmp(op, "ne"))
		return answer(a != b);
	if (!strcmp(op, "lt"))
		return answer(a < b);
	if (!strcmp(op, "le"))
		return answer(a <= b);
	if (!strcmp(op, "gt"))
		return answer(a > b);
	return answer(a >= b);
}

static int test_three(char **words)
{
	const char *op = words[1];
	const char *const of_numbers[] = { "-eq", "-ne", "-lt", "-le", "-gt", "-ge" };
	size_t i;

	if (!strcmp(op, "=") || !strcmp(op, "=="))
		return answer(!strcmp(words[0], words[2]));
	if (!strcmp(op, "!="))
		return answer(strcmp(words[0], words[2]));
	for (i = 0; i < sizeof(of_numbers) / sizeof(*of_numbers); i++)
		if (!strcmp(op, of_numbers[i]))
			return compare_numbers(words);
	if (!strcmp(words[0], "!"))
		return not(test_two(words + 1));
	return broken(op, "no operator of two texts");
}

/* Two expressions around the first @op, if there is one. */
static bool split(int count, char **words, const char *op, int *result)
{
	int i, left, right;

	for (i = 1; i < count - 1; i++) {
		if (strcmp(words[i], op))
			continue;
		left = test_expression(i, words);
		right = test_expression(count - i - 1, words + i + 1);
		if (left == BROKEN || right == BROKEN)
			*result = BROKEN;
		else if (op[1] == 'o')
			*result = left && right;
		else
			*result = left || right;
		return true;
	}
	return false;
}

int test_expression(int count, char **words)
{
	int result;

	switch (count) {
	case 0:
		return NO;
	case 1:
		return answer(*words[0]);
	case 2:
		return test_two(words);
	}
	if (count == 3 && strcmp(words[1], "-a") && strcmp(words[1], "-o"))
		return test_three(words);
	if (split(count, words, "-o", &result) || split(count, words, "-a", &result))
		return result;
	if (!strcmp(words[0], "!"))
		return not(test_expression(count - 1, words + 1));
	return broken(words[count - 1], "one word too many");
}
