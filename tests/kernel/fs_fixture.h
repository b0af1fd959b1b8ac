/* SPDX-License-Identifier: MIT */
/*
 * fs_fixture.h - for suites about files: a directory of their own, and to be a process
 *
 * fs_test_init() makes /t, fs_test_exit() removes it with all that is in it. After
 * be_process() the running thread has descriptors and a working directory; its memory is still the
 * kernel's, so system calls take the kernel's buffers.
 */
#ifndef _TESTS_FS_FIXTURE_H
#define _TESTS_FS_FIXTURE_H

#include "helpers.h"

#include "../../kernel/fs/internal.h"
#include <asm/uaccess.h>
#include <linux/err.h>
#include <linux/syscalls.h>

int fs_test_init(struct kunit *test);
void fs_test_exit(struct kunit *test);
struct process *be_process(struct kunit *test);

/* Write a file anew, read it whole; they end the case when they cannot. */
void write_file(struct kunit *test, const char *path, const char *text);
const char *read_file(struct kunit *test, const char *path);

bool is_there(const char *path);

/* of pointers and error numbers alike: 0, or the error */
#define error_of(p) PTR_ERR_OR_ZERO(p)

#endif
