/* SPDX-License-Identifier: MIT */
/*
 * report.h - a test may expect the kernel to complain, and read the complaint
 *
 * Every "BUG:" and "WARNING:" report is counted. While a capture is on, what the kernel says at
 * KERN_WARNING and above goes to the test's buffer and not to the consoles: the reports with all
 * their lines and their backtraces, and the one-line warnings of the API ("nobody cared"). Limits
 * of the kind "once per call site" are off meanwhile, so that no test swallows another's report.
 * A panic ends the capture and shows what it holds. Only the tests' image has all this;
 * kernel/debug/report.c.
 */
#ifndef _HALVES_REPORT_H
#define _HALVES_REPORT_H

#include <linux/types.h>

/**
 * report_capture_begin - have complaints written to a buffer
 * @buf: where to; always NUL-terminated, emptied by this call
 * @size: bytes at @buf; what does not fit is dropped, the count goes on
 *
 * Return: true; false if a capture is on already. Context: any. Locking: none.
 */
bool report_capture_begin(char *buf, size_t size);

/**
 * report_capture_end - complaints go to the consoles again
 *
 * The buffer stays as it is. Harmless when no capture is on. Context: any. Locking: none.
 */
void report_capture_end(void);

/**
 * report_count - how many "BUG:" and "WARNING:" reports there were since boot
 *
 * Captured ones count too; one-line warnings do not, whatever their level.
 *
 * Context: any. Locking: none.
 */
unsigned int report_count(void);

#endif
