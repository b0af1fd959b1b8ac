/* SPDX-License-Identifier: MIT */
/*
 * program.h - what all our programs do alike
 *
 * Idea:    Every program has a text `usage`. --help prints it (status 0); an option that there is
 *          not, or too few words, is a wrong use: told on stderr, status 2. What the system refuses
 *          is told with the error's name, and makes the status 1.
 */
#ifndef _HALVES_PROGRAM_H
#define _HALVES_PROGRAM_H

#include <linux/compiler.h>

#define USAGE_ERROR 2

extern const char usage[]; /* each program's own: "cat [FILE...]\n  what it does\n" */

/* As getopt(), without '?': what is wrong has been told, and the program has ended. */
int next_option(int argc, char **argv, const char *letters);

/* "program: part: part" to standard error, the last part is NULL */
void error_line(const char *part, ...);

/* Says what is wrong with how the program was called, and ends it. @why may be NULL. */
void wrong_use(const char *what, const char *why) __noreturn;

/* Ends the program by wrong_use() unless there are @min … @max words besides options. */
void expect_words(int argc, int min, int max);

/* The whole text is a number from 0 to @max, or this ends the program. */
unsigned long number(const char *text, unsigned long max);

/* "program: what: ENOENT". Return: 1, for the status. */
int complain(const char *what);

/* Is the expression of test(1) true? Return: 0 yes, 1 no, 2 it is none (said). */
int test_expression(int argc, char **argv);

/* Copies what @from has left to @to. Return: 0, or 1: told about @name. */
int copy_file(int from, int to, const char *name);

/* @folder/@name, of PATH_MAX bytes; the program ends where they do not fit. */
void join_path(char *path, const char *folder, const char *name);

#endif
