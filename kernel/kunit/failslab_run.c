// SPDX-License-Identifier: MIT
/*
 * failslab_run.c - every case of every suite, with each of its allocations failed once
 *
 * Idea:    a case is run with its first allocation failed, then with its second, and so on, until a
 *          run in which it made fewer. What a case expects may fail then, and it may end early;
 *          but nothing may be left behind, no report may come that nobody expected, and the run
 *          without a failure must pass. A case with many allocations takes steps: after the first
 *          failslab_run.each of them, by half of the way.
 *          Silent but for a line for each suite, and all that is wrong.
 * Context: process.
 * See:     kernel/mm/failslab.c; run=failslab kunit.filter_glob=… for some of it
 */
#include <halves/console.h>
#include <halves/program.h>
#include <linux/module.h>

#include "internal.h"

static unsigned long each = 16;
module_param(each, ulong, 0444);
MODULE_PARM_DESC(each, "so many allocations of a case are failed one by one, then in steps");

static char log[2048]; /* what the case said */

struct failslab_tally {
	unsigned int runs, failed, wrong;
};

static void say_wrong(const struct kunit *test, const char *why, struct failslab_tally *tally)
{
	tally->wrong++;
	console_printf("# %s.%s: %s", test->suite->name, test->name, why);
	if (test->failed_site)
		console_printf(", no memory for %pS (allocation %lu)", (void *)test->failed_site,
			       test->fail_nth);
	console_puts("\n");
	console_puts(log);
}

static void run_case(const struct kunit_suite *suite, const struct kunit_case *test_case,
		     const void *param, int index, struct failslab_tally *tally)
{
	unsigned long nth = 1;
	bool more;

	do {
		struct kunit test = { .param_value = param, .param_index = index };

		test.fail_nth = nth;
		test.log = log;
		test.log_size = sizeof(log);
		log[0] = '\0';
		kunit_case_run(&test, suite, test_case);
		more = test.failed_site != 0;
		tally->runs++;
		tally->failed += more;
		if (test.leftovers)
			say_wrong(&test, "leaves something behind", tally);
		else if (!more && test.status == KUNIT_FAILURE)
			say_wrong(&test, "fails although no allocation did", tally);
		nth += nth < each ? 1 : nth / 2;
	} while (more);
}

static void run_parameters(const struct kunit_suite *suite, const struct kunit_case *test_case,
			   struct failslab_tally *tally)
{
	char desc[KUNIT_PARAM_DESC_SIZE];
	const void *param = NULL;
	int index = 0;

	if (!test_case->generate_params) {
		run_case(suite, test_case, NULL, 0, tally);
		return;
	}
	while ((param = test_case->generate_params(param, desc)))
		run_case(suite, test_case, param, index++, tally);
}

/* Return: how much was wrong. */
static unsigned int run_suite(struct kunit_suite *suite)
{
	struct failslab_tally tally = { 0 };
	const struct kunit_case *c;

	if (suite->suite_init && suite->suite_init(suite)) {
		console_printf("failslab: %s: suite_init() failed\n", suite->name);
		return 1;
	}
	for (c = suite->test_cases; c->run_case; c++)
		if (kunit_selected(suite, c))
			run_parameters(suite, c, &tally);
	if (suite->suite_exit)
		suite->suite_exit(suite);
	if (tally.runs)
		console_printf("failslab: %s: %u runs, %u allocations failed, %u wrong\n",
			       suite->name, tally.runs, tally.failed, tally.wrong);
	return tally.wrong;
}

static int run_failslab(void)
{
	struct kunit_suite *const *s;
	unsigned int wrong = 0;

	for (s = __kunit_suites_start; s < __kunit_suites_end; s++)
		wrong += run_suite(*s);
	return wrong != 0;
}
PROGRAM(failslab, run_failslab,
	"every test with each of its allocations failed once; kunit.filter_glob=suite");
