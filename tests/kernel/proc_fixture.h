/* SPDX-License-Identifier: MIT */
/* proc_fixture.h - read and write files below /proc as a program would */
#ifndef _TESTS_PROC_FIXTURE_H
#define _TESTS_PROC_FIXTURE_H

#include "helpers.h"

#include <linux/fs.h>
#include <linux/proc_fs.h>

/*
 * proc_read - the whole file, in pieces of @piece bytes, as a string that the case owns. An error
 * fails the case, which goes on: then it is what was read before the error, perhaps "".
 */
const char *proc_read(struct kunit *test, const char *path, size_t piece);
ssize_t proc_write(const char *path, const char *text); /* bytes, or an error */

/* proc_line - the line that begins, behind blanks, with @word; its text behind that; or NULL */
const char *proc_line(const char *text, const char *word);
/* proc_column - the number in the column @nr (from 0) of a line of blanks and numbers; or -1 */
long proc_column(const char *line, int nr);

#endif
