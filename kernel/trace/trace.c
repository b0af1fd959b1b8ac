// SPDX-License-Identifier: MIT
/*
 * trace.c - switch events on and off: trace= on the command line, /proc/trace
 *
 * Idea:    "1" is all events, "0" none; "softirq*,irq*" those whose names match. Switching on
 *          begins a new log. Off keeps it, to be read; an empty text gives its memory back, as in
 *          Linux `echo > trace` empties it. Who opens the file reads a copy of all rings, merged by
 *          time: so reading disturbs no log, and may take its time.
 * Context: process. Locking: trace_mutex; rings: their processor, irqs off.
 * See:     <halves/trace.h>, docs/trace.md
 */
#include "internal.h"
#include <asm/tsc.h>
#include <asm/uaccess.h>
#include <halves/bottomhalf.h>
#include <linux/err.h>
#include <linux/glob.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/smp.h>
#include <linux/string.h>

static char *at_boot = "";
core_param(trace, at_boot, charp, 0444);
module_param_named(port, trace_port, uint, 0444);
MODULE_PARM_DESC(port, "the I/O port that each event is written to at once, for tools/trace");
module_param_named(break, trace_break, uint, 0444);
MODULE_PARM_DESC(break, "at which event trace_break_here() is called");
module_param_named(most, trace_most, uint, 0444);
MODULE_PARM_DESC(most, "how many events of a log are written to the port; 0: all");
static unsigned int kb = 256;
module_param(kb, uint, 0444);
MODULE_PARM_DESC(kb, "KiB of the log of each processor");

static DEFINE_MUTEX(trace_mutex);

/* Call @fn on each processor, irqs off, one after the other. */
static void on_each(void (*fn)(void *data), void *data)
{
	int cpu, self = get_cpu();

	for_each_online_cpu(cpu) {
		if (cpu == self) {
			local_irq_disable();
			fn(data);
			local_irq_enable();
		} else {
			smp_call_function_single(cpu, fn, data, 0, 1);
		}
	}
	put_cpu();
}

/* ---- rings ----------------------------------------------------------------------------------- */

static u32 ring_size(void)
{
	return clamp(kb, 4U, 2048U) * 1024 / sizeof(struct trace_record);
}

/* A ring for each processor, empty; nobody writes into one now. */
static int make_rings(void)
{
	int cpu;

	for_each_online_cpu(cpu) {
		struct trace_record *ring = per_cpu(trace_first, cpu);

		if (!ring)
			ring = kmalloc(ring_size() * sizeof(*ring), GFP_KERNEL);
		if (!ring)
			return -ENOMEM;
		per_cpu(trace_first, cpu) = per_cpu(trace_next, cpu) = ring;
		per_cpu(trace_limit, cpu) = ring + ring_size();
		per_cpu(trace_written, cpu) = 0;
	}
	return 0;
}

static void nothing(void *unused) { }

/* No event from now on; those that had begun to be written are over when it returns. */
static void stop(void)
{
	if (!(READ_ONCE(watching) & WATCH_EVENTS))
		return;
	watch_set(WATCH_EVENTS, 0);
	workqueues_watch();
	on_each(nothing, NULL);
}

void trace_clear(void)
{
	int cpu;

	mutex_lock(&trace_mutex);
	stop();
	on_each(trace_forget_ring, NULL);
	for_each_online_cpu(cpu) {
		kfree(per_cpu(trace_first, cpu));
		per_cpu(trace_first, cpu) = NULL;
		per_cpu(trace_written, cpu) = 0;
	}
	mutex_unlock(&trace_mutex);
}

/* ---- which events ---------------------------------------------------------------------------- */

/* The events whose names match; 0: there is none, which is told. */
static u32 matching(const char *pattern)
{
	u32 events = 0;
	int i;

	for (i = 0; i < NR_TRACE_EVENTS; i++)
		if (glob_match(pattern, trace_formats[i].name))
			events |= 1U << i;
	if (!events)
		printk(KERN_WARNING
		       "trace: no event is called %s; say 1, 0, or names and patterns like "
		       "softirq_entry,tasklet*\n",
		       pattern);
	return events;
}

