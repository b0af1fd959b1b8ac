/* SPDX-License-Identifier: MIT */
/* stdio.h - streams: files with a buffer */
#ifndef _STDIO_H
#define _STDIO_H

#include <linux/sprintf.h>
#include <linux/fcntl.h>

#define EOF    (-1)
#define BUFSIZ 1024

typedef struct stream FILE;

extern FILE *const stdin, *const stdout, *const stderr;

FILE *fopen(const char *path, const char *mode);
FILE *fdopen(int fd, const char *mode);
int fclose(FILE *file);
int fflush(FILE *file);
int fileno(FILE *file);
int feof(FILE *file);
int ferror(FILE *file);
void clearerr(FILE *file);

size_t fread(void *data, size_t size, size_t n, FILE *file);
int getc(FILE *file);
int ungetc(int c, FILE *file);
char *fgets(char *line, int size, FILE *file);

size_t fwrite(const void *data, size_t size, size_t n, FILE *file);
int putc(int c, FILE *file);
int fputs(const char *s, FILE *file);
int puts(const char *s);

int vfprintf(FILE *file, const char *fmt, va_list args) __printf(2, 0);
int fprintf(FILE *file, const char *fmt, ...) __printf(2, 3);
int vprintf(const char *fmt, va_list args) __printf(1, 0);
int printf(const char *fmt, ...) __printf(1, 2);
int dprintf(int fd, const char *fmt, ...) __printf(2, 3);
void perror(const char *what);

#define fgetc(file)	getc(file)
#define fputc(c, file)	putc(c, file)
#define getchar()	getc(stdin)
#define putchar(c)	putc(c, stdout)

#endif
