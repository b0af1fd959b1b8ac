/* SPDX-License-Identifier: MIT */
/* system.h - what Linux 2.6 gathered under this name: flags, barriers, the processor */
#ifndef _ASM_SYSTEM_H
#define _ASM_SYSTEM_H

#include <asm/barrier.h>
#include <asm/irqflags.h>
#include <asm/processor.h>

#endif
