// SPDX-License-Identifier: MIT
/*
 * kunit.c - the program that runs the suites and prints their results
 *
 * Idea:    the linker has gathered all suites. run=kunit runs those that kunit.filter_glob selects
 *          (by the suite's name, or by suite.case), run=NAME one of them. The results are KTAP, as
 *          Linux's KUnit prints it: a version line, a plan, one line for each result, everything of
 *          a suite indented by four. Nothing in it depends on time, so two runs print the same.
 *          For graders: channel.c, limit.c, seed.c.
 * Context: process.
 * See:     <kunit/test.h>; case.c runs a single case.
 */
#include <halves/cmdline.h>
#include <halves/console.h>
#include <halves/program.h>
#include <linux/errno.h>
#include <linux/glob.h>
#include <linux/module.h>

#include "internal.h"

static char *filter_glob = "*";
module_param(filter_glob, charp, 0444);
MODULE_PARM_DESC(filter_glob, "run only suites, or suite.case, of such names: a*,b.c");

static char *filter = "";
module_param(filter, charp, 0444);
MODULE_PARM_DESC(filter, "speed>slow: none of KUNIT_CASE_SLOW()");

static char *action = "run";
module_param(action, charp, 0444);
MODULE_PARM_DESC(action, "run, or list: print the names only");

/* What to run: a pattern, or one suite by its whole name. */
struct selection {
	const char *glob;
	const char *suite;
};

#define CASES_MAX 128 /* of a suite */

struct tally {
	unsigned int passed, failed, skipped;
};

static bool case_selected(const struct selection *selection, const struct kunit_suite *suite,
			  const struct kunit_case *test_case)
{
	const char *globs = selection->glob;
	char name[128], glob[128];

	if (selection->suite)
		return !strcmp(selection->suite, suite->name);
	if (test_case->slow && !strcmp(filter, "speed>slow"))
		return false;
	snprintf(name, sizeof(name), "%s.%s", suite->name, test_case->name);
	while (cmdline_list_next(&globs, glob, sizeof(glob)) > 0)
		if (glob_match(glob, suite->name) || glob_match(glob, name))
			return true;
	return false;
}

/* kunit_selected - does kunit.filter_glob choose this case? */
bool kunit_selected(const struct kunit_suite *suite, const struct kunit_case *test_case)
{
	struct selection selection = { .glob = filter_glob };

	return case_selected(&selection, suite, test_case);
}

static unsigned int count_cases(const struct selection *selection, const struct kunit_suite *suite)
{
	const struct kunit_case *c;
	unsigned int count = 0;

	for (c = suite->test_cases; c->run_case; c++)
		count += case_selected(selection, suite, c);
	return count;
}

static void add(struct tally *tally, enum kunit_status status)
{
	tally->passed += status == KUNIT_SUCCESS;
	tally->failed += status == KUNIT_FAILURE;
	tally->skipped += status == KUNIT_SKIPPED;
}

static enum kunit_status verdict(const struct tally *tally)
{
	if (tally->failed)
		return KUNIT_FAILURE;
	return tally->skipped && !tally->passed ? KUNIT_SKIPPED : KUNIT_SUCCESS;
}

/* One result line, indented by @level times four. */
static void say_result(int level, enum kunit_status status, unsigned int number, const char *name,
		       const char *comment)
{
	kunit_say(NULL, "%*s%sok %u %s%s%s\n", level * 4, "", status == KUNIT_FAILURE ? "not " : "",
		  number, name, status == KUNIT_SKIPPED ? " # SKIP " : "",
		  status == KUNIT_SKIPPED && comment ? comment : "");
}

/* All runs of a case that has parameters: a third level of results. */
static enum kunit_status run_parameters(const struct kunit_suite *suite,
					const struct kunit_case *test_case)
{
	char desc[KUNIT_PARAM_DESC_SIZE];
	struct tally tally = { 0 };
	const void *param = NULL;
	int index = 0;

	kunit_say(NULL, "        KTAP version 1\n        # Subtest: %s\n", test_case->name);
	for (;;) {
		struct kunit test = { 0 };

		desc[0] = '\0';
		param = test_case->generate_params(param, desc);
		if (!param)
			break;
		if (!desc[0])
			snprintf(desc, sizeof(desc), "param-%d", index);
		test.param_value = param;
		test.param_index = index++;
		kunit_case_run(&test, suite, test_case);
		say_result(2, test.status, index, desc, test.status_comment);
		add(&tally, test.status);
	}
	kunit_say(NULL, "        1..%d\n", index);
	return verdict(&tally);
}

static const char *const status_words[] = {
	[KUNIT_SUCCESS] = "ok",
	[KUNIT_FAILURE] = "fail",
	[KUNIT_SKIPPED] = "skip",
};

