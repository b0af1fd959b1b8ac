// SPDX-License-Identifier: MIT
/*
 * names.c - what lies at an address of a module, loaded or gone
 *
 * Idea:    each module's functions and variables are kept in a list of their own, for backtraces
 *          and for other modules. When it is unloaded its names stay, marked, until others have
 *          gone after it or its addresses are needed: so the report of who comes too late can say
 *          what was there.
 * Context: any, a panic included. Locking: names_lock, irqs off. A processor that a panic has
 *          stopped may hold it for ever: who reports takes it for granted after a while.
 * See:     <halves/module_names.h>, kernel/debug/symbols.c
 */
#include <halves/module_names.h>
#include <linux/jiffies.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include "internal.h"

#define MAX_GONE   16
#define LOCK_TRIES 100000

static LIST_HEAD(all_names); /* the newest first */
static unsigned int nr_gone;
static struct arch_spinlock names_lock; /* reports are made in its users, so it makes none */

struct guard {
	unsigned long flags;
	bool held;
};

static struct guard lock(void)
{
	struct guard guard = { raw_local_save_flags(), false };
	int i;

	raw_local_irq_disable();
	for (i = 0; i < LOCK_TRIES && !guard.held; i++) {
		guard.held = arch_spin_trylock(&names_lock);
		if (!guard.held)
			cpu_relax();
	}
	return guard;
}

static void unlock(struct guard guard)
{
	if (guard.held)
		arch_spin_unlock(&names_lock);
	raw_local_irq_restore(guard.flags);
}

static const char *name_of(const struct module_names *names, const struct module_symbol *symbol)
{
	return (const char *)(names->symbols + names->nr_symbols) + symbol->name;
}

/* ---- a module comes ------------------------------------------------------------------------ */

/* Functions and variables that will be in memory; not the mapping's own marks. */
static bool is_kept(const struct relocatable *r, const Elf32_Sym *symbol)
{
	u32 type = ELF32_ST_TYPE(symbol->st_info);

	return (type == STT_FUNC || type == STT_OBJECT) && symbol->st_shndx < r->nr_sections &&
	       r->sections[symbol->st_shndx].sh_flags & SHF_ALLOC && symbol->st_shndx != SHN_UNDEF;
}

static bool is_exported(const struct relocatable *r, const char *name)
{
	size_t len = strlen(EXPORT_MARK);
	unsigned int i;

	for (i = 0; i < r->nr_symbols; i++) {
		const char *mark = r->symbol_names + r->symbols[i].st_name;

		if (!strncmp(mark, EXPORT_MARK, len) && !strcmp(mark + len, name))
			return true;
	}
	return false;
}

/**
 * names_create - keep the names of a linked module
 * @r: linked
 * @module: its name
 *
 * Return: the names, in no list yet, or NULL: no memory. Context: process.
 */
struct module_names *names_create(const struct relocatable *r, const char *module)
{
	unsigned int count = 0, bytes = 0, i;
	struct module_names *names;
	struct module_symbol *to;
	char *text;

	for (i = 0; i < r->nr_symbols; i++) {
		if (!is_kept(r, r->symbols + i))
			continue;
		count++;
		bytes += strlen(r->symbol_names + r->symbols[i].st_name) + 1;
	}
	names = kzalloc(sizeof(*names) + count * sizeof(*to) + bytes, GFP_KERNEL);
	if (!names)
		return NULL;
	strlcpy(names->module, module, sizeof(names->module));
	names->start = r->base;
	names->init = r->base + r->end[REGION_DATA];
	names->end = r->base + r->end[NR_REGIONS - 1];
	names->nr_symbols = count;
	to = names->symbols;
	text = (char *)(names->symbols + count);
	for (i = 0, bytes = 0; i < r->nr_symbols; i++) {
		const Elf32_Sym *symbol = r->symbols + i;
		const char *name = r->symbol_names + symbol->st_name;

		if (!is_kept(r, symbol))
			continue;
		*to++ = (struct module_symbol){ symbol->st_value, symbol->st_size, bytes,
						is_exported(r, name) };
		strcpy(text + bytes, name);
		bytes += strlen(name) + 1;
	}
	return names;
}

/** names_publish - from now on they are found; process */
void names_publish(struct module_names *names)
{
	struct guard guard = lock();

	list_add(&names->list, &all_names);
	unlock(guard);
}

/** names_init_freed - the part from ->init on is not there any more; process */
void names_init_freed(struct module_names *names)
{
	names->init_freed = true;
}

/* ---- a module goes ------------------------------------------------------------------------- */

/** names_forget - take them out and free them; process, under module_mutex */
void names_forget(struct module_names *names)
{
	struct guard guard = lock();

	list_del(&names->list);
	unlock(guard);
	nr_gone -= names->unloaded;
	kfree(names);
}

static struct module_names *oldest_gone(void)
{
	struct module_names *names, *oldest = NULL;

	list_for_each_entry(names, &all_names, list)
		if (names->unloaded &&
		    (!oldest || time_before(names->unloaded_at, oldest->unloaded_at)))
			oldest = names;
	return oldest;
}

/** names_unloaded - the memory is about to go; the names stay for a while; under module_mutex */
void names_unloaded(struct module_names *names)
{
	if (nr_gone == MAX_GONE)
		names_forget(oldest_gone());
	nr_gone++;
	names->unloaded_at = jiffies;
	names->unloaded = true;
}

