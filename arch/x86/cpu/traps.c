// SPDX-License-Identifier: MIT
/*
 * traps.c - exceptions: what the processor says when an instruction cannot be carried out
 *
 * Idea:    in ring 3 an exception ends the process, and two lines say why. In the kernel it is a
 *          bug, so each ends in one report (what, where, registers, context, backtrace) and a
 *          panic. The one exception to that: an instruction that was announced in the exception
 *          table may fault, and goes on at its fix-up.
 *          A used-up stack cannot take the frame of a page fault; the processor then raises a
 *          double fault, which has a stack of its own (gdt.c), and the report names the thread.
 * Context: whatever was interrupted, irqs off.
 * Locking: none of its own: who holds a lock may never go on. Threads are read without one.
 * See:     Intel SDM vol. 3, 6.15
 */
#include <asm/descriptors.h>
#include <asm/page.h>
#include <asm/processor.h>
#include <asm/ptrace.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/stacktrace.h>
#include <asm/system.h>
#include <asm/uaccess.h>
#include <halves/debug.h>
#include <halves/grading.h>
#include <halves/module_names.h>
#include <halves/process.h>
#include <linux/kernel.h>
#include <linux/sched.h>

#define VECTOR_DIVIDE_ERROR   0
#define VECTOR_NMI	      2
#define VECTOR_INVALID_OPCODE 6
#define VECTOR_NO_FPU	      7
#define VECTOR_DOUBLE_FAULT   8
#define VECTOR_PAGE_FAULT     14

#define PF_PRESENT (1 << 0) /* the page is there, the access is not allowed */
#define PF_WRITE   (1 << 1)
#define PF_USER	   (1 << 2)
#define PF_FETCH   (1 << 4)

static const char *const exception_names[] = {
	[0] = "divide error",
	[1] = "debug exception",
	[2] = "non-maskable interrupt",
	[3] = "breakpoint",
	[4] = "overflow",
	[5] = "bound range exceeded",
	[6] = "invalid opcode",
	[7] = "device not available",
	[8] = "double fault",
	[10] = "invalid TSS",
	[11] = "segment not present",
	[12] = "stack-segment fault",
	[13] = "general protection fault",
	[14] = "page fault",
	[16] = "x87 floating-point exception",
	[17] = "alignment check",
	[18] = "machine check",
	[19] = "SIMD floating-point exception",
	[21] = "control protection exception",
};

static const char *exception_name(unsigned long vector)
{
	if (vector < ARRAY_SIZE(exception_names) && exception_names[vector])
		return exception_names[vector];
	return "reserved exception";
}

/* Where an access that was allowed to fail goes on; see <asm/uaccess.h>. */
static bool fixup_exception(struct pt_regs *regs)
{
	const struct exception_entry *e;
	unsigned long fixup;

	for (e = __ex_table_start; e < __ex_table_end; e++) {
		if (e->insn == regs->eip) {
			regs->eip = e->fixup;
			return true;
		}
	}
	fixup = module_fixup(regs->eip);
	if (fixup)
		regs->eip = fixup;
	return fixup;
}

/* Whose guard is this address in? NULL: nobody's. */
static struct task_struct *stack_overflown(unsigned long address)
{
	struct task_struct *p;

	for_each_task(p)
		if (address < p->stack && address >= p->stack - THREAD_SIZE &&
		    p->stack >= STACKS_START)
			return p;
	if (address >= (unsigned long)boot_stack_guard && address < (unsigned long)boot_stack)
		return &init_task;
	return NULL;
}

static const char *access_name(const struct pt_regs *regs)
{
	return regs->error & PF_FETCH ? "execute" :
	       regs->error & PF_WRITE ? "write to" :
					"read from";
}

static void describe_page_fault(const struct pt_regs *regs, unsigned long address)
{
	const char *why = regs->error & PF_PRESENT ? "the page forbids it" :
			  address < PAGE_SIZE	   ? "page zero: a null pointer?" :
						     "nothing is mapped there";

	printk(KERN_EMERG "BUG: page fault: cannot %s %08lx: %s\n", access_name(regs), address,
	       why);
	module_explain_fault(address);
}

/* ---- ring 3 -------------------------------------------------------------------------------- */

