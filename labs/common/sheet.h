/* SPDX-License-Identifier: MIT */
/*
 * sheet.h - "predict, then run": an experiment notes what happens, in the order in which it happens
 *
 * tools/predict compares the names with what a student has predicted. The names are those of the
 * table in the worksheet.
 */
#ifndef _LABS_SHEET_H
#define _LABS_SHEET_H

#include <kunit/test.h>

#define SHEET_LINE 21 /* of the test chip: irq_inject() */

/* event - this happens now; any context; @name stays where it is */
void event(const char *name);

/* SHEET - the suite sheetNN_NAME with one case, which calls the experiment and tells its events */
#define SHEET(suitename, experiment)                                                               \
	static void run(struct kunit *test)                                                        \
	{                                                                                          \
		sheet_begin();                                                                     \
		experiment();                                                                      \
		sheet_end(test);                                                                   \
	}                                                                                          \
	static struct kunit_case sheet_cases[] = { KUNIT_CASE(run), {} };                          \
	static struct kunit_suite sheet_suite = { .name = suitename, .test_cases = sheet_cases };  \
	kunit_test_suite(sheet_suite)

void sheet_begin(void);
void sheet_end(struct kunit *test);

#endif
