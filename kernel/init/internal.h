/* SPDX-License-Identifier: MIT */
/* internal.h - between the files of kernel/init */
#ifndef _INIT_INTERNAL_H
#define _INIT_INTERNAL_H

void run_programs(void);
void smp_init(void);

#endif
