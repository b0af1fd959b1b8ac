// SPDX-License-Identifier: MIT
/*
 * gdt.c - segments: flat ones, the per-CPU one, and two task state segments
 *
 * Idea:    protection is the page tables' business, so code and data are flat. FS is not: its base
 *          is the distance to this processor's area (<asm/percpu.h>). One TSS tells the processor
 *          which stack to use when ring 3 is interrupted. The other is entered through a task gate
 *          on a double fault: it brings a stack of its own, and so works when the thread's stack is
 *          used up and nothing can be pushed any more.
 * Context: boot of each processor.
 * Locking: none: each processor writes its own tables.
 * See:     Intel SDM vol. 3, 3.4.5 segment descriptors, 8.2 task management
 */
#include <asm/descriptors.h>
#include <asm/processor.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/string.h>

#define DESC_G	    (1ULL << 55) /* limit counts pages */
#define DESC_D	    (1ULL << 54) /* 32-bit */
#define DESC_P	    (1ULL << 47)
#define DESC_DPL(n) ((u64)(n) << 45)
#define DESC_S	    (1ULL << 44)   /* code or data, not system */
#define DESC_CODE   (0xaULL << 40) /* execute, read */
#define DESC_DATA   (0x2ULL << 40) /* read, write */
#define DESC_TSS    (0x9ULL << 40) /* available 32-bit TSS */
#define DESC_FLAT   (DESC_G | DESC_D | DESC_P | DESC_S | 0xf00000000ffffULL)

#define DOUBLE_FAULT_STACK 8192 /* a report is made on it */

struct descriptor_pointer {
	u16 limit;
	u32 base;
} __packed;

static DEFINE_PER_CPU(u64, gdt[GDT_ENTRIES]);
DEFINE_PER_CPU(struct tss, cpu_tss);
DEFINE_PER_CPU(struct tss, double_fault_tss);
static u8 double_fault_stack[NR_CPUS][DOUBLE_FAULT_STACK] __aligned(16);

static u64 with_base(u64 flags, unsigned long base)
{
	return flags | (u64)(base & 0xffffff) << 16 | (u64)(base >> 24) << 56;
}

static u64 tss_descriptor(const struct tss *tss)
{
	return with_base(DESC_P | DESC_TSS | (sizeof(*tss) - 1), (unsigned long)tss);
}

/* What the processor loads when a double fault switches tasks. */
static void prepare_double_fault(struct tss *tss, int cpu)
{
	tss->esp = (unsigned long)(double_fault_stack[cpu] + sizeof(double_fault_stack[cpu]) - 16);
	tss->eip = (unsigned long)double_fault_entry;
	tss->cr3 = read_cr3();
	tss->eflags = 2; /* always one; interrupts off */
	tss->cs = KERNEL_CODE;
	tss->ds = tss->es = tss->ss = KERNEL_DATA;
	tss->fs = KERNEL_PERCPU;
	tss->io_bitmap_base = sizeof(*tss);
}

/** gdt_init - build and load the running processor's tables; @cpu is its index; boot */
void gdt_init(int cpu)
{
	u64 *table = per_cpu(gdt, cpu);
	struct descriptor_pointer pointer = {
		.limit = sizeof(gdt) - 1,
		.base = (u32)table,
	};
	struct tss *tss = &per_cpu(cpu_tss, cpu);
	struct tss *df_tss = &per_cpu(double_fault_tss, cpu);

	table[KERNEL_CODE / 8] = DESC_FLAT | DESC_CODE;
	table[KERNEL_DATA / 8] = DESC_FLAT | DESC_DATA;
	table[KERNEL_PERCPU / 8] = with_base(DESC_FLAT | DESC_DATA, __per_cpu_offset[cpu]);
	table[USER_CODE / 8] = DESC_FLAT | DESC_CODE | DESC_DPL(3);
	table[USER_DATA / 8] = DESC_FLAT | DESC_DATA | DESC_DPL(3);
	table[TSS_SEGMENT / 8] = tss_descriptor(tss);
	table[DOUBLE_FAULT_TSS / 8] = tss_descriptor(df_tss);

	tss->ss0 = KERNEL_DATA;
	tss->io_bitmap_base = sizeof(*tss);
	prepare_double_fault(df_tss, cpu);

	asm volatile("lgdt %0" : : "m"(pointer));
	asm volatile("ljmp %0, $1f\n1:\n\t"
		     "movl %1, %%ds\n\tmovl %1, %%es\n\tmovl %1, %%ss\n\tmovl %2, %%fs\n\t"
		     "movl %3, %%gs"
		     :
		     : "i"(KERNEL_CODE), "r"(KERNEL_DATA), "r"(KERNEL_PERCPU), "r"(0)
		     : "memory");
	asm volatile("ltr %w0" : : "r"(TSS_SEGMENT));
}
