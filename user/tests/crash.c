// SPDX-License-Identifier: MIT
/*
 * crash.c - what a program must not do, one way to each word
 *
 * The kernel ends the program, and only that: its parent sees by which signal. Should the program
 * get past its crime, it says so, with status 1.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void null(void)
{
	*(volatile int *)0 = 1;
}

static void divide(void)
{
	asm volatile("divl %1" : : "a"(1), "r"(0), "d"(0));
}

/* Floating point has no registers here: the kernel does not save them. */
static void fpu(void)
{
	asm volatile("fld1; fstp %st(0)");
}

static void privileged(void)
{
	asm volatile("cli");
}

static void port(void)
{
	asm volatile("outb %%al, $0x80" : : "a"(0));
}

static void undefined(void)
{
	asm volatile("ud2");
}

#pragma GCC diagnostic ignored "-Winfinite-recursion"
static int stack(int depth)
{
	volatile char page[4096];

	page[0] = depth;
	return stack(depth + 1) + page[0];
}

static void overflow(void)
{
	stack(0);
}

static void read_kernel(void)
{
	(void)*(volatile int *)0xc0100000;
}

static void jump_kernel(void)
{
	((void (*)(void))0xc0100000)();
}

static void text(void)
{
	*(volatile char *)(uintptr_t)null = 0x90;
}

static const struct crime {
	const char *name;
	void (*commit)(void);
} crimes[] = {
	{ "null", null },
	{ "divide", divide },
	{ "fpu", fpu },
	{ "privileged", privileged },
	{ "port", port },
	{ "undefined", undefined },
	{ "stack", overflow },
	{ "read_kernel", read_kernel },
	{ "jump_kernel", jump_kernel },
	{ "text", text },
	{ NULL },
};

int main(int argc, char **argv)
{
	const struct crime *crime;

	for (crime = crimes; crime->name; crime++) {
		if (argc < 2) {
			puts(crime->name);
		} else if (!strcmp(argv[1], crime->name)) {
			crime->commit();
			printf("%s: nothing happened\n", argv[1]);
			return 1;
		}
	}
	return argc < 2 ? 0 : 2;
}