/* 0, or -EINVAL: a word means nothing. @words is cut up. */
static int parse(char *words, u32 *events)
{
	char *word;

	*events = 0;
	while ((word = strsep(&words, ", \n"))) {
		u32 found;

		if (!*word || !strcmp(word, "0"))
			continue;
		found = strcmp(word, "1") ? matching(word) : ~0U;
		if (!found)
			return -EINVAL;
		*events |= found;
	}
	*events &= (1U << NR_TRACE_EVENTS) - 1;
	return 0;
}

static int begin(u32 events)
{
	int error = make_rings();

	if (error)
		return error;
	trace_first_id = trace_draw_id() + 1;
	trace_port_begin();
	trace_names_begin();
	watch_set(WATCH_EVENTS, events);
	workqueues_watch();
	return 0;
}

/**
 * trace_set - switch events on, with a new log, or off
 * @words: "1", "0", or names and patterns of events, set apart by commas or blanks
 *
 * Return: 0, -EINVAL (nothing changes, and why is told), -ENOMEM. Context: process.
 */
int trace_set(const char *words)
{
	char copy[256];
	u32 events;
	int error;

	might_sleep();
	BUILD_BUG_ON(NR_TRACE_EVENTS > 29); /* bits of WATCH_EVENTS */
	if (strlcpy(copy, words, sizeof(copy)) >= sizeof(copy)) {
		pr_warn("trace: over %zu characters: patterns like tasklet* are shorter\n",
			sizeof(copy) - 1);
		return -EINVAL;
	}
	error = parse(copy, &events);
	if (error)
		return error;
	mutex_lock(&trace_mutex);
	stop();
	error = events ? begin(events) : 0;
	mutex_unlock(&trace_mutex);
	return error;
}

/* ---- /proc/trace ----------------------------------------------------------------------------- */

/* What one opening reads: all rings as they were then. */
struct copy {
	struct copied_ring {
		struct trace_record *record;
		u32 count, written;
		u32 taken; /* by the reader */
		u64 until; /* ns: when it was copied */
	} ring[NR_CPUS];
	u64 until; /* the earliest of those: from then on an event may be missing */
	loff_t index; /* how many were taken */
	int cpu;      /* whose record comes next */
};

/* On the processor itself, irqs off: nobody writes meanwhile. */
static void copy_here(void *copies)
{
	struct copied_ring *to = &((struct copy *)copies)->ring[smp_processor_id()];
	struct trace_record *first = this_cpu_read(trace_first), *next = this_cpu_read(trace_next);
	u32 new = next - first, old = 0;

	to->until = clock_ns(smp_processor_id(), clock_stamp());
	if (!to->record || !first)
		return;
	if (this_cpu_read(trace_written) > new)
		old = this_cpu_read(trace_limit) - next;
	memcpy(to->record, next, old * sizeof(*to->record));
	memcpy(to->record + old, first, new * sizeof(*to->record));
	to->count = old + new;
	to->written = this_cpu_read(trace_written);
}

static void free_copy(struct copy *copy)
{
	int cpu;

	for (cpu = 0; copy && cpu < NR_CPUS; cpu++)
		kfree(copy->ring[cpu].record);
	kfree(copy);
}

static struct copy *make_copy(void)
{
	struct copy *copy = kzalloc(sizeof(*copy), GFP_KERNEL);
	int cpu;

	if (!copy)
		return NULL;
	for_each_online_cpu(cpu) {
		if (!per_cpu(trace_first, cpu))
			continue;
		copy->ring[cpu].record =
			kmalloc(ring_size() * sizeof(struct trace_record), GFP_KERNEL);
		if (!copy->ring[cpu].record) {
			free_copy(copy);
			return NULL;
		}
	}
	on_each(copy_here, copy);
	copy->until = ~0ULL;
	for_each_online_cpu(cpu)
		copy->until = min(copy->until, copy->ring[cpu].until);
	return copy;
}

