// SPDX-License-Identifier: MIT
/*
 * compare.c - the program: every mechanism in turn, then one table
 *
 * Idea:    `run=compare` on the kernel's command line, a key on the console, or /proc/compare
 *          (proc.c). What is asked for is checked before anything is measured; a comparison of
 *          which one part failed prints no table and writes no file, and is a failure of the
 *          program.
 * Context: process.
 * See:     docs/, <halves/compare.h>
 */
#include "internal.h"
#include <halves/boot.h>
#include <halves/cmdline.h>
#include <halves/console.h>
#include <halves/program.h>
#include <linux/kstrtox.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
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

static const struct parameter {
	const char *key; /* "compare.count" on the command line, "count" in /proc/compare */
	size_t field;
	unsigned int min, max;
} parameters[] = {
	{ "count", offsetof(struct compare_setup, count), 1, COUNT_MAX },
	{ "work_us", offsetof(struct compare_setup, work_us), 0, WORK_US_MAX },
	{ "burst", offsetof(struct compare_setup, burst), 1, BURST_MAX },
};

static unsigned int *field_of(struct compare_setup *setup, const struct parameter *parameter)
{
	return (unsigned int *)((char *)setup + parameter->field);
}

static int take_number(struct compare_setup *setup, const struct parameter *parameter,
		       const char *value)
{
	unsigned int *field = field_of(setup, parameter);

	if (!kstrtouint(value, 0, field) && *field >= parameter->min && *field <= parameter->max)
		return 0;
	pr_err("compare: %s=%s: want a number from %u to %u\n", parameter->key, value,
	       parameter->min, parameter->max);
	return -EINVAL;
}

static int take_mechanism(struct compare_request *request, const char *name)
{
	unsigned int i;

	for (i = 0; i < COMPARE_MECHANISMS; i++) {
		if (strcmp(compare_mechanisms[i].name, name))
			continue;
		request->first = i;
		request->n = 1;
		return 0;
	}
	pr_err("compare: there is no mechanism %s\n", name);
	return -EINVAL;
}

static int take_word(struct compare_request *request, const struct cmdline_word *word)
{
	char value[16] = "";
	unsigned int i;

	if (word->value && word->value_len < sizeof(value))
		memcpy(value, word->value, word->value_len);
	for (i = 0; i < ARRAY_SIZE(parameters); i++)
		if (cmdline_key_is(word, parameters[i].key))
			return take_number(&request->setup, &parameters[i], value);
	if (cmdline_key_is(word, "mechanism"))
		return take_mechanism(request, value);
	pr_err("compare: there is no parameter %.*s, but count, work_us, burst and mechanism\n",
	       (int)word->key_len, word->key);
	return -EINVAL;
}

/* compare_take - words like count=100, of those that begin with @prefix; 0, -EINVAL: told */
int compare_take(struct compare_request *request, const char *words, const char *prefix)
{
	size_t len = strlen(prefix);
	struct cmdline_word word;
	int err = 0;

	while (!err && cmdline_next(&words, &word)) {
		if (word.key_len < len || memcmp(word.key, prefix, len))
			continue;
		word.key += len;
		word.key_len -= len;
		err = take_word(request, &word);
	}
	return err;
}

/* Each is small enough; is all of it together? */
static int check_work(const struct compare_setup *setup)
{
	if (setup->burst * setup->work_us <= BURST_WORK_MAX &&
	    setup->count * (u64)setup->work_us <= WORK_MAX)
		return 0;
	pr_err("compare: %u interrupts of %u us, %u at once, are too much work: want at most 1 s "
	       "in a burst, 100 s in all\n",
	       setup->count, setup->work_us, setup->burst);
	return -EINVAL;
}

void compare_defaults(struct compare_request *request)
{
	*request = (struct compare_request){
		.setup = { count, work_us, burst, .spread = num_online_cpus() > 1 },
		.n = COMPARE_MECHANISMS,
	};
}

/*
 * compare_all - measure what is asked for; on the first processor, whose interrupts they are
 * Return: 0, -EBUSY: somebody else measures; -EINVAL, -EINTR: kthread_stop(); what
 * compare_measure() says. All but -EINTR and -EBUSY are told. Process.
 */
int compare_all(struct compare_request *request)
{
	static DEFINE_MUTEX(busy);
	unsigned int i;
	int err = check_work(&request->setup);

	if (err)
		return err;
	if (!mutex_trylock(&busy))
		return -EBUSY;
	for (i = 0; i < request->n && !err; i++) {
		err = compare_measure(&compare_mechanisms[request->first + i], &request->setup,
				      &request->results[i]);
		if (!err && kthread_should_stop())
			err = -EINTR;
	}
	mutex_unlock(&busy);
	return err;
}

static int compare_main(void)
{
	struct compare_request *request = kmalloc(sizeof(*request), GFP_KERNEL);
	int err;

	if (!request) {
		pr_err("compare: no memory\n");
		return -ENOMEM;
	}
	compare_defaults(request);
	err = compare_take(request, boot_info.cmdline, "compare.");
	err = err ?: compare_all(request);
	if (!err) {
		compare_print(NULL, request);
		compare_write_json(&request->setup, request->results, request->n);
	}
	kfree(request);
	return err;
}

static void compare_key(void)
{
	compare_main();
}

CONSOLE_KEY(compare, 'c', "compare all ways to handle an interrupt", compare_key);
PROGRAM(compare, compare_main, "one device, one workload, every mechanism: a table");
