/* SPDX-License-Identifier: MIT */
/* lab02.h - lab 2: an interrupt with known registers, and the 8259's own registers */
#ifndef _LAB02_H
#define _LAB02_H

#include "helpers.h"

#include <asm/descriptors.h>
#include <asm/io.h>
#include <asm/irqchip.h>
#include <linux/time.h>

#define EFLAGS_CF     (1 << 0)
#define EFLAGS_IF     (1 << 9)
#define EFLAGS_DF     (1 << 10)
#define EFLAGS_STATUS 0x8d5 /* CF, PF, AF, ZF, SF, OF */

/* What is in the registers at an INT: EAX, EBX, ECX, EDX, ESI, EDI, EBP, flags, DS, ES, FS. */
#define NR_REGISTERS 11
enum { EAX, EBX, ECX, EDX, ESI, EDI, EBP, EFLAGS, DS, ES, FS };
extern const char *const register_names[NR_REGISTERS];

/* int_with - load @in into the registers, INT on the first test line, what is then there to @out */
void int_with(const u32 *in, u32 *out);
extern char int_with_at[]; /* the instruction behind the INT */

/* compute - some 120 instructions with all registers, what they came to to @out: EAX to EBP */
void compute(u32 *out);

/* Fill @in with registers that can be loaded in the kernel, from a random number. */
u32 fill_registers(u32 *in, u32 random);

#define MASTER_COMMAND 0x20
#define MASTER_MASK    0x21
#define SLAVE_COMMAND  0xa0
#define SLAVE_MASK     0xa1
#define READ_IRR       0x0a
#define READ_ISR       0x0b
#define POLL	       0x0c /* the next read takes the most urgent request */

u8 pic_register(u16 port, u8 which);
void eoi(u16 port, unsigned int line);

#define raise_vector_of(irq) asm volatile("int %0" : : "i"(IRQ_TO_VECTOR(irq)) : "memory")

/* spin_for - turn until @cond or @ms have passed; not by jiffies, which may be what stands still */
#define spin_for(cond, ms)                                                                         \
	({                                                                                         \
		u64 __end = sched_clock() + (ms)*1000000ULL;                                       \
                                                                                                   \
		while (!(cond) && sched_clock() < __end)                                           \
			cpu_relax();                                                               \
		!!(cond);                                                                          \
	})

#endif
