// SPDX-License-Identifier: MIT
/*
 * entry.c - lab 2: what an interrupt does to what it interrupts: nothing
 *
 * Callers: KUnit, for the lab's image (grade.toml names the suites' points).
 * Idea:    fill the registers, let an interrupt come, look: by an INT at one place, 10,000 times,
 *          and by the local APIC's timer before each instruction of a computation.
 * Context: the cases: process; look(): hardirq. Locking: none: one case at a time.
 */
#include "lab02.h"
#include "../../common/place.h"

#include <asm/ptrace.h>
#include <asm/uaccess.h>
#include <halves/context.h>

/* What the top half of the test line has seen. */
static struct {
	unsigned int calls;
	int irq;
	u32 eflags, ds, es, fs;
	struct pt_regs regs;
} seen;

static irqreturn_t look(int irq, void *dev_id)
{
	u32 eflags, ds, es, fs;

	asm volatile("pushfl\n\tpopl %0\n\tcld\n\t"
		     "movl %%ds, %1\n\tmovl %%es, %2\n\tmovl %%fs, %3"
		     : "=r"(eflags), "=r"(ds), "=r"(es), "=r"(fs)
		     :
		     : "memory");
	seen.calls++;
	seen.irq = irq;
	seen.eflags = eflags;
	seen.ds = ds & 0xffff;
	seen.es = es & 0xffff;
	seen.fs = fs & 0xffff;
	seen.regs = *this_cpu_read(context_trail.irq_regs);
	return IRQ_HANDLED;
}

static int entry_init(struct kunit *test)
{
	memset(&seen, 0, sizeof(seen));
	return request_irq(TEST_IRQ_FIRST, look, 0, "look", &seen);
}

static void entry_exit(struct kunit *test)
{
	free_irq(TEST_IRQ_FIRST, &seen);
}

/* One interrupt calls its handler once, with its line's number */
static void one_interrupt(struct kunit *test)
{
	irq_inject(TEST_IRQ_FIRST);
	KUNIT_EXPECT_EQ_MSG(test, seen.calls, 1, "the handler ran %u times", seen.calls);
	KUNIT_EXPECT_EQ_MSG(test, seen.irq, TEST_IRQ_FIRST, "it was called for line %d", seen.irq);
}

/* Registers and flags survive 10,000 interrupts, whatever is in them, interrupts on or off */
static void registers_survive(struct kunit *test)
{
	const u32 mask = EFLAGS_STATUS | EFLAGS_IF;
	u32 in[NR_REGISTERS], out[NR_REGISTERS], random = 1;
	int i, r;

	for (i = 0; i < 10000; i++) {
		random = fill_registers(in, random);
		if (i & 1)
			in[EFLAGS] &= ~EFLAGS_IF;
		int_with(in, out);
		local_irq_enable();
		if (!memcmp(out, in, EFLAGS * sizeof(*in)) && !((out[EFLAGS] ^ in[EFLAGS]) & mask))
			continue;
		for (r = EAX; r <= EBP; r++)
			KUNIT_EXPECT_EQ_MSG(test, out[r], in[r], "%s after interrupt %d",
					    register_names[r], i);
		KUNIT_EXPECT_EQ_MSG(test, out[EFLAGS] & mask, in[EFLAGS] & mask,
				    "EFLAGS after interrupt %d", i);
		return;
	}
	KUNIT_EXPECT_EQ(test, seen.calls, 10000);
}

static u32 right[EFLAGS], computed[EFLAGS];

static void compute_again(void)
{
	compute(computed);
}

static void do_nothing(void) { }

static const char *wrong_result(void)
{
	int r;

	for (r = EAX; r <= EBP; r++)
		if (computed[r] != right[r])
			return "a computation came to another result";
	return NULL;
}

/* Registers and flags survive a real interrupt, before whichever instruction it comes */
static void survive_at_any_place(struct kunit *test)
{
	static const struct placed places = { .body = compute_again,
					      .interrupt = do_nothing,
					      .broken = wrong_result };

	compute(right);
	KUNIT_EXPECT_GT(test, place_everywhere(test, &places), 120);
}