static enum kunit_status run_cases(const struct selection *selection, struct kunit_suite *suite)
{
	unsigned int order[CASES_MAX], count = 0, i;
	struct tally tally = { 0 };
	unsigned int number = 0;

	while (count < CASES_MAX && suite->test_cases[count].run_case)
		count++;
	if (suite->test_cases[count].run_case)
		panic("kunit: suite %s has more than %u cases", suite->name, CASES_MAX);
	kunit_shuffle(order, count);
	for (i = 0; i < count; i++) {
		const struct kunit_case *c = &suite->test_cases[order[i]];
		struct kunit test = { 0 };

		if (!case_selected(selection, suite, c))
			continue;
		kunit_channel_say("begin %s.%s", suite->name, c->name);
		kunit_shift();
		if (c->generate_params)
			test.status = run_parameters(suite, c);
		else
			kunit_case_run(&test, suite, c);
		kunit_channel_say("%s %s.%s", status_words[test.status], suite->name, c->name);
		say_result(1, test.status, ++number, c->name, test.status_comment);
		add(&tally, test.status);
	}
	kunit_say(NULL, "# %s: pass:%u fail:%u skip:%u total:%u\n", suite->name, tally.passed,
		  tally.failed, tally.skipped, number);
	return verdict(&tally);
}

static enum kunit_status run_suite(const struct selection *selection, struct kunit_suite *suite)
{
	enum kunit_status status;
	int error = 0;

	kunit_say(NULL, "    KTAP version 1\n    # Subtest: %s\n    1..%u\n", suite->name,
		  count_cases(selection, suite));
	if (suite->suite_init)
		error = suite->suite_init(suite);
	if (error) {
		kunit_say(NULL, "    # %s: suite_init() failed: %d\n", suite->name, error);
		return KUNIT_FAILURE;
	}
	status = run_cases(selection, suite);
	if (suite->suite_exit)
		suite->suite_exit(suite);
	return status;
}

static int run_selection(const struct selection *selection)
{
	struct kunit_suite *const *s;
	struct tally tally = { 0 };
	unsigned int suites = 0, number = 0;

	for (s = __kunit_suites_start; s < __kunit_suites_end; s++)
		suites += count_cases(selection, *s) != 0;
	kunit_say(NULL, "KTAP version 1\n1..%u\n", suites);
	for (s = __kunit_suites_start; s < __kunit_suites_end; s++) {
		enum kunit_status status;

		if (!count_cases(selection, *s))
			continue;
		status = run_suite(selection, *s);
		say_result(0, status, ++number, (*s)->name, NULL);
		add(&tally, status);
	}
	if (suites > 1)
		kunit_say(NULL, "# Totals: pass:%u fail:%u skip:%u total:%u\n", tally.passed,
			  tally.failed, tally.skipped, suites);
	kunit_channel_say("end");
	if (!suites)
		pr_err("kunit: no suite and no case is called %s; kunit.action=list lists them\n",
		       selection->glob);
	return !suites || tally.failed;
}

static int list_selection(const struct selection *selection)
{
	struct kunit_suite *const *s;
	const struct kunit_case *c;

	for (s = __kunit_suites_start; s < __kunit_suites_end; s++)
		for (c = (*s)->test_cases; c->run_case; c++)
			if (case_selected(selection, *s, c))
				kunit_say(NULL, "%s.%s\n", (*s)->name, c->name);
	return 0;
}

/**
 * kunit_run_suite - run one suite and print its results
 * @name: its whole name
 *
 * Return: 0: all cases passed; 1: one failed; -ENOENT: there is no such suite, nothing was printed.
 * Context: process. Locking: none.
 */
int kunit_run_suite(const char *name)
{
	struct selection selection = { .suite = name };
	struct kunit_suite *const *s;

	for (s = __kunit_suites_start; s < __kunit_suites_end; s++)
		if (!strcmp((*s)->name, name))
			return run_selection(&selection);
	return -ENOENT;
}

static int kunit_run(void)
{
	struct selection selection = { .glob = filter_glob };

	if (*filter && strcmp(filter, "speed>slow")) {
		pr_err("kunit: kunit.filter=%s is unknown: there is only speed>slow\n", filter);
		return 1;
	}
	if (!strcmp(action, "list"))
		return list_selection(&selection);
	if (!strcmp(action, "run"))
		return run_selection(&selection);
	pr_err("kunit: kunit.action=%s is unknown: use run or list\n", action);
	return 1;
}
PROGRAM(kunit, kunit_run,
	"run the tests; kunit.filter_glob=suite or suite.case, kunit.action=list");
