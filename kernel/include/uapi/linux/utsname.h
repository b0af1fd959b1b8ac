/* SPDX-License-Identifier: MIT */
/* utsname.h - what uname() tells */
#ifndef _LINUX_UTSNAME_H
#define _LINUX_UTSNAME_H

struct new_utsname {
	char sysname[65];
	char nodename[65];
	char release[65];
	char version[65];
	char machine[65];
	char domainname[65];
};

#endif
