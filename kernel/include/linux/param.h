/* SPDX-License-Identifier: MIT */
/* param.h - HZ, timer interrupts in a second: chosen at build time */
#ifndef _LINUX_PARAM_H
#define _LINUX_PARAM_H

#ifndef CONFIG_HZ
#define CONFIG_HZ 1000
#endif
#define HZ CONFIG_HZ

#if HZ != 100 && HZ != 250 && HZ != 1000
#error "HZ must be 100, 250 or 1000"
#endif

#endif
