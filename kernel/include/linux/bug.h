/* SPDX-License-Identifier: MIT */
/*
 * bug.h - conditions that must hold, and what is said when they do not
 *
 * Context: any.
 * Locking: none: two processors at once may both say what is said once; what they say they print as
 *          printk() does.
 */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <linux/compiler.h>
#include <linux/types.h>

void bug_at(const char *file, int line, const char *what) __attribute__((noreturn));
void __cold warn_at(const char *file, int line, const char *what);

/* BUG, BUG_ON - cannot go on: report and panic */
#define BUG() bug_at(__FILE__, __LINE__, __func__)
#define BUG_ON(cond)                                                                               \
	do {                                                                                       \
		if (unlikely(cond))                                                                \
			bug_at(__FILE__, __LINE__, #cond);                                         \
	} while (0)

/* WARN_ON - report with a backtrace and go on; the value is the condition's */
#define WARN_ON(cond)                                                                              \
	({                                                                                         \
		bool __cond = !!(cond);                                                            \
                                                                                                   \
		if (unlikely(__cond))                                                              \
			warn_at(__FILE__, __LINE__, #cond);                                        \
		unlikely(__cond);                                                                  \
	})
#define WARN_ON_ONCE(cond)                                                                         \
	({                                                                                         \
		static bool __told;                                                                \
		bool __bad = !!(cond);                                                             \
                                                                                                   \
		if (unlikely(__bad) && !__told) {                                                  \
			__told = true;                                                             \
			warn_at(__FILE__, __LINE__, #cond);                                        \
		}                                                                                  \
		unlikely(__bad);                                                                   \
	})

#define BUILD_BUG_ON(cond) _Static_assert(!(cond), #cond)

/* assert_irqs_off - a contract that stands in the fast paths: checked in the tests' image */
#ifdef CONFIG_TESTS
#define assert_irqs_off() WARN_ON(!irqs_disabled())
#else
#define assert_irqs_off()                                                                          \
	do {                                                                                       \
	} while (0)
#endif

#endif
