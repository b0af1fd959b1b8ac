/* SPDX-License-Identifier: MIT */
/* sysinfo.h - memory and uptime */
#ifndef _SYS_SYSINFO_H
#define _SYS_SYSINFO_H

#include <linux/sysinfo.h>

int sysinfo(struct sysinfo *info);

#endif
