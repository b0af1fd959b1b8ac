// SPDX-License-Identifier: MIT
/*
 * host.c - runs the checks on the host, and gives them the C library's answers
 *
 * Usage: checks --list, or checks SUITE.CASE: status 0 when it holds, 64 when there is none such.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_CHECKS 500

static struct check {
	char name[100];
	void (*run)(void);
} checks[MAX_CHECKS];
static int nr_checks;

/* string_check.c, case → string.case */
void host_register(const char *file, const char *name, void (*run)(void))
{
	const char *base = strrchr(file, '/') ? strrchr(file, '/') + 1 : file;
	struct check *check = &checks[nr_checks++];

	if (nr_checks > MAX_CHECKS)
		abort();
	snprintf(check->name, sizeof(check->name), "%.*s.%s", (int)(strlen(base) - 8), base, name);
	check->run = run;
}

void host_fail(const char *file, int line, const char *fmt, ...)
{
	va_list args;

	fprintf(stderr, "%s:%d: ", file, line);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	abort();
}

void *host_alloc(size_t n)
{
	void *block = malloc(n);

	if (!block)
		abort();
	return memset(block, 0xa5, n);
}

void host_free(void *block)
{
	free(block);
}

/* xorshift (Marsaglia, 2003) */
uint64_t host_random(void)
{
	static uint64_t state = 88172645463325252ull;

	state ^= state << 13;
	state ^= state >> 7;
	return state ^= state << 17;
}

uint32_t host_below(uint32_t n)
{
	return (uint32_t)(host_random() >> 32) % n;
}

int ref_memcmp(const void *a, const void *b, size_t n)
{
	return memcmp(a, b, n);
}

int ref_strcmp(const char *a, const char *b)
{
	return strcmp(a, b);
}

int ref_strncmp(const char *a, const char *b, size_t n)
{
	return strncmp(a, b, n);
}

char *ref_strchr(const char *s, int c)
{
	return strchr(s, c);
}

char *ref_strrchr(const char *s, int c)
{
	return strrchr(s, c);
}

char *ref_strstr(const char *s, const char *needle)
{
	return strstr(s, needle);
}

char *ref_strsep(char **s, const char *delimiters)
{
	return strsep(s, delimiters);
}

size_t ref_strspn(const char *s, const char *accept)
{
	return strspn(s, accept);
}

size_t ref_strcspn(const char *s, const char *reject)
{
	return strcspn(s, reject);
}

int ref_vsnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	return vsnprintf(buf, size, fmt, args);
}

unsigned long long ref_strtoull(const char *s, char **end, int base)
{
	return strtoull(s, end, base);
}

int ref_isclass(const char *name, int c)
{
	static const struct {
		const char *name;
		int (*is)(int);
	} classes[] = {
		{ "alnum", isalnum }, { "alpha", isalpha },   { "cntrl", iscntrl },
		{ "digit", isdigit }, { "graph", isgraph },   { "lower", islower },
		{ "print", isprint }, { "punct", ispunct },   { "space", isspace },
		{ "upper", isupper }, { "xdigit", isxdigit },
	};

	for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++)
		if (!strcmp(classes[i].name, name))
			return classes[i].is(c) != 0;
	abort();
}

const char *ref_errname(int err)
{
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 32)
	return strerrorname_np(err);
#else
	(void)err;
	return NULL;
#endif
}

void host_mistake(const char *option);

int main(int argc, char **argv)
{
	int i;

	if (argc != 2)
		return 64;
	host_mistake(argv[1]);
	for (i = 0; i < nr_checks; i++) {
		if (!strcmp(argv[1], "--list")) {
			puts(checks[i].name);
		} else if (!strcmp(argv[1], checks[i].name)) {
			checks[i].run();
			return 0;
		}
	}
	return strcmp(argv[1], "--list") ? 64 : 0;
}
