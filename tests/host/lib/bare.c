// SPDX-License-Identifier: MIT
/*
 * bare.c - runs the checks as a 32-bit program without a C library
 *
 * Idea:    Compiled with the kernel's own flags, so what is checked is the kernel's code. No 32-bit
 *          C library need be installed: two system calls of Linux are all it uses. In place of a
 *          sanitizer, blocks have guard bytes on both sides, which host_free() looks at.
 *          Usage: as host.c.
 */
#include <linux/kallsyms.h>
#include <linux/list.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include "host.h"

#define MAX_CHECKS 500
#define GUARD	   32

static struct {
	const char *file, *name;
	void (*run)(void);
} checks[MAX_CHECKS];
static int nr_checks;

static char arena[4 << 20];
static size_t arena_used;
static int blocks;

asm(".globl _start\n"
    "_start:\n"
    "	movl %esp, %eax\n"
    "	andl $-16, %esp\n"
    "	call bare_main\n"
    "	hlt\n");

static long system_call(long number, long a, const void *b, long c)
{
	asm volatile("int $0x80" : "+a"(number) : "b"(a), "c"(b), "d"(c) : "memory");
	return number;
}

static __noreturn void leave(int status)
{
	for (;;)
		system_call(1, status, NULL, 0);
}

static void say(int fd, const char *text)
{
	size_t n = 0;

	while (text[n])
		n++;
	system_call(4, fd, text, n);
}

void host_register(const char *file, const char *name, void (*run)(void))
{
	if (nr_checks == MAX_CHECKS)
		leave(70);
	checks[nr_checks].file = file;
	checks[nr_checks].name = name;
	checks[nr_checks++].run = run;
}

void host_fail(const char *file, int line, const char *fmt, ...)
{
	char text[1000];
	va_list args;

	snprintf(text, sizeof(text), "%s:%d: ", file, line);
	say(2, text);
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	say(2, text);
	say(2, "\n");
	leave(1);
}

/* [size][guard][block][guard]; the arena is empty again when every block is. */
void *host_alloc(size_t n)
{
	size_t i, need = (sizeof(n) + GUARD + n + GUARD + 15) & ~15;
	char *start = arena + arena_used;

	if (need > sizeof(arena) - arena_used)
		FAIL("no memory for %zu bytes", n);
	arena_used += need;
	blocks++;
	for (i = 0; i < need; i++)
		start[i] = 0xa5;
	*(size_t *)start = n;
	return start + sizeof(n) + GUARD;
}

void host_free(void *block)
{
	u8 *bytes = block;
	size_t i, n;

	if (!block)
		return;
	n = *(size_t *)(bytes - GUARD - sizeof(n));
	for (i = 0; i < GUARD; i++)
		if (bytes[i - GUARD] != 0xa5 || bytes[n + i] != 0xa5)
			FAIL("written outside a block of %zu bytes", n);
	if (!--blocks)
		arena_used = 0;
}

/* xorshift (Marsaglia, 2003) */
u64 host_random(void)
{
	static u64 state = 88172645463325252ull;

	state ^= state << 13;
	state ^= state >> 7;
	return state ^= state << 17;
}

u32 host_below(u32 n)
{
	return (u32)(host_random() >> 32) % n;
}

/* The linker's table of constructors: where CHECK() enters itself. */
extern void (*const __init_array_start[])(void), (*const __init_array_end[])(void);

__used void bare_main(long *stack)
{
	const char *wanted = stack[0] == 2 ? (const char *)stack[2] : "";
	void (*const *init)(void);
	char name[200];
	int i;

	for (init = __init_array_start; init < __init_array_end; init++)
		(*init)();
	host_mistake(wanted);
	for (i = 0; i < nr_checks; i++) {
		const char *base = kbasename(checks[i].file);

		snprintf(name, sizeof(name), "%.*s.%s", (int)strlen(base) - 8, base,
			 checks[i].name);
		if (!host_differ(wanted, "--list")) {
			say(1, name);
			say(1, "\n");
		} else if (!host_differ(wanted, name)) {
			checks[i].run();
			leave(blocks ? 71 : 0);
		}
	}
	leave(host_differ(wanted, "--list") ? 64 : 0);
}
