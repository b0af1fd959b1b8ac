/* SPDX-License-Identifier: MIT */
/* process_fixture.h - a process whose thread runs a function of the case, in the kernel */
#ifndef _TESTS_PROCESS_FIXTURE_H
#define _TESTS_PROCESS_FIXTURE_H

#include <halves/process.h>
#include <kunit/test.h>

/* Begins with memory of its own, without pages, no open files, in the root; USER_DS. */
typedef int (*process_fn)(void *data);

/* Start it; what it returns is its exit code. Return: its pid. */
pid_t begin_process(struct kunit *test, process_fn fn, void *data);
/* Wait until it has ended. Return: its status, as waitpid() gives it. */
int end_process(struct kunit *test, pid_t pid);
/* Both. */
int run_process(struct kunit *test, process_fn fn, void *data);

/* Pages of zeros at @start for the running process. */
bool give_pages(unsigned long start, unsigned int count, unsigned int rights);

/* Write a file that can be executed; replace it if it is there. */
void make_program(struct kunit *test, const char *path, const void *image, size_t size);

#endif
