/* SPDX-License-Identifier: MIT */
/* fs_init.h - boot: the tree of names, the devices without hardware, the boot module's files */
#ifndef _HALVES_FS_INIT_H
#define _HALVES_FS_INIT_H

void fs_init(void); /* P: the init thread */

#endif
