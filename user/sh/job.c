// SPDX-License-Identifier: MIT
/*
 * job.c - wait for children, in the foreground and in the background
 *
 * Idea:    How a child ended becomes $?: its status, or 128 and the signal number. Of those in the
 *          background there is a list, so that `wait` finds the status of one that has long ended.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "sh.h"

#define MAX_JOBS 64

int last_background;
bool interrupted;

static const char *signal_name(int number)
{
	switch (number) {
	case SIGILL:
		return "SIGILL";
	case SIGFPE:
		return "SIGFPE";
	case SIGKILL:
		return "SIGKILL";
	case SIGSEGV:
		return "SIGSEGV";
	case SIGTERM:
		return "SIGTERM";
	}
	return "a signal";
}

/* What waitpid() gave, as $? */
static int status_of(int how, int pid)
{
	int number = WTERMSIG(how);

	if (WIFEXITED(how))
		return WEXITSTATUS(how);
	if (number == SIGINT)
		interrupted = interactive;
	else if (number != SIGPIPE)
		say("process %d: ended by %s (%d)", pid, signal_name(number), number);
	return 128 + number;
}

int wait_for(int pid)
{
	int how;

	if (pid < 0)
		return SYNTAX_STATUS;
	while (waitpid(pid, &how, 0) < 0)
		if (errno != EINTR)
			return NOT_FOUND;
	return status_of(how, pid);
}

static struct {
	int pid; /* 0: free */
	bool ended;
	int status;
} jobs[MAX_JOBS];

/* Takes note of those that have ended; @wait: and waits for all. */
void look_after_jobs(bool wait)
{
	int i, how;

	for (i = 0; i < MAX_JOBS; i++) {
		if (!jobs[i].pid || jobs[i].ended)
			continue;
		if (wait) {
			jobs[i].status = wait_for(jobs[i].pid);
			jobs[i].ended = true;
		} else if (waitpid(jobs[i].pid, &how, WNOHANG) == jobs[i].pid) {
			jobs[i].status = status_of(how, jobs[i].pid);
			jobs[i].ended = true;
		}
	}
}

void wait_for_background(void)
{
	look_after_jobs(true);
	memset(jobs, 0, sizeof(jobs));
}

int background_status(int pid)
{
	int i;

	for (i = 0; i < MAX_JOBS; i++) {
		if (jobs[i].pid != pid)
			continue;
		jobs[i].pid = 0;
		return jobs[i].ended ? jobs[i].status : wait_for(pid);
	}
	return -1;
}

/* In place of one that is free, or else of one that has ended. */
void remember_job(int pid)
{
	int i, place = -1;

	for (i = 0; i < MAX_JOBS; i++)
		if (!jobs[i].pid || (place < 0 && jobs[i].ended))
			place = i;
	last_background = pid;
	if (place < 0)
		return;
	jobs[place].pid = pid;
	jobs[place].ended = false;
}
