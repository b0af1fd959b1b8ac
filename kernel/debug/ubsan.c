// SPDX-License-Identifier: MIT
/*
 * ubsan.c - undefined behaviour of C, reported where it happens
 *
 * Idea:    what C does not define (2147483647 + 1, x << 32, a[4] of four) gives one thing at -O0
 *          and another at -O2. With -fsanitize=undefined the compiler puts a check before each such
 *          operation, and when one fails calls a handler here, with a description of the place
 *          and the operands. The handler reports and returns; the operation then happens, whatever
 *          it does: a division still faults. What cannot go on is reported and ends the kernel.
 *          Each place is told once, by a mark in the compiler's own data; a test that reads
 *          reports is told each time.
 *          The report is made by code that is checked as well. So a failed check inside a report is
 *          passed over, or reports would nest without end; this file has no checks (Makefile).
 *          In the tests' image only.
 * Context: any; irqs off meanwhile. Locking: none.
 * See:     tests/kernel/ubsan_test.c
 */
#include <asm/system.h>
#include <halves/debug.h>
#include <linux/kernel.h>
#include <linux/percpu.h>

#include "internal.h"

/*
 * How the compiler calls: gcc as -mregparm=3 says, clang with all arguments on the stack, since it
 * thinks of a library.
 */
#ifdef __clang__
#define HANDLER asmlinkage void
#else
#define HANDLER void
#endif

/* ---- what the compiler describes ----------------------------------------------------------- */

#define TOLD 0x80000000U /* our mark in place.line */

struct place {
	const char *file;
	u32 line;
	u32 column;
};

struct type {
	u16 kind;    /* 0: an integer */
	u16 integer; /* bit 0: signed; the rest: binary logarithm of its bits */
	char name[]; /* in quotes */
};

/* An operand: itself, or where it lies when it is wider than a register. */
typedef unsigned long operand_t;

struct arithmetic {
	struct place place;
	struct type *type;
};

struct shift {
	struct place place;
	struct type *left, *right;
};

struct bounds {
	struct place place;
	struct type *array, *index;
};

struct access {
	struct place place;
	struct type *type;
	u8 log_alignment;
	u8 kind;
};

struct assumption {
	struct place place, where_assumed;
	struct type *type;
};

struct argument {
	struct place place, where_declared;
	int number;
};

struct builtin {
	struct place place;
	u8 kind; /* 0: ctz, 1: clz */
};

/* ---- operands ------------------------------------------------------------------------------- */

#define OPERAND_LEN 24

static bool is_signed(const struct type *type)
{
	return type->integer & 1;
}

static unsigned int bits_of(const struct type *type)
{
	return 1U << (type->integer >> 1);
}

static s64 value_of(const struct type *type, operand_t operand)
{
	unsigned int spare = 64 - bits_of(type);
	u64 raw = bits_of(type) > BITS_PER_LONG ? *(const u64 *)operand : operand;

	return is_signed(type) ? (s64)(raw << spare) >> spare : (s64)(raw << spare >> spare);
}

static bool is_negative(const struct type *type, operand_t operand)
{
	return is_signed(type) && value_of(type, operand) < 0;
}

static const char *text_of(char *buf, const struct type *type, operand_t operand)
{
	snprintf(buf, OPERAND_LEN, is_signed(type) ? "%lld" : "%llu", value_of(type, operand));
	return buf;
}

/* ---- a report ------------------------------------------------------------------------------- */

static DEFINE_PER_CPU(u32, reporting);

struct report {
	unsigned long flags;
	bool in_printk;
};

/* Begins a report, unless there is to be none. Until its end nothing else runs on this CPU. */
static bool begin(struct report *report, struct place *place)
{
	report->flags = raw_local_save_flags();
	if (place->line & TOLD && !report_captured())
		return false;
	raw_local_irq_disable();
	if (this_cpu_read(reporting)) {
		raw_local_irq_restore(report->flags);
		return false;
	}
	this_cpu_write(reporting, 1);
	report->in_printk = printk_interrupt();
	report_begin();
	printk(KERN_ERR "BUG: undefined behaviour at %s:%u:%u: ", place->file, place->line & ~TOLD,
	       place->column);
	place->line |= TOLD;
	return true;
}

static void end(const struct report *report)
{
	report_context_of(raw_irqs_disabled_flags(report->flags));
	report_backtrace();
	report_end();
	if (report->in_printk)
		die("undefined behaviour in printk() or a console");
	this_cpu_write(reporting, 0);
	raw_local_irq_restore(report->flags);
}

/* ---- arithmetic ----------------------------------------------------------------------------- */

static void overflow(struct arithmetic *what, operand_t left, const char *op, operand_t right)
{
	struct report report;
	char a[OPERAND_LEN], b[OPERAND_LEN];

	if (!begin(&report, &what->place))
		return;
	pr_cont("signed integer overflow: %s %s %s cannot be represented in type %s\n",
		text_of(a, what->type, left), op, text_of(b, what->type, right), what->type->name);
	end(&report);
}

HANDLER __ubsan_handle_add_overflow(struct arithmetic *what, operand_t left, operand_t right)
{
	overflow(what, left, "+", right);
}

HANDLER __ubsan_handle_sub_overflow(struct arithmetic *what, operand_t left, operand_t right)
{
	overflow(what, left, "-", right);
}

HANDLER __ubsan_handle_mul_overflow(struct arithmetic *what, operand_t left, operand_t right)
{
	overflow(what, left, "*", right);
}

