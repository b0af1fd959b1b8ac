/* SPDX-License-Identifier: MIT */
/* sysinfo.h - what sysinfo() tells */
#ifndef _LINUX_SYSINFO_H
#define _LINUX_SYSINFO_H

struct sysinfo {
	long uptime; /* seconds */
	unsigned long loads[3];
	unsigned long totalram, freeram, sharedram, bufferram; /* in mem_unit */
	unsigned long totalswap, freeswap;
	unsigned short procs, pad;
	unsigned long totalhigh, freehigh;
	unsigned int mem_unit; /* bytes */
	char _f[8];
};

#endif
