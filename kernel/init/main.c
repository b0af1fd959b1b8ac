// SPDX-License-Identifier: MIT
/*
 * main.c - the boot order, as one table that says what may be relied on after each line
 *
 * The boot loader enters boot/start.asm, which calls start_kernel() with interrupts off, on the
 * boot stack. The table is worked off in two parts: the first before there are threads, the second
 * in the init thread, which then runs the programs that run= names.
 * Context: boot; afterwards cpu_idle() in each processor's idle thread.
 * Locking: none: up to smp_init() one processor works the table off, and nothing else runs.
 */
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/system.h>
#include <halves/boot.h>
#include <halves/bootmem.h>
#include <halves/bottomhalf.h>
#include <halves/console.h>
#include <halves/early.h>
#include <halves/fs_init.h>
#include <halves/grading.h>
#include <halves/mm_init.h>
#include <halves/process.h>
#include <linux/init.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/timer.h>
#include "internal.h"

extern const initcall_t __initcalls_start[], __initcalls_end[];

#ifdef __clang__
#define COMPILER                                                                                   \
	"clang " __stringify(__clang_major__) "." __stringify(__clang_minor__) "." __stringify(    \
		__clang_patchlevel__)
#else
#define COMPILER "gcc " __VERSION__
#endif

const char halves_banner[] = "Halves " HALVES_VERSION " (" COMPILER ", HZ=" __stringify(HZ) ")";

static void __init print_banner(void)
{
	console_printf("%s\n", halves_banner);
	if (boot_info.cmdline[0])
		pr_info("command line: %s\n", boot_info.cmdline);
}

static void __init read_command_line(void)
{
	parse_params(boot_info.cmdline);
}

static void __init do_initcalls(void)
{
	const initcall_t *call;

	for (call = __initcalls_start; call < __initcalls_end; call++) {
		int error = (*call)();

		if (error)
			pr_warn("initcall %ps failed: error %d\n", (void *)*call, error);
		WARN_ON(preempt_count() || irqs_disabled());
	}
}

enum system_states system_state;
EXPORT_SYMBOL(system_state);

static void enable_interrupts(void)
{
	system_state = SYSTEM_RUNNING;
	local_irq_enable();
}

struct boot_step {
	void (*run)(void);
	const char *then; /* what may be relied on after it */
};

/* On the boot stack, interrupts off, no threads. */
static const struct boot_step first_part[] = {
	{ serial_console_init, "printk() reaches the serial port" },
	{ vga_console_init, "… and the screen" },
#ifdef CONFIG_TESTS
	{ kunit_channel_take, "what only the grader may know is off the command line" },
#endif
	{ print_banner, "the first line is out" },
	{ cpu_init, "exceptions are reported" },
	{ bootmem_init, "it is known where memory is" },
	{ percpu_init, "other processors can get areas of their own" },
	{ paging_init, "page zero, the stack's guard and constants are protected" },
	{ page_alloc_init, "__get_free_pages()" },
	{ slab_init, "kmalloc()" },
	{ mm_init, "a process can have memory" },
	{ read_command_line, "parameters have their values" },
	{ sched_init, "current is a thread; wake-ups work" },
#ifdef CONFIG_TESTS
	{ kunit_limit_boot, "a graded boot that hangs ends" },
#endif
	{ irq_desc_init, "the lines are there, closed" },
	{ init_IRQ, "request_irq()" },
	{ timers_init, "add_timer()" },
	{ tasklets_init, "tasklet_schedule()" },
	{ time_init, "sched_clock(), udelay(); jiffies goes once interrupts are on" },
};

/* In the init thread. */
static const struct boot_step second_part[] = {
	{ enable_interrupts, "ticks, preemption" },
	{ smp_init, "the other processors run, and are idle" },
	{ ksoftirqd_init, "softirqs raised by threads run" },
	{ workqueues_init, "schedule_work()" },
	{ fs_init, "files can be opened; those of the boot module are there" },
	{ do_initcalls, "drivers and everything with a module_init()" },
};

static int init_thread(void *unused)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(second_part); i++)
		second_part[i].run();
	run_programs();
	user_land();
	console_key_loop();
	return 0;
}

/** cpu_idle - what a processor does when nobody wants it: halt until the next interrupt */
void __noreturn cpu_idle(void)
{
	for (;;) {
		local_irq_disable();
		if (need_resched())
			local_irq_enable();
		else
			safe_halt();
		schedule();
	}
}

/**
 * start_kernel - the first C function, called by boot/start.asm
 * @multiboot_info: physical address of what the boot loader left
 */
void __noreturn start_kernel(unsigned long multiboot_info)
{
	struct task_struct *init;
	unsigned int i;

	/*
	 * The first two steps need no memory map, and the reading of it may need to say something.
	 */
	first_part[0].run();
	first_part[1].run();
	multiboot_read(multiboot_info);
	for (i = 2; i < ARRAY_SIZE(first_part); i++)
		first_part[i].run();

	init = kthread_create(init_thread, NULL, "init");
	if (IS_ERR(init))
		panic("no memory for the init thread");
	kthread_bind(init, smp_processor_id()); /* what programs measure, they measure here */
	wake_up_process(init);
	cpu_idle();
}
