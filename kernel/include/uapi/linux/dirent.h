/* SPDX-License-Identifier: MIT */
/* dirent.h - one entry of a directory, as getdents64() writes it */
#ifndef _LINUX_DIRENT_H
#define _LINUX_DIRENT_H

#define NAME_MAX 255
#define PATH_MAX 4096

#define DT_FIFO 1
#define DT_CHR	2
#define DT_DIR	4
#define DT_REG	8

struct linux_dirent64 {
	unsigned long long d_ino;
	long long d_off;	 /* where the next one begins, for lseek() */
	unsigned short d_reclen; /* bytes of this one, a multiple of 8 */
	unsigned char d_type;	 /* DT_ */
	char d_name[];		 /* NUL-terminated */
};

#endif
