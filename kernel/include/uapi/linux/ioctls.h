/* SPDX-License-Identifier: MIT */
/* ioctls.h - what ioctl() can ask of a terminal: Linux's numbers and struct */
#ifndef _LINUX_IOCTLS_H
#define _LINUX_IOCTLS_H

#define TCGETS	   0x5401
#define TCSETS	   0x5402
#define TIOCGWINSZ 0x5413

#define NCCS 19

struct termios {
	unsigned int c_iflag, c_oflag, c_cflag, c_lflag;
	unsigned char c_line;
	unsigned char c_cc[NCCS];
};

/* of c_lflag */
#define ISIG   0000001 /* ^C sends SIGINT */
#define ICANON 0000002 /* whole lines, with erase; else each character at once */
#define ECHO   0000010

/* of c_cc */
#define VINTR	0
#define VERASE	2
#define VKILL	3
#define VEOF	4
#define VWERASE 14

struct winsize {
	unsigned short ws_row, ws_col, ws_xpixel, ws_ypixel;
};

#endif
