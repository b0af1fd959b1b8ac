/* SPDX-License-Identifier: MIT */
/* dirent.h - read a folder */
#ifndef _DIRENT_H
#define _DIRENT_H

#include <linux/dirent.h>
#include <linux/types.h>

#define dirent linux_dirent64

typedef struct folder DIR;

DIR *opendir(const char *path);
struct dirent *readdir(DIR *dir);
int closedir(DIR *dir);

#endif
