// SPDX-License-Identifier: MIT
/*
 * names.c - names that must last as long as the log: of threads that end, of modules that go
 *
 * Idea:    a record holds a pid, or the address of a text. The last thread with each of 128 rests
 *          of a pid is remembered by name, as Linux's saved_cmdlines does it. A text of the image
 *          stays for ever; one from elsewhere, a module's, is copied into a table once.
 * Context: any. Locking: names_lock, irqs off.
 */
#include "internal.h"
#include <asm/setup.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#define NR_COMMS 128
#define NR_TEXTS 32
#define TEXT_LEN 32

static struct {
	u32 pid;
	char comm[TASK_COMM_LEN];
} comms[NR_COMMS];

static char texts[NR_TEXTS][TEXT_LEN];

static struct arch_spinlock names_lock; /* raw: who takes it may hold any lock */

void __trace_task_named(const struct task_struct *p)
{
	unsigned long flags = raw_local_save_flags();
	u32 place = p->pid % NR_COMMS;

	raw_local_irq_disable();
	arch_spin_lock(&names_lock);
	comms[place].pid = p->pid;
	strlcpy(comms[place].comm, p->comm, sizeof(comms[place].comm));
	arch_spin_unlock(&names_lock);
	if (trace_outside)
		trace_send_task(p->pid, p->comm);
	raw_local_irq_restore(flags);
}

/** trace_comm - the name of the thread @pid, or "<...>" as in Linux; any context */
const char *trace_comm(u32 pid, char *buf, size_t size)
{
	unsigned long flags = raw_local_save_flags();
	u32 place = pid % NR_COMMS;

	raw_local_irq_disable();
	arch_spin_lock(&names_lock);
	strlcpy(buf, comms[place].pid == pid && comms[place].comm[0] ? comms[place].comm : "<...>",
		size);
	arch_spin_unlock(&names_lock);
	raw_local_irq_restore(flags);
	return buf;
}

/* The copy of @name; irqs off. */
static noinline const char *copy_of(const char *name)
{
	const char *found = "?";
	unsigned int i;

	arch_spin_lock(&names_lock);
	for (i = 0; i < NR_TEXTS; i++) {
		if (!texts[i][0])
			strlcpy(texts[i], name, TEXT_LEN);
		if (!strncmp(texts[i], name, TEXT_LEN - 1)) {
			found = texts[i];
			break;
		}
	}
	arch_spin_unlock(&names_lock);
	return found;
}

/** trace_lasting - @name itself, or a copy if it may go before the log does; irqs off */
const char *trace_lasting(const char *name)
{
	if (likely(name >= __rodata_start && name < __rodata_end))
		return name;
	return name ? copy_of(name) : "(null)";
}

static void name_task(struct task_struct *p, void *unused)
{
	__trace_task_named(p);
}

/** trace_names_begin - a new log: the threads that are there; process */
void trace_names_begin(void)
{
	memset(comms, 0, sizeof(comms));
	visit_tasks(name_task, NULL);
}
