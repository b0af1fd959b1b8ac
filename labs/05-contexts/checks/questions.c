// SPDX-License-Identifier: MIT
/* questions.c - lab 5: the truth table of twelve situations */
#include <halves/lab05.h>
#include "situations.h"

struct answers {
	unsigned int preempt, softirq, hardirq;
	bool in_irq, in_softirq, in_interrupt, in_atomic, may_sleep;
};

static void depths(void *arg)
{
	struct answers *a = arg;

	a->preempt = lab_preempt_depth();
	a->softirq = lab_softirq_depth();
	a->hardirq = lab_hardirq_depth();
}

static void in_irq_(void *arg)
{
	((struct answers *)arg)->in_irq = lab_in_irq();
}

static void in_softirq_(void *arg)
{
	((struct answers *)arg)->in_softirq = lab_in_softirq();
}

static void in_interrupt_(void *arg)
{
	((struct answers *)arg)->in_interrupt = lab_in_interrupt();
}

static void in_atomic_(void *arg)
{
	((struct answers *)arg)->in_atomic = lab_in_atomic();
}

static void may_sleep_(void *arg)
{
	((struct answers *)arg)->may_sleep = lab_may_sleep();
}

/* The next situation, and a question's answer in it. */
#define for_each_situation(s, a, question)                                                         \
	for (s = situations;                                                                       \
	     s < situations + SITUATIONS && (a = (struct answers){}, s->run(question, &a), true);  \
	     s++)

/* the three fields of the count, each as a number of its own */
static void fields_of_the_count(struct kunit *test)
{
	const struct situation *s;
	struct answers a;

	for_each_situation(s, a, depths)
	{
		KUNIT_EXPECT_EQ_MSG(test, a.hardirq, s->hardirq, "hardirq depth in %s", s->name);
		KUNIT_EXPECT_EQ_MSG(test, a.softirq, s->softirq, "softirq depth in %s", s->name);
		if (s->preempt != ANY_PREEMPT_DEPTH)
			KUNIT_EXPECT_EQ_MSG(test, a.preempt, s->preempt, "preempt depth in %s",
					    s->name);
	}
}

/* lab_in_irq is true in a top half, whatever it interrupted, and only there */
static void in_irq_is_true_in_top_halves(struct kunit *test)
{
	const struct situation *s;
	struct answers a;

	for_each_situation(s, a, in_irq_)
		KUNIT_EXPECT_EQ_MSG(test, a.in_irq, s->hardirq != 0, "lab_in_irq() in %s", s->name);
}

/* lab_in_softirq is true where a softirq runs or bottom halves are off, also below a top half */
static void in_softirq_sees_bh_off(struct kunit *test)
{
	const struct situation *s;
	struct answers a;

	for_each_situation(s, a, in_softirq_)
		KUNIT_EXPECT_EQ_MSG(test, a.in_softirq, s->softirq != 0, "lab_in_softirq() in %s",
				    s->name);
}

/* lab_in_interrupt is true where one of the two is */
static void in_interrupt_is_either(struct kunit *test)
{
	const struct situation *s;
	struct answers a;

	for_each_situation(s, a, in_interrupt_)
		KUNIT_EXPECT_EQ_MSG(test, a.in_interrupt, s->hardirq || s->softirq,
				    "lab_in_interrupt() in %s", s->name);
}

/* lab_in_atomic is true where anything is counted: a spinlock, too; the flag is not counted */
static void in_atomic_is_anything_counted(struct kunit *test)
{
	const struct situation *s;
	struct answers a;

	for_each_situation(s, a, in_atomic_) KUNIT_EXPECT_EQ_MSG(test, a.in_atomic, is_atomic(s),
								 "lab_in_atomic() in %s", s->name);
}

/* lab_may_sleep: neither atomic nor with interrupts off. This is the lab's table. */
static void may_sleep_in_two_of_twelve(struct kunit *test)
{
	const struct situation *s;
	struct answers a;

	for_each_situation(s, a, may_sleep_)
	{
		KUNIT_EXPECT_EQ_MSG(test, a.may_sleep, may_sleep(s), "lab_may_sleep() in %s",
				    s->name);
		s->run(depths, &a);
		kunit_info(test, "%-34s hardirq %u softirq %u preempt %u: %s", s->name, a.hardirq,
			   a.softirq, a.preempt, a.may_sleep ? "may sleep" : "may not sleep");
	}
}

/* asking changes nothing */
static void asking_changes_nothing(struct kunit *test)
{
	struct answers a;
	u32 count;

	preempt_disable();
	local_irq_disable();
	count = preempt_count();
	depths(&a);
	in_irq_(&a);
	in_softirq_(&a);
	in_interrupt_(&a);
	in_atomic_(&a);
	may_sleep_(&a);
	KUNIT_EXPECT_EQ(test, preempt_count(), count);
	KUNIT_EXPECT_TRUE_MSG(test, irqs_disabled(), "a question has switched interrupts on");
	local_irq_enable();
	preempt_enable();
}

static struct kunit_case questions_cases[] = {
	KUNIT_CASE(fields_of_the_count),	   KUNIT_CASE(in_irq_is_true_in_top_halves),
	KUNIT_CASE(in_softirq_sees_bh_off),	   KUNIT_CASE(in_interrupt_is_either),
	KUNIT_CASE(in_atomic_is_anything_counted), KUNIT_CASE(may_sleep_in_two_of_twelve),
	KUNIT_CASE(asking_changes_nothing),	   {},
};

static struct kunit_suite questions_suite = {
	.name = "lab05_questions",
	.test_cases = questions_cases,
};
kunit_test_suite(questions_suite);