HANDLER __ubsan_handle_negate_overflow(struct arithmetic *what, operand_t operand)
{
	struct report report;
	char a[OPERAND_LEN];

	if (!begin(&report, &what->place))
		return;
	pr_cont("signed integer overflow: -(%s) cannot be represented in type %s\n",
		text_of(a, what->type, operand), what->type->name);
	end(&report);
}

/* What returns from here divides all the same: an int in a register then faults. */
HANDLER __ubsan_handle_divrem_overflow(struct arithmetic *what, operand_t left, operand_t right)
{
	struct report report;
	char a[OPERAND_LEN];

	if (value_of(what->type, right)) {
		overflow(what, left, "/", right);
	} else if (begin(&report, &what->place)) {
		pr_cont("division of %s by zero\n", text_of(a, what->type, left));
		end(&report);
	}
}

HANDLER __ubsan_handle_shift_out_of_bounds(struct shift *what, operand_t left, operand_t right)
{
	struct report report;
	char a[OPERAND_LEN], b[OPERAND_LEN];

	if (!begin(&report, &what->place))
		return;
	text_of(a, what->left, left);
	text_of(b, what->right, right);
	if (is_negative(what->right, right))
		pr_cont("shift by %s, a negative count\n", b);
	else if (value_of(what->right, right) >= bits_of(what->left))
		pr_cont("shift by %s is too far for the %u bits of type %s\n", b,
			bits_of(what->left), what->left->name);
	else if (is_negative(what->left, left))
		pr_cont("left shift of %s, a negative value\n", a);
	else
		pr_cont("left shift: %s << %s cannot be represented in type %s\n", a, b,
			what->left->name);
	end(&report);
}

/* ---- arrays and pointers -------------------------------------------------------------------- */

HANDLER __ubsan_handle_out_of_bounds(struct bounds *what, operand_t index)
{
	struct report report;
	char a[OPERAND_LEN];

	if (!begin(&report, &what->place))
		return;
	pr_cont("index %s is out of bounds for type %s\n", text_of(a, what->index, index),
		what->array->name);
	end(&report);
}

static const char *access_name(unsigned int kind)
{
	static const char *const names[] = { "load from", "store to", "reference to",
					     "member access within" };

	return kind < ARRAY_SIZE(names) ? names[kind] : "use of";
}

HANDLER __ubsan_handle_type_mismatch_v1(struct access *what, unsigned long pointer)
{
	unsigned long alignment = 1UL << what->log_alignment;
	const char *access = access_name(what->kind);
	struct report report;

	if (!begin(&report, &what->place))
		return;
	if (!pointer)
		pr_cont("%s a null pointer of type %s\n", access, what->type->name);
	else if (pointer & (alignment - 1))
		pr_cont("%s misaligned address %08lx for type %s, which needs a multiple of %lu\n",
			access, pointer, what->type->name, alignment);
	else
		pr_cont("%s address %08lx, where there is no room for an object of type %s\n",
			access, pointer, what->type->name);
	end(&report);
}

HANDLER __ubsan_handle_pointer_overflow(struct place *place, unsigned long base,
					unsigned long result)
{
	struct report report;

	if (!begin(&report, place))
		return;
	if (!base)
		pr_cont("pointer arithmetic: null pointer plus %ld\n", (long)result);
	else if (!result)
		pr_cont("pointer arithmetic: %08lx became a null pointer\n", base);
	else
		pr_cont("pointer arithmetic: %08lx overflowed to %08lx\n", base, result);
	end(&report);
}

/* __builtin_assume_aligned, and functions that promise an alignment; clang */
HANDLER __ubsan_handle_alignment_assumption(struct assumption *what, unsigned long pointer,
					    unsigned long alignment, unsigned long offset)
{
	struct report report;

	if (!begin(&report, &what->place))
		return;
	pr_cont("address %08lx of type %s was assumed to be a multiple of %lu plus %lu\n", pointer,
		what->type->name, alignment, offset);
	end(&report);
}

/* ---- values and calls ----------------------------------------------------------------------- */

static void tell(struct place *place, const char *what)
{
	struct report report;

	if (!begin(&report, place))
		return;
	pr_cont("%s\n", what);
	end(&report);
}

HANDLER __ubsan_handle_load_invalid_value(struct arithmetic *what, operand_t value)
{
	struct report report;
	char a[OPERAND_LEN];

	if (!begin(&report, &what->place))
		return;
	pr_cont("load of %s, which is no value of type %s\n", text_of(a, what->type, value),
		what->type->name);
	end(&report);
}

HANDLER __ubsan_handle_vla_bound_not_positive(struct arithmetic *what, operand_t bound)
{
	struct report report;
	char a[OPERAND_LEN];

	if (!begin(&report, &what->place))
		return;
	pr_cont("length of an array is %s\n", text_of(a, what->type, bound));
	end(&report);
}

HANDLER __ubsan_handle_invalid_builtin(struct builtin *what)
{
	tell(&what->place,
	     what->kind ? "count of leading zeros of 0" : "count of trailing zeros of 0");
}

HANDLER __ubsan_handle_nonnull_arg(struct argument *what)
{
	struct report report;

	if (!begin(&report, &what->place))
		return;
	pr_cont("null pointer as argument %d, declared never to be null\n", what->number);
	end(&report);
}

HANDLER __ubsan_handle_nonnull_return_v1(struct place *declared, struct place *place)
{
	tell(place, "null pointer returned by a function declared never to return one");
}

HANDLER __ubsan_handle_builtin_unreachable(struct place *place)
{
	tell(place, "reached what was declared unreachable");
	die("undefined behaviour at %s:%u", place->file, place->line & ~TOLD);
}
