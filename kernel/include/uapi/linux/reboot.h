/* SPDX-License-Identifier: MIT */
/*
 * reboot.h - reboot(LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, command, argument)
 *
 * POWER_OFF ends the machine. The argument is a status, 0 is success; an emulator hands it to the
 * host.
 */
#ifndef _LINUX_REBOOT_H
#define _LINUX_REBOOT_H

#define LINUX_REBOOT_MAGIC1	   0xfee1dead
#define LINUX_REBOOT_MAGIC2	   672274793
#define LINUX_REBOOT_CMD_POWER_OFF 0x4321fedc

#endif