/* Which processor's record is the earliest of those that are left? false: none is. */
static bool find_earliest(struct copy *copy)
{
	u64 earliest = copy->until;
	int cpu;

	copy->cpu = -1;
	for (cpu = 0; cpu < NR_CPUS; cpu++) {
		struct copied_ring *ring = &copy->ring[cpu];
		u64 ns;

		if (ring->taken == ring->count)
			continue;
		ns = clock_ns(cpu, ring->record[ring->taken].stamp);
		if (ns < earliest) {
			earliest = ns;
			copy->cpu = cpu;
		}
	}
	return copy->cpu >= 0;
}

#define HEAD ((void *)1)

/* Position 0 is the head, 1 the first record. */
static void *trace_start(struct seq_file *m, loff_t *pos)
{
	struct copy *copy = m->private;
	int cpu;

	if (!*pos)
		return HEAD;
	if (*pos - 1 < copy->index) {
		copy->index = 0;
		for (cpu = 0; cpu < NR_CPUS; cpu++)
			copy->ring[cpu].taken = 0;
	}
	while (find_earliest(copy) && copy->index < *pos - 1) {
		copy->ring[copy->cpu].taken++;
		copy->index++;
	}
	return copy->cpu >= 0 ? &copy->ring[copy->cpu] : NULL;
}

static void *next_record(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return trace_start(m, pos);
}

static void trace_stop(struct seq_file *m, void *v) { }

static void show_head(struct seq_file *m, const struct copy *copy)
{
	u32 there = 0, written = 0;
	int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++) {
		there += copy->ring[cpu].count;
		written += copy->ring[cpu].written;
	}
	seq_printf(m, "# tracer: nop\n#\n# entries-in-buffer/entries-written: %u/%u   #P:%u\n#\n",
		   there, written, num_online_cpus());
	seq_puts(m, "#                               _-----=> irqs-off\n"
		    "#                              / _----=> need-resched (not noted)\n"
		    "#                             | / _---=> hardirq/softirq\n"
		    "#                             || / _--=> preempt-depth\n"
		    "#           TASK-PID    CPU#  ||||    TIMESTAMP  FUNCTION\n"
		    "#              | |        |   ||||        |         |\n");
}

static int trace_show_one(struct seq_file *m, void *v)
{
	const struct copy *copy = m->private;
	const struct copied_ring *ring = v;

	if (v == HEAD)
		show_head(m, copy);
	else
		trace_show(m, &ring->record[ring->taken], ring - copy->ring);
	return 0;
}

static const struct seq_operations trace_op = { trace_start, trace_stop, next_record,
						trace_show_one };

static int trace_open(struct inode *inode, struct file *file)
{
	struct copy *copy;
	int error;

	mutex_lock(&trace_mutex);
	copy = make_copy();
	mutex_unlock(&trace_mutex);
	if (!copy)
		return -ENOMEM;
	error = seq_open(file, &trace_op);
	if (error)
		free_copy(copy);
	else
		((struct seq_file *)file->private_data)->private = copy;
	return error;
}

static int trace_release(struct inode *inode, struct file *file)
{
	free_copy(((struct seq_file *)file->private_data)->private);
	return seq_release(inode, file);
}

static ssize_t trace_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	char words[256];
	int error = 0;

	if (count >= sizeof(words))
		return -EINVAL;
	if (copy_from_user(words, buf, count))
		return -EFAULT;
	words[count] = '\0';
	if (words[strspn(words, " \n")])
		error = trace_set(words);
	else
		trace_clear();
	return error ? error : count;
}

static const struct file_operations trace_fops = {
	.open = trace_open,
	.read = seq_read,
	.write = trace_write,
	.llseek = seq_lseek,
	.release = trace_release,
};

static int __init trace_init(void)
{
	proc_create("trace", 0600, NULL, &trace_fops);
	return *at_boot ? trace_set(at_boot) : 0;
}
module_init(trace_init);
