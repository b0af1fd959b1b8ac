// SPDX-License-Identifier: MIT
/*
 * port.c - each event leaves the machine at once, and stops a debugger at the one that it wants
 *
 * Idea:    what has been written to an I/O port is the host's, whatever the machine does then.
 *          trace.port= says to which: QEMU's isa-debugcon can be at any. A record leaves as nine
 *          words; the host has the image, and finds texts, functions and formats there by address.
 *          What it cannot find there, names of threads and what lies in modules, is sent as a text
 *          before it is used. trace.break=N calls trace_break_here() at the Nth event of a log: put
 *          a breakpoint there, and look around.
 * Context: as the events'; irqs off. Locking: port_lock, so that records of two processors do not
 *          mix.
 * See:     tools/trace, docs/trace.md
 */
#include "internal.h"
#include <asm/io.h>
#include <asm/setup.h>
#include <asm/tsc.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/string.h>

/* What leaves. A text goes in pieces: as many as it needs, the last one has a 0 in it. */
struct trace_packet {
	u64 ns;
	u32 head;    /* as a record's; of a text PACKET_TEXT << 24 */
	u32 context; /* trace_context(), and the processor in bits 16 to 23 */
	u32 word[TRACE_WORDS];
};

#define PACKET_TEXT  0xffU
#define PACKET_BEGIN 0xfeU /* a log begins; `ns` tells its image: where that has trace_formats */

/* In `context` of a text: what it is the name of, by the low word of `ns`. */
enum { TEXT_TASK, TEXT_STRING, TEXT_FUNCTION };

unsigned int trace_port, trace_break, trace_most;
static u32 events; /* of this log */
static struct arch_spinlock port_lock; /* raw: who takes it may hold any lock */

/** trace_break_here - event trace.break= was just written: for a breakpoint; irqs off */
noinline void trace_break_here(const struct trace_record *r)
{
	barrier(); /* or else there would be no call */
}

static void send(const struct trace_packet *packet)
{
	if (trace_port)
		outsb(trace_port, packet, sizeof(*packet));
}

static void send_text(u32 kind, u32 key, const char *text)
{
	struct trace_packet packet = { .ns = key, .head = PACKET_TEXT << 24, .context = kind };
	char *piece = (char *)packet.word;
	size_t len;

	do {
		len = min(strlen(text), sizeof(packet.word));
		memset(piece, 0, sizeof(packet.word));
		memcpy(piece, text, len);
		send(&packet);
		text += len;
	} while (len == sizeof(packet.word));
}

/* Texts and functions that are not in the image, so that the host cannot know them. */
static void send_names(const struct trace_record *r)
{
	const char *format = trace_formats[trace_event_of(r)].format;
	const u32 *word = r->word;
	char letter;

	for (; (letter = trace_conversion(&format)); word += letter != 'T') {
		char name[64];

		if (letter == 's' && (*word < (u32)__rodata_start || *word >= (u32)__rodata_end)) {
			send_text(TEXT_STRING, *word, (const char *)*word);
		} else if (letter == 'S' &&
			   (*word < (u32)__text_start || *word >= (u32)__text_end)) {
			snprintf(name, sizeof(name), "%ps", (void *)*word);
			send_text(TEXT_FUNCTION, *word, name);
		}
	}
}

/**
 * trace_send - a record is complete: to the port, and to the debugger; irqs off
 *
 * Where there is no time stamp counter, its time is taken here.
 */
void trace_send(struct trace_record *r)
{
	int cpu = smp_processor_id();
	struct trace_packet packet;

	if (!tsc_present)
		r->stamp = sched_clock();
	packet.ns = clock_ns(cpu, r->stamp);
	packet.head = r->head;
	packet.context = trace_context(r) | cpu << 16;
	memcpy(packet.word, r->word, sizeof(packet.word));
	arch_spin_lock(&port_lock);
	if (trace_port && (!trace_most || events < trace_most)) {
		send_names(r);
		send(&packet);
	}
	events++;
	if (events == trace_break)
		trace_break_here(r);
	arch_spin_unlock(&port_lock);
}

/** trace_send_task - the name of a thread; irqs off */
void trace_send_task(u32 pid, const char *comm)
{
	arch_spin_lock(&port_lock);
	send_text(TEXT_TASK, pid, comm);
	arch_spin_unlock(&port_lock);
}

/** trace_port_begin - a new log; process, no event is wanted yet */
void trace_port_begin(void)
{
	struct trace_packet packet = { .ns = (u32)trace_formats, .head = PACKET_BEGIN << 24 };

	events = 0;
	trace_outside = trace_port || trace_break || !tsc_present;
	send(&packet);
}
