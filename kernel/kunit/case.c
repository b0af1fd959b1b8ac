// SPDX-License-Identifier: MIT
/*
 * case.c - one case: its thread, what it may ask for, its end
 *
 * Idea:    a case runs in a thread of its own, so that a failed assertion can end it from any depth
 *          of calls: it ends the thread. What a case has asked KUnit for (memory, actions to undo)
 *          hangs on one list and is given back afterwards, newest first, however the case ended.
 *          The exit() of a suite and the giving back run in a second thread, for they may fail too.
 * Context: process, except where a function says otherwise.
 * Locking: none: cases run one after the other. What is to be undone: irqs off.
 */
#include <halves/console.h>
#include <halves/context.h>
#include <halves/debug.h>
#include <halves/failslab.h>
#include <halves/report.h>
#include <halves/trace.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

#include "internal.h"

#define SLOW_TIMES 20 /* as long may a slow case take */

static unsigned int timeout = 30; /* seconds of virtual time */
__param(timeout, "kunit.timeout", .set = param_set_uint, .arg = &timeout);

struct resource {
	struct list_head list;
	void (*action)(void *ctx);
	void *ctx;
};

static struct kunit *current_test; /* cases run one after the other */
static char report_text[4096];

/** kunit_get_current_test - the case that runs now, for handlers without data; any context */
struct kunit *kunit_get_current_test(void)
{
	return current_test;
}

static void vsay(struct kunit *test, const char *fmt, va_list args)
{
	char text[640];
	size_t len = vscnprintf(text, sizeof(text), fmt, args);

	if (len == sizeof(text) - 1)
		text[len - 1] = '\n';
	if (!test || !test->log)
		console_puts(text);
	else
		scnprintf(test->log + strlen(test->log), test->log_size - strlen(test->log), "%s",
			  text);
}

/*
 * kunit_say - lines to the console, or to the log of a case that is itself under test; any context
 */
void kunit_say(struct kunit *test, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsay(test, fmt, args);
	va_end(args);
}

static void diagnose(struct kunit *test, const char *fmt, va_list args)
{
	char text[512];

	vscnprintf(text, sizeof(text), fmt, args);
	kunit_say(test, "    # %s: %s\n", test->name, text);
}

/** kunit_info - one line of diagnosis, before the result; any context */
void kunit_info(struct kunit *test, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	diagnose(test, fmt, args);
	va_end(args);
}

/* kunit_complain - the runner's own reason why a case failed */
void kunit_complain(struct kunit *test, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	diagnose(test, fmt, args);
	va_end(args);
	test->status = KUNIT_FAILURE;
}

static void mark_skipped(struct kunit *test, const char *fmt, va_list args)
{
	vscnprintf(test->status_comment, sizeof(test->status_comment), fmt, args);
	if (test->status == KUNIT_SUCCESS)
		test->status = KUNIT_SKIPPED;
}

/** kunit_mark_skipped - this case cannot say anything here: why; it goes on; any context */
void kunit_mark_skipped(struct kunit *test, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	mark_skipped(test, fmt, args);
	va_end(args);
}

/** kunit_skip - the same, and the case ends here if this is its thread; any context */
void kunit_skip(struct kunit *test, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	mark_skipped(test, fmt, args);
	va_end(args);
	kunit_abort(test);
}

/* ---- resources ------------------------------------------------------------------------------ */

/**
 * kunit_add_action - have a function called when the case has ended
 * @test: the case
 * @action: the function; the one added last is called first
 * @ctx: its argument
 *
 * Return: 0, or -ENOMEM: then it was called at once. Context: any, on one processor at a time: the
 * case's. Locking: irqs off inside.
 */
int kunit_add_action(struct kunit *test, void (*action)(void *), void *ctx)
{
	struct resource *resource = kmalloc(sizeof(*resource), GFP_ATOMIC | __GFP_NOINJECT);
	unsigned long flags;

	if (!resource) {
		action(ctx);
		return -ENOMEM;
	}
	resource->action = action;
	resource->ctx = ctx;
	local_irq_save(flags);
	list_add(&resource->list, &test->resources);
	local_irq_restore(flags);
	return 0;
}

/** kunit_remove_action - forget the newest such action, without calling it; any context */
void kunit_remove_action(struct kunit *test, void (*action)(void *), void *ctx)
{
	struct resource *r, *found = NULL;
	unsigned long flags;

	local_irq_save(flags);
	list_for_each_entry(r, &test->resources, list) {
		if (r->action == action && r->ctx == ctx) {
			list_del(&r->list);
			found = r;
			break;
		}
	}
	local_irq_restore(flags);
	kfree(found);
}

/** kunit_release_action - call it now instead of at the end */
void kunit_release_action(struct kunit *test, void (*action)(void *), void *ctx)
{
	kunit_remove_action(test, action, ctx);
	action(ctx);
}

static void free_memory(void *p)
{
	kfree(p);
}

static void *take_memory(struct kunit *test, size_t size, gfp_t flags, unsigned long site)
{
	void *p = kmalloc_track_caller(size, flags, site);

	if (p && kunit_add_action(test, free_memory, p))
		return NULL;
	return p;
}

