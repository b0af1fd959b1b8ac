/* SPDX-License-Identifier: MIT */
/* workqueue_stats.h - what the work queues are doing, worker by worker */
#ifndef _HALVES_WORKQUEUE_STATS_H
#define _HALVES_WORKQUEUE_STATS_H

struct worker_stats {
	const char *queue, *worker; /* names */
	unsigned int queued;	    /* works that wait */
	unsigned int timed;	    /* delayed works of the whole queue whose timer runs */
	void *running;		    /* handler that runs now, or NULL */
	unsigned long done;	    /* handlers run since the queue was made */
};

/* Context: process. */
void workqueue_for_each_worker(void (*fn)(const struct worker_stats *stats, void *data),
			       void *data);

#endif