/* The handler may use string instructions: the direction flag is clear there, and comes back */
static void direction_flag_is_clear(struct kunit *test)
{
	u32 in[NR_REGISTERS], out[NR_REGISTERS];

	fill_registers(in, 3);
	in[EFLAGS] |= EFLAGS_DF;
	int_with(in, out);
	KUNIT_EXPECT_EQ_MSG(test, seen.eflags & EFLAGS_DF, 0, "the flag was set in the handler");
	KUNIT_EXPECT_EQ_MSG(test, out[EFLAGS] & EFLAGS_DF, EFLAGS_DF,
			    "the flag of what was interrupted is lost");
}

/* The handler has the kernel's segments, whatever was loaded, and that comes back */
static void segments_are_the_kernels(struct kunit *test)
{
	u32 in[NR_REGISTERS], out[NR_REGISTERS];
	int r;

	fill_registers(in, 4);
	in[DS] = in[ES] = USER_DATA | 3;
	in[FS] = 0;
	int_with(in, out);
	KUNIT_EXPECT_EQ_MSG(test, seen.ds, KERNEL_DATA, "DS in the handler");
	KUNIT_EXPECT_EQ_MSG(test, seen.es, KERNEL_DATA, "ES in the handler");
	KUNIT_EXPECT_EQ_MSG(test, seen.fs, KERNEL_PERCPU, "FS in the handler");
	for (r = DS; r <= FS; r++)
		KUNIT_EXPECT_EQ_MSG(test, out[r] & 0xffff, in[r], "%s afterwards",
				    register_names[r]);
}

/* The frame is a struct pt_regs: each register in its place, error code 0, the vector */
static void frame_is_pt_regs(struct kunit *test)
{
	const struct pt_regs *regs = &seen.regs;
	u32 in[NR_REGISTERS], out[NR_REGISTERS];

	fill_registers(in, 5);
	int_with(in, out);
	kunit_info(test, "EFLAGS %08lx  CS %04lx  EIP %08lx  | the processor", regs->eflags,
		   regs->cs, regs->eip);
	kunit_info(test, "error %lx  vector %02lx              | the stub", regs->error,
		   regs->vector);
	kunit_info(test, "FS %04lx  ES %04lx  DS %04lx         | the common path", regs->fs,
		   regs->es, regs->ds);
	kunit_info(test, "EAX %08lx  EBP %08lx  EDI %08lx  ESI %08lx", regs->eax, regs->ebp,
		   regs->edi, regs->esi);
	kunit_info(test, "EDX %08lx  ECX %08lx  EBX %08lx", regs->edx, regs->ecx, regs->ebx);
	KUNIT_EXPECT_EQ(test, regs->eax, in[EAX]);
	KUNIT_EXPECT_EQ(test, regs->ebx, in[EBX]);
	KUNIT_EXPECT_EQ(test, regs->ecx, in[ECX]);
	KUNIT_EXPECT_EQ(test, regs->edx, in[EDX]);
	KUNIT_EXPECT_EQ(test, regs->esi, in[ESI]);
	KUNIT_EXPECT_EQ(test, regs->edi, in[EDI]);
	KUNIT_EXPECT_EQ(test, regs->ebp, in[EBP]);
	KUNIT_EXPECT_EQ(test, regs->vector, IRQ_TO_VECTOR(TEST_IRQ_FIRST));
	KUNIT_EXPECT_EQ(test, regs->error, 0);
	KUNIT_EXPECT_EQ(test, regs->eip, (unsigned long)int_with_at);
	KUNIT_EXPECT_EQ(test, regs->cs & 0xffff, KERNEL_CODE);
}

/* Interrupts are off in the handler: all gates are interrupt gates */
static void interrupts_are_off(struct kunit *test)
{
	irq_inject(TEST_IRQ_FIRST);
	KUNIT_EXPECT_EQ_MSG(test, seen.eflags & EFLAGS_IF, 0, "they were on in the handler");
}

static struct kunit_case entry_cases[] = {
	KUNIT_CASE(one_interrupt),
	KUNIT_CASE(registers_survive),
	KUNIT_CASE(survive_at_any_place),
	KUNIT_CASE(direction_flag_is_clear),
	KUNIT_CASE(segments_are_the_kernels),
	KUNIT_CASE(frame_is_pt_regs),
	KUNIT_CASE(interrupts_are_off),
	{},
};

static struct kunit_suite entry_suite = {
	.name = "lab02_entry",
	.init = entry_init,
	.exit = entry_exit,
	.test_cases = entry_cases,
};
kunit_test_suite(entry_suite);