/** kunit_kmalloc - memory that is freed when the case has ended; NULL if there is none */
void *kunit_kmalloc(struct kunit *test, size_t size, gfp_t flags)
{
	return take_memory(test, size, flags, _RET_IP_);
}

/** kunit_kzalloc - the same, filled with zeros */
void *kunit_kzalloc(struct kunit *test, size_t size, gfp_t flags)
{
	return take_memory(test, size, flags | __GFP_ZERO, _RET_IP_);
}

/* kunit_release_resources - undo all that the case has asked for, newest first */
void kunit_release_resources(struct kunit *test)
{
	while (!list_empty(&test->resources)) {
		struct resource *r = list_first_entry(&test->resources, struct resource, list);

		list_del(&r->list);
		r->action(r->ctx);
		kfree(r);
	}
}

/* ---- reports --------------------------------------------------------------------------------- */

/** kunit_expect_report - from here on the kernel should complain; the case fails if it does not */
void kunit_expect_report(struct kunit *test)
{
	if (!test->expects_report)
		test->reports_before = report_count();
	test->expects_report = true;
	test->captures = true;
	report_capture_end();
	report_capture_begin(report_text, sizeof(report_text));
}

/** kunit_end_report - it should complain no more */
void kunit_end_report(struct kunit *test)
{
	if (!test->captures)
		return;
	report_capture_end();
	test->captures = false;
	test->reports_after = report_count();
}

/** kunit_report_text - what was captured since the last kunit_expect_report(); any context */
const char *kunit_report_text(void)
{
	return report_text;
}

/**
 * kunit_reports - how many reports there were since the first kunit_expect_report(); any context
 */
unsigned int kunit_reports(struct kunit *test)
{
	return report_count() - test->reports_before;
}

/*
 * ---- the threads of a case --------------------------------------------------------------------
 */

/*
 * The end of a case's thread. The runner goes on after complete(), so nothing of the case is
 * touched after it.
 */
static void thread_ends(struct kunit *test)
{
	if (test->fail_nth)
		test->failed_site = failslab_disarm();
	leftovers_check_context(test);
	complete(&test->done);
}

/* kunit_abort - end the case, if this is its thread and nothing but its thread */
void kunit_abort(struct kunit *test)
{
	if (current != test->thread || current_context() != CONTEXT_PROCESS)
		return;
	thread_ends(test);
	do_exit(0);
}

/* Both find their case by themselves: who runs in their thread finds it nowhere in the task. */
static int case_thread(void *unused)
{
	struct kunit *test = current_test;
	int error = 0;

	test->thread = current;
	if (test->fail_nth)
		failslab_arm(test->fail_nth);
	if (test->suite->init)
		error = test->suite->init(test);
	if (error)
		kunit_complain(test, "init() of the suite failed: %d", error);
	else
		test->test_case->run_case(test);
	thread_ends(test);
	return 0;
}

static int cleanup_thread(void *unused)
{
	struct kunit *test = current_test;

	test->thread = current;
	if (test->suite->exit)
		test->suite->exit(test);
	kunit_release_resources(test);
	thread_ends(test);
	return 0;
}

static void run_in_thread(struct kunit *test, int (*function)(void *))
{
	unsigned int seconds = test->test_case->slow ? SLOW_TIMES * timeout : timeout;
	unsigned long rest = failslab_suspend(); /* the thread is KUnit's, not the case's */
	struct task_struct *thread;

	init_completion(&test->done);
	thread = kthread_create(function, NULL, "%s", test->name);
	failslab_resume(rest);
	if (IS_ERR(thread)) {
		kunit_complain(test, "no memory for a thread");
		return;
	}
	kthread_bind(thread, smp_processor_id()); /* a case can say what happens where it is */
	wake_up_process(thread);
	if (wait_for_completion_timeout(&test->done, seconds * HZ))
		return;
	kunit_end_report(test);
	kunit_complain(test, "timed out after %u s of virtual time", seconds);
	report_task_backtrace(thread);
	kunit_say(test, "    not ok %s\n", test->name);
	panic("kunit: case %s.%s timed out, and its thread cannot be ended", test->suite->name,
	      test->name);
}

/* kunit_case_run - run one case and look what it leaves behind; the result is in test->status */
void kunit_case_run(struct kunit *test, const struct kunit_suite *suite,
		    const struct kunit_case *test_case)
{
	struct kunit *outer = current_test;
	struct leftovers before;

	test->name = test_case->name;
	test->suite = suite;
	test->test_case = test_case;
	test->status = KUNIT_SUCCESS;
	INIT_LIST_HEAD(&test->resources);
	current_test = test;

	kunit_limit_begin();
	leftovers_take(&before);
	trace_kunit_case(suite->name, test_case->name);
	run_in_thread(test, case_thread);
	if (suite->exit || !list_empty(&test->resources))
		run_in_thread(test, cleanup_thread);
	if (test->expects_report) {
		kunit_end_report(test);
		if (test->status == KUNIT_SUCCESS && !report_text[0])
			kunit_complain(test, "the report that it expected did not come");
	}
	leftovers_check(test, &before);
	kunit_limit_end();
	trace_kunit_case_end(suite->name, test_case->name);
	current_test = outer;
}
