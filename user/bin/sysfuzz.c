// SPDX-License-Identifier: MIT
/*
 * sysfuzz.c - system calls with numbers and arguments by chance: the kernel must stand it
 *
 * Idea:    A child does some calls and ends; the parent counts what became of each call, and starts
 *          the next child. Each call is told through a pipe before and after it: so one that did
 *          not come back is known, whether the child was killed in it or sleeps for ever, in which
 *          case the parent kills it. Arguments are of the kind that the call wants (a file, a path,
 *          an address …), good or bad, and sometimes anything.
 *          The same seed gives the same calls. Two calls are kept from their aim: reboot() is
 *          left out, kill() reaches nobody but the child.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <halves/program.h>
#include <limits.h>
#include <linux/array_size.h>
#include <linux/ioctls.h>
#include <linux/rtc.h>
#include <linux/utsname.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

const char usage[] =
	"sysfuzz [-s SEED] [-n CHILDREN | -t SECONDS] [-c CALL]\n"
	"  makes system calls with chance arguments, 40 in each child; counts outcomes\n"
	"  -s 1   where chance begins         -n 100  how many children\n"
	"  -t     for so long, instead        -c      only this call, by its name\n";

#define CALLS	   40
#define PATIENCE   100 /* ms that a child may sleep in a call */
#define REPORT_FD  30
#define NO_SUCH_NR 211

/*
 * f file, p path to read, w path to write, a address, n size, i number, s signal, o open's flags,
 * x program, v vector of texts, c a child or all, z zero, e end of the data, r request of ioctl()
 */
#define CALL(name, kinds)                                                                          \
	{                                                                                          \
		__NR_##name, #name, kinds                                                          \
	}
static struct call {
	int number;
	const char *name, *kinds;
	unsigned long done, failed, killed, slept;
} calls[] = {
	CALL(exit, "i"),	  CALL(fork, ""),
	CALL(read, "fan"),	  CALL(write, "fan"),
	CALL(open, "poi"),	  CALL(close, "f"),
	CALL(waitpid, "caz"),	  CALL(unlink, "w"),
	CALL(execve, "xvv"),	  CALL(chdir, "p"),
	CALL(time, "a"),	  CALL(lseek, "fii"),
	CALL(getpid, ""),	  CALL(nice, "i"),
	CALL(kill, "ks"),	  CALL(rename, "ww"),
	CALL(mkdir, "wi"),	  CALL(rmdir, "w"),
	CALL(dup, "f"),		  CALL(pipe, "a"),
	CALL(brk, "e"),		  CALL(signal, "sa"),
	CALL(ioctl, "fra"),	  CALL(dup2, "ff"),
	CALL(getppid, ""),	  CALL(gettimeofday, "aa"),
	CALL(stat, "pa"),	  CALL(fstat, "fa"),
	CALL(sysinfo, "a"),	  CALL(uname, "a"),
	CALL(init_module, "ana"), CALL(delete_module, "wi"),
	CALL(sched_yield, ""),	  CALL(nanosleep, "aa"),
	CALL(poll, "ani"),	  CALL(getcwd, "an"),
	CALL(mknod, "wii"),	  { -1, "(negative)", "aaa" },
	CALL(getdents64, "fan"),  { NO_SUCH_NR, "(no such)", "aaa" },
};

static char long_path[5000];
static char area[4096]; /* what good addresses point to */

static u32 below(u32 n)
{
	return (u32)rand() % n;
}

static unsigned long any(void)
{
	static const unsigned long edges[] = { 0, 1, -1ul, INT_MAX, INT_MIN, 0x1000, 0xc0000000 };

	return below(2) ? edges[below(ARRAY_SIZE(edges))] : (unsigned long)rand() << below(32);
}

static unsigned long address(void)
{
	switch (below(8)) {
	case 0:
		return any();
	case 1:
		return 0xc0000000 + (any() & 0xffffff); /* the kernel's */
	case 2:
		return (unsigned long)usage; /* not to be written */
	case 3:
		return (unsigned long)sbrk(0) - below(8); /* ends within */
	default:
		return (unsigned long)area + below(sizeof(area));
	}
}

