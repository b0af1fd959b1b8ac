// SPDX-License-Identifier: MIT
/*
 * compare.c - the program: every mechanism in turn, then one table
 *
 * Idea:    `run=compare` on the kernel's command line, or a key on the console. What is asked for
 *          is checked before anything is measured; a comparison of which one part failed prints no
 *          table and writes no file, and is a failure of the program.
 * Context: process.
 * See:     docs/, <halves/compare.h>
 */
#include "internal.h"
#include <halves/boot.h>
#include <halves/cmdline.h>
#include <halves/console.h>
#include <halves/program.h>
#include <linux/kstrtox.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#define COUNT_MAX      50000
#define WORK_US_MAX    100000
#define BURST_MAX      1000
#define BURST_WORK_MAX 1000000	  /* us in one burst: a second */
#define WORK_MAX       100000000U /* us in all: they are a wait for whoever sits there */

static unsigned int count = 1000;
static unsigned int work_us = 20;
static unsigned int burst = 1;
module_param(count, uint, 0444);
MODULE_PARM_DESC(count, "interrupts for each mechanism");
module_param(work_us, uint, 0444);
MODULE_PARM_DESC(work_us, "microseconds of work that each interrupt brings");
module_param(burst, uint, 0444);
MODULE_PARM_DESC(burst, "interrupts that come before a bottom half can run");

static const struct {
	const char *key;
	const unsigned int *value;
	unsigned int min, max;
} parameters[] = {
	{ "compare.count", &count, 1, COUNT_MAX },
	{ "compare.work_us", &work_us, 0, WORK_US_MAX },
	{ "compare.burst", &burst, 1, BURST_MAX },
};

/* Is a word of the command line that begins with "compare." one that we know, and a number? */
static bool word_is_good(const struct cmdline_word *word)
{
	char value[16];
	unsigned int i, number;

	for (i = 0; i < ARRAY_SIZE(parameters); i++) {
		if (!cmdline_key_is(word, parameters[i].key))
			continue;
		if (word->value && word->value_len < sizeof(value)) {
			memcpy(value, word->value, word->value_len);
			value[word->value_len] = '\0';
			if (!kstrtouint(value, 0, &number))
				return true;
		}
		pr_err("compare: %s wants a number from %u to %u\n", parameters[i].key,
		       parameters[i].min, parameters[i].max);
		return false;
	}
	pr_err("compare: there is no parameter %.*s, but compare.count, .work_us and .burst\n",
	       (int)word->key_len, word->key);
	return false;
}

static int check_command_line(const char *cmdline)
{
	static const char prefix[] = "compare.";
	struct cmdline_word word;

	while (cmdline_next(&cmdline, &word)) {
		if (word.key_len < strlen(prefix) || memcmp(word.key, prefix, strlen(prefix)))
			continue;
		if (!word_is_good(&word))
			return -EINVAL;
	}
	return 0;
}

static int check_values(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(parameters); i++) {
		if (*parameters[i].value >= parameters[i].min &&
		    *parameters[i].value <= parameters[i].max)
			continue;
		pr_err("compare: %s=%u: want %u to %u\n", parameters[i].key, *parameters[i].value,
		       parameters[i].min, parameters[i].max);
		return -EINVAL;
	}
	if (burst * work_us > BURST_WORK_MAX || count * (u64)work_us > WORK_MAX) {
		pr_err("compare: %u interrupts of %u us, %u at once, are too much work: want at "
		       "most 1 s in a burst, 100 s in all\n",
		       count, work_us, burst);
		return -EINVAL;
	}
	return 0;
}

static int compare_main(void)
{
	struct compare_setup setup;
	struct compare_result *results;
	unsigned int i;
	int err = check_command_line(boot_info.cmdline);

	err = err ?: check_values();
	if (err)
		return err;
	setup = (struct compare_setup){
		.count = count,
		.work_us = work_us,
		.burst = burst,
		.spread = num_online_cpus() > 1,
	};
	results = kcalloc(COMPARE_MECHANISMS, sizeof(*results), GFP_KERNEL);
	if (!results) {
		pr_err("compare: no memory\n");
		return -ENOMEM;
	}
	for (i = 0; i < COMPARE_MECHANISMS && !err; i++)
		err = compare_measure(&compare_mechanisms[i], &setup, &results[i]);
	if (!err) {
		compare_print(&setup, results, COMPARE_MECHANISMS);
		compare_write_json(&setup, results, COMPARE_MECHANISMS);
	}
	kfree(results);
	return err;
}

static void compare_key(void)
{
	compare_main();
}

CONSOLE_KEY(compare, 'c', "compare all ways to handle an interrupt", compare_key);
PROGRAM(compare, compare_main, "one device, one workload, every mechanism: a table");