static const char *user_fault_reason(const struct pt_regs *regs, unsigned long address)
{
	if (address >= TASK_SIZE)
		return "it is the kernel's";
	if (address < USER_STACK_BOTTOM && address >= USER_STACK_BOTTOM - PAGE_SIZE)
		return "the stack is used up";
	if (regs->error & PF_PRESENT)
		return "the page forbids it";
	return address < PAGE_SIZE ? "a null pointer?" : "nothing is there";
}

/* What waitpid() tells of a process that died of it. */
static int signal_of(unsigned long vector)
{
	switch (vector) {
	case VECTOR_DIVIDE_ERROR:
		return SIGFPE;
	case VECTOR_INVALID_OPCODE:
	case VECTOR_NO_FPU:
		return SIGILL;
	default:
		return SIGSEGV;
	}
}

static void __noreturn user_fault(const struct pt_regs *regs, unsigned long address)
{
	const char *name = exception_name(regs->vector);

	local_irq_enable();
	if (regs->vector == VECTOR_PAGE_FAULT)
		pr_info("%s[%d]: page fault: cannot %s %08lx: %s\n", current->comm, current->pid,
			access_name(regs), address, user_fault_reason(regs, address));
	else
		pr_info("%s[%d]: %s%s\n", current->comm, current->pid, name,
			regs->vector == VECTOR_NO_FPU ? ": programs have no floating point here" :
							"");
	pr_info("  EIP %08lx ESP %08lx EAX %08lx EBX %08lx ECX %08lx EDX %08lx\n", regs->eip,
		regs->esp, regs->eax, regs->ebx, regs->ecx, regs->edx);
	process_exit(signal_of(regs->vector));
}

/* ---- the kernel ---------------------------------------------------------------------------- */

static DEFINE_PER_CPU(u8, reporting); /* an exception: the end is near */

/**
 * do_trap - one exception
 * @regs: the registers at the faulting instruction (or after it, for traps)
 */
void do_trap(struct pt_regs *regs)
{
	unsigned long address = read_cr2();

	if (unlikely(irqsoff_tracing))
		trace_hardirqs_off();
	if (regs->vector == VECTOR_NMI) {
		smp_stop_here(regs);
#ifdef CONFIG_TESTS
		kunit_limit_reached();
#endif
	}
	if (user_mode(regs))
		user_fault(regs, address);
	if (fixup_exception(regs)) {
		if (irqsoff_tracing && !raw_irqs_disabled_flags(regs->eflags))
			trace_hardirqs_on();
		return;
	}

	/* What the report reads may be what is broken. */
	if (this_cpu_read(reporting))
		die("%s at %pS, while another exception was reported", exception_name(regs->vector),
		    (void *)regs->eip);
	this_cpu_write(reporting, 1);
	report_begin();
	if (regs->vector == VECTOR_PAGE_FAULT)
		describe_page_fault(regs, address);
	else
		printk(KERN_EMERG "BUG: %s, error code %04lx\n", exception_name(regs->vector),
		       regs->error);
	report_context_of(raw_irqs_disabled_flags(regs->eflags));
	show_regs(regs, interrupted_esp(regs));
	report_backtrace_of(regs, current->stack);
	report_end();
	die("%s at %pS", exception_name(regs->vector), (void *)regs->eip);
}

/*
 * double_fault_entry - the other task, on its own stack; the TSS that it came from holds the
 * registers of what could not go on.
 */
void double_fault_entry(void)
{
	const struct tss *tss = this_cpu_ptr(&cpu_tss);
	struct pt_regs regs = {
		.eax = tss->eax,
		.ebx = tss->ebx,
		.ecx = tss->ecx,
		.edx = tss->edx,
		.esi = tss->esi,
		.edi = tss->edi,
		.ebp = tss->ebp,
		.eip = tss->eip,
		.cs = tss->cs,
		.eflags = tss->eflags,
		.vector = VECTOR_DOUBLE_FAULT,
	};
	struct task_struct *p = stack_overflown(tss->esp - 1);

	report_begin();
	if (p)
		printk(KERN_EMERG "BUG: kernel stack overflow: thread %s (pid %d) used all %lu "
				  "bytes of its stack, ESP %08x\n",
		       p->comm, p->pid, THREAD_SIZE, tss->esp);
	else
		printk(KERN_EMERG "BUG: double fault\n");
	report_context_of(raw_irqs_disabled_flags(regs.eflags));
	show_regs(&regs, tss->esp);
	report_backtrace_of(&regs, p ? p->stack : current->stack);
	report_end();
	if (p)
		die("kernel stack overflow in thread %s", p->comm);
	die("double fault");
}