static unsigned long path(bool to_write)
{
	static const char *const names[] = { "a", "b", "a/b", "", "a/../b" };
	static const char *const more[] = { ".",	 "..",		 "/",
					    "/dev/null", "/proc/uptime", "/proc/interrupts",
					    "/dev",	 "/proc/self" };

	switch (below(8)) {
	case 0:
		return (unsigned long)long_path;
	case 1:
		return 0xc0000000;
	case 2:
		return 0;
	}
	if (to_write || below(2))
		return (unsigned long)names[below(ARRAY_SIZE(names))];
	return (unsigned long)more[below(ARRAY_SIZE(more))];
}

/* Texts for execve(): good ones, one that is none, no end of them, nothing. */
static unsigned long vector(void)
{
	static const char *const good[] = { "true", "--help", NULL };
	static const char *const bad[] = { "true", (char *)0xc0000000, NULL };
	static const char *endless[PATH_MAX];
	size_t i;

	switch (below(8)) {
	case 0:
		return address();
	case 1:
		return (unsigned long)bad;
	case 2:
		for (i = 0; i < PATH_MAX; i++)
			endless[i] = long_path;
		return (unsigned long)endless;
	case 3:
		return 0;
	}
	return (unsigned long)good;
}

static unsigned long argument(char kind)
{
	static const unsigned long requests[] = { RTC_PIE_ON, RTC_PIE_OFF, RTC_IRQP_READ,
						  RTC_IRQP_SET, TCGETS };

	switch (kind) {
	case 'x':
		return below(2) ? (unsigned long)"/bin/true" : path(false);
	case 'v':
		return vector();
	case 'c':
		return below(4) ? -1ul : any();
	case 'z':
		return below(4) ? 0 : any();
	case 'e':
		return (unsigned long)sbrk(0) + (below(2) ? below(1 << 20) - (1 << 19) : any());
	case 'r':
		return below(2) ? requests[below(ARRAY_SIZE(requests))] : any();
	case 'f':
		return below(8) ? below(12) : any() | 32; /* never REPORT_FD */
	case 'p':
	case 'w':
		return path(kind == 'w');
	case 'a':
		return address();
	case 'n':
		return below(4) ? below(sizeof(area)) : any();
	case 's':
		return below(8) ? below(NSIG) : any();
	case 'k':
		return getpid();
	case 'o':
		return below(4) | (below(2) ? O_CREAT : 0) | (below(8) ? 0 : any());
	}
	return below(2) ? below(64) : any();
}

/* Both sides of the pipe speak of a call by its index: BEGUN, then one of the others. */
enum outcome { BEGUN, DONE, FAILED };

struct report {
	unsigned char call, outcome;
};

static void tell(int call, enum outcome outcome)
{
	struct report report = { call, outcome };

	write(REPORT_FD, &report, sizeof(report));
}

static void make_call(int index)
{
	struct call *call = &calls[index];
	unsigned long v[6];
	size_t i;
	long result;

	for (i = 0; i < 6; i++)
		v[i] = i < strlen(call->kinds) ? argument(call->kinds[i]) : any();
	for (i = 0; i < sizeof(area); i++)
		area[i] = below(4) ? 0 : rand();
	tell(index, BEGUN);
	result = syscall(call->number, v[0], v[1], v[2], v[3], v[4], v[5]);
	if (call->number == __NR_fork && !result)
		_exit(0);
	tell(index, result < 0 && result >= -4095 ? FAILED : DONE);
}

static __noreturn void child(int report, int only)
{
	int null, ends[2], i;

	dup2(report, REPORT_FD);
	for (i = 3; i < REPORT_FD; i++)
		close(i);
	null = open("/dev/null", O_RDWR);
	for (i = 0; i < 3 && null >= 0; i++)
		dup2(null, i);
	open(".", O_RDONLY);
	mkdir("b", 0777);
	open("a", O_RDWR | O_CREAT, 0666);
	pipe(ends);
	open("/proc/stat", O_RDONLY);
	open("/dev/edu", O_RDWR);
	open("/dev/rtc", O_RDWR);
	for (i = 0; i < CALLS; i++)
		make_call(only >= 0 ? only : (int)below(ARRAY_SIZE(calls)));
	_exit(0);
}