/** names_make_way - forget who has gone and lay between @start and @end; under module_mutex */
void names_make_way(unsigned long start, unsigned long end)
{
	struct module_names *names, *next;

	list_for_each_entry_safe(names, next, &all_names, list)
		if (names->unloaded && names->start < end && start < names->end)
			names_forget(names);
}

/** module_forget_gone - forget all that have been unloaded: tests count what is left; process */
void module_forget_gone(void)
{
	mutex_lock(&module_mutex);
	names_make_way(MODULES_START, MODULES_END);
	mutex_unlock(&module_mutex);
}

/* ---- looking up ---------------------------------------------------------------------------- */

/* Locking: expects names_lock. */
static struct module_names *names_at(unsigned long addr)
{
	struct module_names *names;

	list_for_each_entry(names, &all_names, list)
		if (addr >= names->start && addr < names->end)
			return names;
	return NULL;
}

/* What @addr lies in; a symbol without a size is as large as one byte. */
static const struct module_symbol *symbol_at(const struct module_names *names, unsigned long addr)
{
	const struct module_symbol *s;

	for (s = names->symbols; s < names->symbols + names->nr_symbols; s++)
		if (addr - s->address < (s->size ?: 1))
			return s;
	return NULL;
}

/** names_find_export - the address of what a module exports under a name, or 0; process */
unsigned long names_find_export(const struct module_names *names, const char *name)
{
	const struct module_symbol *s;

	for (s = names->symbols; s < names->symbols + names->nr_symbols; s++)
		if (s->exported && !strcmp(name_of(names, s), name))
			return s->address;
	return 0;
}

/** names_of_object - what a variable of the module is called, or NULL; process */
const char *names_of_object(const struct module_names *names, const void *object)
{
	const struct module_symbol *s = symbol_at(names, (unsigned long)object);

	return s ? name_of(names, s) : NULL;
}

/* "name+0x1a/0x40 [module]". Locking: expects names_lock. */
static int describe(char *buf, size_t size, const struct module_names *names, unsigned long addr,
		    char how)
{
	const struct module_symbol *s = symbol_at(names, how == 'B' ? addr - 1 : addr);
	const char *gone = names->unloaded ? ", unloaded" : "";

	if (!s)
		return snprintf(buf, size, "0x%08lx [%s%s]", addr, names->module, gone);
	if (how == 's')
		return snprintf(buf, size, "%s [%s%s]", name_of(names, s), names->module, gone);
	return snprintf(buf, size, "%s+0x%lx/0x%lx [%s%s]", name_of(names, s), addr - s->address,
			s->size, names->module, gone);
}

int module_symbol_name(char *buf, size_t size, unsigned long addr, char how)
{
	struct guard guard = lock();
	const struct module_names *names = names_at(how == 'B' ? addr - 1 : addr);
	int len = names ? describe(buf, size, names, addr, how) :
			  snprintf(buf, size, "0x%08lx", addr);

	unlock(guard);
	return len;
}

unsigned long module_symbol_start(unsigned long addr)
{
	struct guard guard = lock();
	const struct module_names *names = names_at(addr);
	const struct module_symbol *s = names ? symbol_at(names, addr) : NULL;
	unsigned long start = s ? s->address : 0;

	unlock(guard);
	return start;
}

unsigned long module_fixup(unsigned long insn)
{
	struct guard guard = lock();
	unsigned long fixup = 0;
	const struct module_names *names = names_at(insn);
	const struct exception_entry *e;

	if (names && !names->unloaded)
		for (e = names->ex_table; e < names->ex_table_end; e++)
			if (e->insn == insn)
				fixup = e->fixup;
	unlock(guard);
	return fixup;
}

/* ---- who comes too late -------------------------------------------------------------------- */

/* Is this leftover what has led to @addr: its own bytes, or the function that it calls? */
static bool leads_to(const struct module_names *names, const struct leftover *left,
		     unsigned long addr)
{
	const struct module_symbol *s = symbol_at(names, addr);

	return addr - (unsigned long)left->object < left->size ||
	       (left->fn && s && s->address == (unsigned long)left->fn);
}

static void explain_leftover(const struct module_names *names, const struct leftover *left,
			     const char *what)
{
	char text[160];

	leftover_describe(text, sizeof(text), names, left);
	printk(KERN_EMERG "%s %s: %s in module_exit\n", text, what, left->instead);
}

void module_explain_fault(unsigned long addr)
{
	unsigned int i, found = 0;
	struct module_names *names;
	struct guard guard = lock();

	names = names_at(addr);
	unlock(guard); /* the last unloaded stay for long: printing needs no lock */
	if (!names || (!names->unloaded && !(names->init_freed && addr >= names->init)))
		return;
	if (!names->unloaded) {
		printk(KERN_EMERG "%pS was __init, and is freed since module_init has returned: "
				  "take the __init away\n",
		       (void *)addr);
		return;
	}
	printk(KERN_EMERG "%pS was there until module %s was unloaded, %u ms ago\n", (void *)addr,
	       names->module, jiffies_to_msecs(jiffies - names->unloaded_at));
	for (i = 0; i < names->nr_leftovers; i++) {
		if (!leads_to(names, &names->leftovers[i], addr))
			continue;
		explain_leftover(names, &names->leftovers[i], "ran after unload");
		found++;
	}
	for (i = 0; !found && i < names->nr_leftovers; i++)
		explain_leftover(names, &names->leftovers[i], "was left behind");
}
