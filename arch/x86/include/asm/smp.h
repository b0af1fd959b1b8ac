/* SPDX-License-Identifier: MIT */
/* smp.h - what the portable kernel asks of this architecture about other processors */
#ifndef _ASM_SMP_H
#define _ASM_SMP_H

struct pt_regs;
struct task_struct;

/* arch/x86/cpu/percpu.c */
void percpu_init(void);
int percpu_prepare_cpu(int cpu);

/* arch/x86/cpu/smpboot.c */
int smp_cpus_present(void); /* that could be brought up, the running one included */
int arch_cpu_up(int cpu, struct task_struct *idle);

/* arch/x86/cpu/ipi.c */
void ipi_init(void);
void smp_send_reschedule(int cpu);
void smp_stop_others(void);
void smp_stop_here(struct pt_regs *regs);

/* arch/x86/time/local_timer.c */
void local_timer_calibrate(void);
void local_timer_start(void);

#endif
