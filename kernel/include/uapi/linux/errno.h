/* SPDX-License-Identifier: MIT */
/*
 * errno.h - error numbers
 *
 * Idea:    A function that can fail returns 0 or more for success and -errno for failure. The
 *          numbers are Linux's on x86, so that programs and tools which know those read ours.
 * Context: any. Locking: none.
 * See:     <linux/err.h> for errors in pointers, lib/errname.c for their names
 */
#ifndef _LINUX_ERRNO_H
#define _LINUX_ERRNO_H

#define EPERM		1  /* not allowed */
#define ENOENT		2  /* no such file or thing */
#define ESRCH		3  /* no such process */
#define EINTR		4  /* a signal came first */
#define EIO		5  /* the device failed */
#define ENXIO		6  /* no such device or address */
#define E2BIG		7  /* too many arguments */
#define ENOEXEC		8  /* not a program */
#define EBADF		9  /* no such open file */
#define ECHILD		10 /* no children */
#define EAGAIN		11 /* not now, try again */
#define EWOULDBLOCK	EAGAIN
#define ENOMEM		12 /* no memory */
#define EACCES		13 /* no permission */
#define EFAULT		14 /* bad address from user space */
#define ENOTBLK		15 /* not a block device */
#define EBUSY		16 /* in use */
#define EEXIST		17 /* exists already */
#define EXDEV		18 /* across file systems */
#define ENODEV		19 /* no such device */
#define ENOTDIR		20 /* not a directory */
#define EISDIR		21 /* a directory */
#define EINVAL		22 /* the argument makes no sense */
#define ENFILE		23 /* too many open files in all */
#define EMFILE		24 /* too many open files here */
#define ENOTTY		25 /* no such ioctl for this file */
#define ETXTBSY		26 /* program is running */
#define EFBIG		27 /* file too large */
#define ENOSPC		28 /* no room left */
#define ESPIPE		29 /* cannot seek */
#define EROFS		30 /* read-only file system */
#define EMLINK		31 /* too many links */
#define EPIPE		32 /* nobody reads */
#define EDOM		33 /* outside the function's domain */
#define ERANGE		34 /* result does not fit */
#define EDEADLK		35 /* would wait for itself */
#define EDEADLOCK	EDEADLK
#define ENAMETOOLONG	36 /* name too long */
#define ENOLCK		37 /* no locks left */
#define ENOSYS		38 /* no such function */
#define ENOTEMPTY	39 /* directory not empty */
#define ELOOP		40 /* too many symbolic links */
#define ENOMSG		42
#define EIDRM		43
#define ECHRNG		44
#define EL2NSYNC	45
#define EL3HLT		46
#define EL3RST		47
#define ELNRNG		48
#define EUNATCH		49
#define ENOCSI		50
#define EL2HLT		51
#define EBADE		52
#define EBADR		53
#define EXFULL		54
#define ENOANO		55
#define EBADRQC		56
#define EBADSLT		57
#define EBFONT		59
#define ENOSTR		60
#define ENODATA		61 /* no data */
#define ETIME		62 /* timer ran out */
#define ENOSR		63
#define ENONET		64
#define ENOPKG		65
#define EREMOTE		66
#define ENOLINK		67
#define EADV		68
#define ESRMNT		69
#define ECOMM		70
#define EPROTO		71 /* protocol error */
#define EMULTIHOP	72
#define EDOTDOT		73
#define EBADMSG		74 /* not a message */
#define EOVERFLOW	75 /* value too large for its type */
#define ENOTUNIQ	76
#define EBADFD		77
#define EREMCHG		78
#define ELIBACC		79
#define ELIBBAD		80
#define ELIBSCN		81
#define ELIBMAX		82
#define ELIBEXEC	83
#define EILSEQ		84 /* bad byte sequence */
#define ERESTART	85
#define ESTRPIPE	86
#define EUSERS		87
#define ENOTSOCK	88
#define EDESTADDRREQ	89
#define EMSGSIZE	90 /* message too long */
#define EPROTOTYPE	91
#define ENOPROTOOPT	92
#define EPROTONOSUPPORT 93
#define ESOCKTNOSUPPORT 94
#define EOPNOTSUPP	95 /* operation not supported */
#define ENOTSUP		EOPNOTSUPP
#define EPFNOSUPPORT	96
#define EAFNOSUPPORT	97
#define EADDRINUSE	98
#define EADDRNOTAVAIL	99
#define ENETDOWN	100
#define ENETUNREACH	101
#define ENETRESET	102
#define ECONNABORTED	103
#define ECONNRESET	104
#define ENOBUFS		105
#define EISCONN		106
#define ENOTCONN	107
#define ESHUTDOWN	108
#define ETOOMANYREFS	109
#define ETIMEDOUT	110 /* waited too long */
#define ECONNREFUSED	111
#define EHOSTDOWN	112
#define EHOSTUNREACH	113
#define EALREADY	114 /* under way already */
#define EINPROGRESS	115 /* under way */
#define ESTALE		116
#define EUCLEAN		117
#define ENOTNAM		118
#define ENAVAIL		119
#define EISNAM		120
#define EREMOTEIO	121
#define EDQUOT		122
#define ENOMEDIUM	123
#define EMEDIUMTYPE	124
#define ECANCELED	125 /* cancelled */
#define ENOKEY		126
#define EKEYEXPIRED	127
#define EKEYREVOKED	128
#define EKEYREJECTED	129
#define EOWNERDEAD	130
#define ENOTRECOVERABLE 131
#define ERFKILL		132
#define EHWPOISON	133

/* Never seen by user space: what a system call returns to ask for its own restart. */
#define ERESTARTSYS    512
#define ERESTARTNOINTR 513
#define ERESTARTNOHAND 514
#define ENOIOCTLCMD    515
#define EPROBE_DEFER   517
#define ENOTSUPP       524

#endif /* _LINUX_ERRNO_H */
