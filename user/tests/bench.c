// SPDX-License-Identifier: MIT
/*
 * bench.c - what a process pays for: a system call, a hand-over to another process, the boot
 *
 * Idea:    as in kernel/bench/: rdtsc at both ends, its own cost taken off, warmed up, 1000 rounds.
 *          tools/bench reads the lines: KEY MIN MEDIAN P99 MAX.
 *          boot_insns ends at the first thing that main() does, so this should be the first program
 *          that prints: init.cmd="exec /tests/bench".
 */
#include <halves/program.h>
#include <linux/types.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

const char usage[] = "bench\n"
		     "  instructions of a system call, of a pipe's round trip, and of the boot\n";

#define ROUNDS	1000
#define WARM_UP 10

static u32 samples[ROUNDS];

static inline u64 rdtsc(void)
{
	u64 cycles;

	asm volatile("rdtsc" : "=A"(cycles) : : "memory");
	return cycles;
}

static int ascending(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	return (x > y) - (x < y);
}

static void nothing(void) { }

/* A system call without the library around it. */
static inline long call(long number, long a, const void *b, long c)
{
	long result;

	asm volatile("int $0x80" : "=a"(result) : "0"(number), "b"(a), "c"(b), "d"(c) : "memory");
	return result;
}

static void null_call(void)
{
	call(__NR_getpid, 0, NULL, 0);
}

static int to_child[2], to_parent[2];

static void round_trip(void)
{
	char token = 0;

	if (call(__NR_write, to_child[1], &token, 1) != 1 ||
	    call(__NR_read, to_parent[0], &token, 1) != 1)
		exit(complain("pipe"));
}

/* The other end: give back each byte that comes, until no more can. */
static pid_t start_echo(void)
{
	char token;
	pid_t pid;

	if (pipe(to_child) || pipe(to_parent))
		exit(complain("pipe"));
	pid = fork();
	if (pid < 0)
		exit(complain("fork"));
	if (pid) {
		close(to_child[0]);
		return pid;
	}
	close(to_child[1]);
	while (call(__NR_read, to_child[0], &token, 1) == 1)
		call(__NR_write, to_parent[1], &token, 1);
	_exit(0);
}

/* What @path takes beyond @cost, sorted. */
static __always_inline void measure(void (*path)(void), u32 cost)
{
	int n;

	for (n = -WARM_UP; n < ROUNDS; n++) {
		u64 begin = rdtsc(), took;

		path();
		took = rdtsc() - begin;
		samples[n < 0 ? 0 : n] = took > cost ? took - cost : 0;
	}
	qsort(samples, ROUNDS, sizeof(*samples), ascending);
}

static void show(const char *key, u32 min, u32 median, u32 p99, u32 max)
{
	printf("%-28s %10u %10u %10u %10u\n", key, min, median, p99, max);
}

static void show_samples(const char *key)
{
	show(key, samples[0], samples[ROUNDS / 2 - 1], samples[ROUNDS / 100 * 99 - 1],
	     samples[ROUNDS - 1]);
}

/* The counter when the kernel was entered; 0: not told. */
static u64 kernel_entered(void)
{
	static const char word[] = "\nentry_tsc ";
	static char text[2048];
	FILE *stat = fopen("/proc/stat", "r");
	char *line;

	if (!stat)
		return 0;
	fread(text, 1, sizeof(text) - 1, stat);
	fclose(stat);
	line = strstr(text, word);
	return line ? strtoull(line + strlen(word), NULL, 10) : 0;
}

int main(int argc, char **argv)
{
	u64 began = rdtsc(), entered = kernel_entered();
	u32 cost, boot = began - entered;
	pid_t child;
	int how;

	next_option(argc, argv, "");
	expect_words(argc, 0, 0);
	if (entered)
		show("boot_insns", boot, boot, boot, boot);
	measure(nothing, 0);
	cost = samples[0];
	measure(null_call, cost);
	show_samples("syscall_null");
	child = start_echo();
	measure(round_trip, cost);
	show_samples("pipe_roundtrip");
	close(to_child[1]);
	waitpid(child, &how, 0);
	return how != 0;
}
