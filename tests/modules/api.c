// SPDX-License-Identifier: MIT
/* api.c - takes the address of each function that drivers may call: all of them are exported */
#include <asm/io.h>
#include <asm/semaphore.h>
#include <asm/uaccess.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/percpu.h>
#include <linux/poll.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/time.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

static const void *const api[] __used = {
	/* work queues */
	init_work,
	__create_workqueue,
	destroy_workqueue,
	queue_work,
	queue_work_on,
	queue_delayed_work,
	queue_delayed_work_on,
	flush_workqueue,
	flush_work,
	flush_scheduled_work,
	cancel_delayed_work,
	cancel_work_sync,
	cancel_delayed_work_sync,
	cancel_rearming_delayed_work,
	cancel_rearming_delayed_workqueue,
	current_is_keventd,
	&keventd_wq,
	/* softirqs, tasklets */
	open_softirq,
	raise_softirq,
	raise_softirq_irqoff,
	do_softirq,
	local_bh_enable,
	tasklet_init,
	__tasklet_schedule,
	__tasklet_hi_schedule,
	tasklet_disable,
	tasklet_kill,
	/* interrupts */
	request_irq,
	free_irq,
	disable_irq,
	disable_irq_nosync,
	enable_irq,
	synchronize_irq,
	irq_enter,
	irq_exit,
	/* time */
	(const void *)&jiffies,
	get_jiffies_64,
	msecs_to_jiffies,
	jiffies_to_msecs,
	usecs_to_jiffies,
	init_timer,
	add_timer,
	mod_timer,
	del_timer,
	del_timer_sync,
	udelay,
	mdelay,
	msleep,
	schedule_timeout,
	do_gettimeofday,
	sched_clock,
	/* threads and sleeping */
	schedule,
	yield,
	wake_up_process,
	set_user_nice,
	cond_resched,
	kthread_create,
	kthread_bind,
	kthread_stop,
	kthread_should_stop,
	init_waitqueue_head,
	prepare_to_wait,
	finish_wait,
	__wake_up,
	wait_for_completion,
	wait_for_completion_timeout,
	complete,
	complete_all,
	sema_init,
	down,
	down_interruptible,
	down_trylock,
	up,
	__mutex_init,
	mutex_lock,
	mutex_trylock,
	mutex_unlock,
	/* memory, processors */
	kmalloc,
	kzalloc,
	kcalloc,
	kfree,
	kmem_cache_create,
	kmem_cache_alloc,
	kmem_cache_free,
	kmem_cache_destroy,
	__get_free_pages,
	free_pages,
	copy_to_user,
	copy_from_user,
	strncpy_from_user,
	smp_call_function,
	smp_call_function_single,
	&cpu_online_map,
	/* devices, files, modules */
	pci_register_driver,
	pci_unregister_driver,
	pci_enable_device,
	pci_disable_device,
	pci_set_master,
	pci_enable_msi,
	pci_disable_msi,
	ioremap,
	iounmap,
	misc_register,
	misc_deregister,
	register_chrdev,
	unregister_chrdev,
	proc_create,
	create_proc_read_entry,
	remove_proc_entry,
	single_open,
	single_release,
	seq_printf,
	seq_read,
	seq_lseek,
	try_module_get,
	module_put,
	module_refcount,
	/* printing, texts */
	printk,
	panic,
	dump_stack,
	snprintf,
	sprintf,
	memcpy,
	memset,
	strcmp,
	strlen,
};

/* What is an inline function or a macro uses names of its own. */
static __used void inline_functions(struct pci_dev *dev, void *address, int __user *user)
{
	static DEFINE_SPINLOCK(lock);
	DECLARE_WAIT_QUEUE_HEAD(queue);
	unsigned long flags;

	spin_lock_irqsave(&lock, flags);
	spin_unlock_irqrestore(&lock, flags);
	spin_lock_bh(&lock);
	spin_unlock_bh(&lock);
	wait_event(queue, signal_pending(current));
	wait_event_interruptible(queue, get_cycles());
	wait_event_timeout(queue, in_interrupt() || in_atomic(), HZ);
	might_sleep();
	BUG_ON(irqs_disabled());
	WARN_ON_ONCE(num_online_cpus() > 8);
	writel(readl(address), address + pci_resource_len(dev, 0));
	put_user(1, user);
	poll_wait(NULL, &queue, NULL);
	get_cpu();
	put_cpu();
	schedule_work(address);
}

static int __init api_init(void)
{
	return 0;
}

static void __exit api_exit(void) { }

module_init(api_init);
module_exit(api_exit);
