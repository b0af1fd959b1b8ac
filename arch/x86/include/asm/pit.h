/* SPDX-License-Identifier: MIT */
/* pit.h - the 8254 programmable interval timer; arch/x86/time/pit.c */
#ifndef _ASM_PIT_H
#define _ASM_PIT_H

#include <linux/types.h>

void pit_init(void);
u32 pit_ns_since_tick(void);
u64 pit_clock(void);
void pit_wait(u32 clocks);

#endif
