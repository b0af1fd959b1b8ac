/* SPDX-License-Identifier: MIT */
/*
 * sheet.h - "predict, then run": an experiment marks what happens in the event log
 *
 * tools/predict compares the marks with what a student has predicted. The names are those of the
 * table in the worksheet.
 */
#ifndef _LABS_SHEET_H
#define _LABS_SHEET_H

#include <halves/trace.h>
#include <kunit/test.h>

#define SHEET_LINE 21 /* of the test chip: irq_inject() */

/* event - this happens now; any context; @name stays where it is */
#define event(name) trace_mark(name)

/* SHEET - the suite sheetNN_NAME with one case, which calls the experiment */
#define SHEET(suitename, experiment)                                                               \
	static void run(struct kunit *test)                                                        \
	{                                                                                          \
		experiment();                                                                      \
	}                                                                                          \
	static struct kunit_case sheet_cases[] = { KUNIT_CASE(run), {} };                          \
	static struct kunit_suite sheet_suite = { .name = suitename, .test_cases = sheet_cases };  \
	kunit_test_suite(sheet_suite)

#endif