/* Until the pipe ends, or nothing comes for so long that the child is killed. */
static bool follow(int report, pid_t pid)
{
	struct pollfd poll_fd = { .fd = report, .events = POLLIN };
	bool within = false, slept = false;
	struct report last = { 0 };
	int how;

	for (;;) {
		if (!slept && poll(&poll_fd, 1, PATIENCE) == 0) {
			slept = true;
			kill(pid, SIGKILL);
			break;
		}
		if (read(report, &last, sizeof(last)) != sizeof(last))
			break;
		within = last.outcome == BEGUN;
		calls[last.call].done += last.outcome == DONE;
		calls[last.call].failed += last.outcome == FAILED;
	}
	waitpid(pid, &how, 0);
	if (!within)
		return WIFSIGNALED(how);
	if (slept)
		calls[last.call].slept++;
	else if (WIFSIGNALED(how))
		calls[last.call].killed++;
	else
		calls[last.call].done++; /* exit() */
	return WIFSIGNALED(how);
}

static void show(u32 seed, unsigned long children, unsigned long killed)
{
	unsigned long sum = 0;
	size_t i;

	printf("%-16s%9s%9s%9s%9s\n", "call", "done", "failed", "killed", "slept");
	for (i = 0; i < ARRAY_SIZE(calls); i++) {
		const struct call *call = &calls[i];

		if (!call->done && !call->failed && !call->killed && !call->slept)
			continue;
		sum += call->done + call->failed + call->killed + call->slept;
		printf("%-16s%9lu%9lu%9lu%9lu\n", call->name, call->done, call->failed,
		       call->killed, call->slept);
	}
	printf("sysfuzz: seed %u: %lu calls by %lu children, %lu of which were killed\n", seed, sum,
	       children, killed);
}

static char folder[40]; /* to be in; renaming makes trees of any depth below it */

/* The first entry of a folder that is not the folder itself or its parent. */
static bool first_entry(const char *path, char *name)
{
	DIR *dir = opendir(path);
	struct dirent *entry = NULL;

	while (dir && (entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			break;
	if (dir && entry)
		join_path(name, path, entry->d_name);
	if (dir)
		closedir(dir);
	return dir && entry;
}

static void empty_folder(const char *path)
{
	char *name = malloc(PATH_MAX);

	while (name && first_entry(path, name)) {
		if (!unlink(name))
			continue;
		empty_folder(name);
		if (rmdir(name)) {
			complain(name);
			exit(1);
		}
	}
	free(name);
}

/* Return: its index. */
static int find_call(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(calls); i++)
		if (!strcmp(calls[i].name, name))
			return i;
	wrong_use(name, "no such call");
}

/* Elsewhere, numbers that we do not know may do anything, to more than a machine in a test. */
static void expect_halves(void)
{
	struct utsname name;

	if (uname(&name) || !strcmp(name.sysname, "Halves"))
		return;
	fprintf(stderr, "sysfuzz: this is %s, not Halves: only with -c CALL\n", name.sysname);
	exit(1);
}

int main(int argc, char **argv)
{
	unsigned long seed = 1, count = 100, seconds = 0, killed = 0, n;
	time_t start = time(NULL);
	int option, only = -1;

	while ((option = next_option(argc, argv, "s:n:t:c:")) != -1) {
		if (option == 's')
			seed = number(optarg, UINT_MAX);
		else if (option == 'n')
			count = number(optarg, LONG_MAX);
		else if (option == 't')
			seconds = number(optarg, 86400);
		else
			only = find_call(optarg);
	}
	expect_words(argc, 0, 0);
	if (only < 0)
		expect_halves();
	snprintf(folder, sizeof(folder), "/tmp/sysfuzz.%d", getpid());
	if (mkdir(folder, 0777))
		return complain(folder);
	if (chdir(folder))
		return complain(folder);
	memset(long_path, 'x', sizeof(long_path) - 1);

	for (n = 0; seconds ? (unsigned long)(time(NULL) - start) < seconds : n < count; n++) {
		int ends[2];
		pid_t pid;

		empty_folder(folder);
		if (pipe(ends))
			return complain("pipe");
		fflush(stdout);
		srand(seed + n);
		pid = fork();
		if (!pid)
			child(ends[1], only);
		close(ends[1]);
		if (pid < 0)
			return complain("fork");
		killed += follow(ends[0], pid);
		close(ends[0]);
	}
	empty_folder(folder);
	rmdir(folder);
	show(seed, n, killed);
	return 0;
}
