// SPDX-License-Identifier: MIT
/*
 * soak_sleepers.c - the soak: those who wait and those who wake them; memory; threads
 *
 * Idea:    threads eat what anybody cooks: a wake-up that is lost leaves a meal on the table.
 *          Completions come from timers. At most two are behind the semaphore and one behind the
 *          mutex. Memory keeps what was written into it. A thread returns what it was given.
 */
#include "soak.h"

#include <linux/completion.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/semaphore.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/wait.h>

/* ---- wait queue ------------------------------------------------------------------------------ */

#define EATERS 3

static atomic_t cooked, served, eaten; /* meals: in all, on the table, gone */
static DECLARE_WAIT_QUEUE_HEAD(table);
static struct task_struct *eaters[EATERS];

/* They wait exclusively: each meal wakes one. */
static int eat(void *unused)
{
	while (!kthread_should_stop()) {
		DEFINE_WAIT(wait);

		prepare_to_wait_exclusive(&table, &wait, TASK_UNINTERRUPTIBLE);
		if (!atomic_read(&served) && !kthread_should_stop())
			schedule();
		finish_wait(&table, &wait);
		while (atomic_add_unless(&served, -1, 0))
			atomic_inc(&eaten);
	}
	return 0;
}

static void cook(void)
{
	atomic_inc(&cooked);
	atomic_inc(&served);
	wake_up(&table);
}

/* A guest, who waits with the others, but not exclusively: every meal wakes him. */
static void look(void)
{
	int before = atomic_read(&cooked);

	soak_check(wait_event_timeout(table, atomic_read(&cooked) != before || soak_failed(),
				      1 + soak_below(4)) >= 0,
		   "wait_event_timeout(): less than nothing is left");
}

/* ---- completion ------------------------------------------------------------------------------ */

static void complete_it(unsigned long done)
{
	complete((struct completion *)done);
}

static void await(void)
{
	struct completion done;
	struct timer_list timer;
	unsigned long begin = jiffies, delay = soak_below(4);

	init_completion(&done);
	setup_timer(&timer, complete_it, (unsigned long)&done);
	mod_timer(&timer, begin + delay);
	soak_check(wait_for_completion_timeout(&done, 10 * HZ), "completion: nobody woke up");
	soak_check(jiffies - begin >= delay, "completion: came early");
	del_timer_sync(&timer);
}

/* ---- semaphore and mutex --------------------------------------------------------------------- */

#define SEATS 2

static struct semaphore seats;
static atomic_t seated;

static void sit(void)
{
	soak_check(atomic_inc_return(&seated) <= SEATS, "semaphore: more than %d are behind it",
		   SEATS);
}

static void rise(void)
{
	atomic_dec(&seated);
	up(&seats);
}

/* Long enough for others to come and wait. */
static void stay(void)
{
	unsigned int n = 1 + soak_below(4);

	while (n--)
		soak_some_op(false);
	if (!soak_below(4))
		soak_nap(1);
}

static void take_seat(void)
{
	down(&seats);
	sit();
	stay();
	rise();
}

static void try_seat(void)
{
	if (down_trylock(&seats))
		return;
	sit();
	rise();
}

static DEFINE_MUTEX(lock);
static struct task_struct *holder; /* lock */

static void hold_mutex(void)
{
	mutex_lock(&lock);
	soak_check(!holder, "mutex: %s and %s hold it", holder->comm, current->comm);
	holder = current;
	stay();
	soak_check(holder == current, "mutex: somebody else has had it meanwhile");
	holder = NULL;
	mutex_unlock(&lock);
}

/* ---- memory ---------------------------------------------------------------------------------- */

#define BLOCKS	  32
#define BLOCK_MAX 4096

struct block {
	u32 size; /* of the whole, in bytes */
	u8 fill, bytes[];
};

static atomic_t blocks[BLOCKS]; /* addresses, or 0 */

static void free_block(struct block *block)
{
	size_t i, n = block ? block->size - sizeof(*block) : 0;

	for (i = 0; i < n && block->bytes[i] == block->fill; i++)
		;
	soak_check(i == n, "memory: byte %lu of %lu at %p has changed", (unsigned long)i,
		   (unsigned long)n, block);
	kfree(block);
}

/* Put a new block in the place of an old one, which must hold what was written into it. */
static void replace_block(void)
{
	u32 size = sizeof(struct block) + (soak_random() & ((BLOCK_MAX >> soak_below(8)) - 1));
	struct block *block = kmalloc(size, GFP_ATOMIC);

	if (block) {
		block->size = size;
		block->fill = soak_random();
		memset(block->bytes, block->fill, size - sizeof(*block));
	}
	free_block((struct block *)atomic_xchg(&blocks[soak_below(BLOCKS)], (int)block));
}

/* ---- threads --------------------------------------------------------------------------------- */

static int short_life(void *data)
{
	while (!kthread_should_stop())
		schedule_timeout_uninterruptible(1);
	return (long)data;
}

static void thread_life(void)
{
	int number = soak_below(1000), result;
	bool woken = soak_below(4);
	struct task_struct *thread = kthread_create(short_life, (void *)(long)number, "soaklife");

	if (IS_ERR(thread)) {
		soak_fail("no memory for a thread");
		return;
	}
	if (soak_below(2))
		kthread_bind(thread, soak_cpu());
	if (woken)
		wake_up_process(thread);
	if (soak_below(2))
		soak_nap(1);
	result = kthread_stop(thread);
	/* Stopped before its first run, the function never runs (S120). */
	soak_check((woken && result == number) || result == -EINTR,
		   "kthread_stop(): %d instead of %d", result, number);
}

static void nap(void)
{
	if (soak_below(2))
		soak_nap(1);
	else
		yield();
}

/* ---- the part -------------------------------------------------------------------------------- */

static int begin(void)
{
	unsigned int i;

	sema_init(&seats, SEATS);
	for (i = 0; i < EATERS; i++) {
		eaters[i] = kthread_create(eat, NULL, "soakeater/%u", i);
		if (IS_ERR(eaters[i]))
			return PTR_ERR(eaters[i]);
		kthread_bind(eaters[i], soak_cpu());
		wake_up_process(eaters[i]);
	}
	return 0;
}

static bool settled(bool complain)
{
	bool all = atomic_read(&cooked) == atomic_read(&eaten) && !atomic_read(&seated);

	if (!all && complain)
		soak_fail("wake-up lost: %d cooked, %d eaten, %d seated", atomic_read(&cooked),
			  atomic_read(&eaten), atomic_read(&seated));
	return all;
}

static void end(void)
{
	unsigned int i;

	for (i = 0; i < EATERS; i++)
		kthread_stop(eaters[i]);
	for (i = 0; i < BLOCKS; i++)
		free_block((struct block *)atomic_xchg(&blocks[i], 0));
}

static struct soak_op ops[] = {
	{ "wake_up", cook, 6 },
	{ "kmalloc", replace_block, 6 },
	{ "down_trylock", try_seat, 2 },
	{ "wait_event", look, 2, .sleeps = true },
	{ "completion", await, 2, .sleeps = true },
	{ "down", take_seat, 5, .sleeps = true },
	{ "mutex", hold_mutex, 5, .sleeps = true },
	{ "kthread", thread_life, 1, .sleeps = true },
	{ "nap", nap, 3, .sleeps = true },
	{},
};

const struct soak_part soak_sleepers = { ops, begin, settled, end };
