/* SPDX-License-Identifier: MIT */
/*
 * host.h - what a check of lib/ sees of the world around it
 *
 * Idea:    A check is compiled as lib/ is: the kernel's headers, no C library. Afterwards each
 *          function of lib/ is renamed in the object files (memcpy becomes halves_memcpy), so that
 *          the program can be linked with the C library and a sanitizer without a clash.
 *          host.c is the C library's side; bare.c does the same for a 32-bit program without one,
 *          so that the kernel's own code, inline assembly and 32-bit words included, runs as well.
 *          A check is CHECK(name) { … }; the comment above it states its one property. It is a
 *          pytest case of its own, in a process of its own: the first failure ends it.
 */
#ifndef HOST_H
#define HOST_H

#include <linux/types.h>
#include <linux/stdarg.h>

void host_register(const char *file, const char *name, void (*check)(void));
void host_fail(const char *file, int line, const char *fmt, ...) __printf(3, 4) __noreturn;

/* A block of exactly @n bytes: one byte further is a mistake that is found. Filled with 0xa5. */
void *host_alloc(size_t n);
void host_free(void *block);

/* The same numbers in each run. host_below: 0 to @n - 1. */
u64 host_random(void);
u32 host_below(u32 n);

#define CHECK(name)                                                                                \
	static void name(void);                                                                    \
	static __attribute__((constructor)) void name##_entry(void)                                \
	{                                                                                          \
		host_register(__FILE__, #name, name);                                              \
	}                                                                                          \
	static void name(void)

/* One that compares with the C library, and so is left out where there is none. */
#ifdef HAVE_LIBC
#define CHECK_LIBC(name) CHECK(name)
#else
#define CHECK_LIBC(name) static __unused void name(void)
#endif

#define FAIL(...) host_fail(__FILE__, __LINE__, __VA_ARGS__)

#define EXPECT(condition)                                                                          \
	do {                                                                                       \
		if (!(condition))                                                                  \
			FAIL("%s", #condition);                                                    \
	} while (0)

#define EXPECT_INT(got, want)                                                                      \
	do {                                                                                       \
		long long __got = (got), __want = (want);                                          \
		if (__got != __want)                                                               \
			FAIL("%s is %lld (0x%llx), not %lld (0x%llx)", #got, __got, __got, __want, \
			     __want);                                                              \
	} while (0)

#define EXPECT_STR(got, want)                                                                      \
	do {                                                                                       \
		const char *__got = (got), *__want = (want);                                       \
		if (host_differ(__got, __want))                                                    \
			FAIL("%s is \"%s\", not \"%s\"", #got, __got, __want);                     \
	} while (0)

/* Not strcmp(): that one is being tested. */
static inline bool host_differ(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a != *b;
}

/* A copy of @s in a block of exactly its size. */
static inline char *host_text(const char *s)
{
	size_t n = 0, i;
	char *copy;

	while (s[n])
		n++;
	copy = host_alloc(n + 1);
	for (i = 0; i <= n; i++)
		copy[i] = s[i];
	return copy;
}

/* Makes a mistake on purpose, so that a test sees it found: --fail, --overrun. */
void host_mistake(const char *option);

/* The C library's answers (host.c). */
int ref_memcmp(const void *a, const void *b, size_t n);
int ref_strcmp(const char *a, const char *b);
int ref_strncmp(const char *a, const char *b, size_t n);
char *ref_strchr(const char *s, int c);
char *ref_strrchr(const char *s, int c);
char *ref_strstr(const char *s, const char *needle);
char *ref_strsep(char **s, const char *delimiters);
size_t ref_strspn(const char *s, const char *accept);
size_t ref_strcspn(const char *s, const char *reject);
int ref_vsnprintf(char *buf, size_t size, const char *fmt, va_list args);
unsigned long long ref_strtoull(const char *s, char **end, int base);
int ref_isclass(const char *name, int c);
const char *ref_errname(int err);

#endif /* HOST_H */
