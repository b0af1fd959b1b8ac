// SPDX-License-Identifier: MIT
/* lab02.c - see lab02.h; for the lab's cases, process context, no lock */
#include "lab02.h"

const char *const register_names[NR_REGISTERS] = { "EAX", "EBX",    "ECX", "EDX", "ESI", "EDI",
						   "EBP", "EFLAGS", "DS",  "ES",  "FS" };

/*
 * EAX = in, EDX = out (regparm). The registers' values go through the stack, so that nothing but
 * ESP is needed while they are loaded; DS, ES and FS last and first.
 */
asm(".pushsection .entry.text, \"ax\"\n"
    ".global int_with, int_with_at\n"
    "int_with:\n\t"
    "pushl %ebp\n\tpushl %ebx\n\tpushl %esi\n\tpushl %edi\n\t"
    "pushl %ds\n\tpushl %es\n\tpushl %fs\n\t"
    "pushl %edx\n\t"
    "pushl 28(%eax)\n\t" /* flags */
    "pushl 32(%eax)\n\t" /* ds */
    "pushl 36(%eax)\n\tpopl %es\n\t"
    "pushl 40(%eax)\n\tpopl %fs\n\t"
    "movl 4(%eax), %ebx\n\tmovl 8(%eax), %ecx\n\tmovl 12(%eax), %edx\n\t"
    "movl 16(%eax), %esi\n\tmovl 20(%eax), %edi\n\tmovl 24(%eax), %ebp\n\t"
    "movl (%eax), %eax\n\t"
    "popl %ds\n\t"
    "popfl\n\t"
    "int $0x34\n" /* IRQ_TO_VECTOR(TEST_IRQ_FIRST) */
    "int_with_at:\n\t"
    "pushfl\n\tpushl %ds\n\tpushl %es\n\tpushl %fs\n\t"
    "cld\n\t"
    "pushl %eax\n\t"
    "movl 16+4(%esp), %eax\n\t" /* out: above flags, ds, es, fs, eax */
    "pushl %ss\n\tpopl %ds\n\t"
    "movl %ebx, 4(%eax)\n\tmovl %ecx, 8(%eax)\n\tmovl %edx, 12(%eax)\n\t"
    "movl %esi, 16(%eax)\n\tmovl %edi, 20(%eax)\n\tmovl %ebp, 24(%eax)\n\t"
    "popl (%eax)\n\t"
    "popl 40(%eax)\n\tpopl 36(%eax)\n\tpopl 32(%eax)\n\tpopl 28(%eax)\n\t"
    "popl %edx\n\t"
    "popl %fs\n\tpopl %es\n\tpopl %ds\n\t"
    "popl %edi\n\tpopl %esi\n\tpopl %ebx\n\tpopl %ebp\n\t"
    "ret\n"
    ".popsection");

/* EAX = out (regparm). Each instruction needs registers and flags as the one before left them. */
asm(".pushsection .text\n"
    ".global compute\n"
    "compute:\n\t"
    "pushl %ebp\n\tpushl %ebx\n\tpushl %esi\n\tpushl %edi\n\tpushl %eax\n\t"
    "movl $0x12345678, %eax\n\tmovl $0x9abcdef0, %ebx\n\tmovl $0x0f1e2d3c, %ecx\n\t"
    "movl $0x4b5a6978, %edx\n\tmovl $0x8796a5b4, %esi\n\tmovl $0xc3d2e1f0, %edi\n\t"
    "movl $0x5a5aa5a5, %ebp\n\tstc\n\t"
    ".rept 12\n\t"
    "adcl %ebx, %eax\n\trcll $3, %ebx\n\tsbbl %ecx, %edx\n\tadcl %esi, %ecx\n\t"
    "rcrl $5, %edi\n\tadcl %edx, %esi\n\tsbbl %edi, %ebp\n\tadcl %ebp, %ebx\n\t"
    "seto %dl\n\tlahf\n\t"
    ".endr\n\t"
    "xchgl %eax, (%esp)\n\t"
    "movl %ebx, 4(%eax)\n\tmovl %ecx, 8(%eax)\n\tmovl %edx, 12(%eax)\n\t"
    "movl %esi, 16(%eax)\n\tmovl %edi, 20(%eax)\n\tmovl %ebp, 24(%eax)\n\t"
    "popl (%eax)\n\tpopl %edi\n\tpopl %esi\n\tpopl %ebx\n\tpopl %ebp\n\t"
    "ret\n"
    ".popsection");

u32 fill_registers(u32 *in, u32 random)
{
	int i;

	for (i = EAX; i <= EBP; i++) {
		random = random * 1664525 + 1013904223;
		in[i] = random;
	}
	in[EFLAGS] = (random >> 7 & EFLAGS_STATUS) | 2 | EFLAGS_IF;
	in[DS] = in[ES] = KERNEL_DATA;
	in[FS] = KERNEL_PERCPU;
	return random;
}

u8 pic_register(u16 port, u8 which)
{
	unsigned long flags;
	u8 value;

	local_irq_save(flags);
	outb(which, port);
	value = inb(port);
	outb(READ_IRR, port);
	local_irq_restore(flags);
	return value;
}

void eoi(u16 port, unsigned int line)
{
	outb(0x60 | line, port);
}
