// SPDX-License-Identifier: MIT
/*
 * module.c - load a module, count who uses it, unload it
 *
 * Idea:    loading is a row of steps, and an error in one undoes those before it: the file is
 *          checked and laid out (lib/relocatable.c), gets memory (memory.c), is linked against what
 *          the kernel and other modules export, is filled in, gets its parameters; then its init
 *          runs. Whatever is wrong is said in one line, and nothing has changed.
 *          A module that anybody holds does not leave: the count and the leaving exclude each other
 *          in one word, which is negative from the moment in which it leaves.
 * Context: process; try_module_get() and module_put() any. Locking: module_mutex guards the list;
 *          it is not held while init or exit runs: these may sleep and may load other modules.
 * See:     docs/modules.md, LDD3 ch. 2, tests/kernel/module_test.c
 */
#define pr_fmt(fmt) "module: " fmt

#include <halves/module_names.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "internal.h"

#define LEAVING (-0x40000000) /* refcount: nobody holds it, and nobody can any more */

DEFINE_MUTEX(module_mutex);
LIST_HEAD(modules);

/* ---- counting ------------------------------------------------------------------------------ */

/**
 * try_module_get - keep a module from leaving
 * @module: the module; NULL: code that is built in, which never leaves
 *
 * Return: 1: it stays until module_put(); 0: it is leaving: do not call it. Context: any.
 */
int try_module_get(struct module *module)
{
	int count;

	if (!module)
		return 1;
	do {
		count = atomic_read(&module->refcount);
		if (count < 0)
			return 0;
	} while (atomic_cmpxchg(&module->refcount, count, count + 1) != count);
	return 1;
}
EXPORT_SYMBOL(try_module_get);

/** module_put - undo one try_module_get(); NULL is fine; any context */
void module_put(struct module *module)
{
	if (module)
		atomic_dec(&module->refcount);
}
EXPORT_SYMBOL(module_put);

/** module_refcount - how many hold it; any context */
unsigned int module_refcount(struct module *module)
{
	return max(atomic_read(&module->refcount), 0);
}
EXPORT_SYMBOL(module_refcount);

/* ---- linking ------------------------------------------------------------------------------- */

/* Locking: expects module_mutex. */
static struct module *find_module(const char *name)
{
	struct module *m;

	list_for_each_entry(m, &modules, list)
		if (!strcmp(m->name, name))
			return m;
	return NULL;
}

/* @module uses @other, which is live, from now on: hold it, once. 0 or -ENOMEM. */
static int use_module(struct module *module, struct module *other)
{
	struct module_use *use;

	list_for_each_entry(use, &module->uses, list)
		if (use->of == other)
			return 0;
	use = kmalloc(sizeof(*use), GFP_KERNEL);
	if (!use || !try_module_get(other)) {
		kfree(use);
		return -ENOMEM;
	}
	use->of = other;
	list_add_tail(&use->list, &module->uses);
	return 0;
}

/* What the linker asks of each name that the file does not define. */
static int resolve(const char *name, u32 *value, void *data)
{
	struct module *module = data, *other;

	*value = strcmp(name, "__this_module") ? kernel_symbol(name) : (unsigned long)module;
	if (*value)
		return 0;
	list_for_each_entry(other, &modules, list) {
		if (other->state != MODULE_STATE_LIVE)
			continue;
		*value = names_find_export(other->names, name);
		if (*value)
			return use_module(module, other);
	}
	pr_err("%s: nobody exports \"%s\"\n", module->name, name);
	return -ENOENT;
}

/* ---- loading ------------------------------------------------------------------------------- */

/* Is it a module, and for this kernel? Its name goes to @module. */
static int check_modinfo(struct module *module, struct relocatable *r)
{
	const char *name = relocatable_modinfo(r, "name", NULL);
	const char *vermagic = relocatable_modinfo(r, "vermagic", NULL);

	if (!name || !vermagic || !*name || strlen(name) >= sizeof(module->name)) {
		pr_err("the file has no name or no version: compile it with make M=...\n");
		return -ENOEXEC;
	}
	strcpy(module->name, name);
	if (strcmp(vermagic, VERMAGIC_STRING)) {
		pr_err("%s: compiled for \"%s\", but this is \"%s\"\n", name, vermagic,
		       VERMAGIC_STRING);
		return -ENOEXEC;
	}
	return 0;
}

/* The address of a function that the loader is to call; 0: there is none; 1: it is no function. */
static unsigned long find_function(const struct relocatable *r, const char *name)
{
	const Elf32_Sym *symbol = relocatable_symbol(r, name);

	if (!symbol)
		return 0;
	if (symbol->st_shndx >= r->nr_sections ||
	    !(r->sections[symbol->st_shndx].sh_flags & SHF_EXECINSTR))
		return 1;
	return symbol->st_value;
}

static int find_functions(struct module *module, const struct relocatable *r)
{
	unsigned long init = find_function(r, "init_module");
	unsigned long exit = find_function(r, "cleanup_module");

	if (init == 1 || exit == 1) {
		pr_err("%s: its init or exit is no function\n", module->name);
		return -ENOEXEC;
	}
	module->init = (initcall_t)init;
	module->exit = (exitcall_t)exit;
	return 0;
}

static int set_parameters(struct module *module, const struct relocatable *r, const char *args)
{
	const Elf32_Shdr *s = relocatable_section(r, ".params");

	module->values = kmalloc(strlen(args) + 1, GFP_KERNEL);
	if (!module->values)
		return -ENOMEM;
	return parse_args(module->name, args, module->values, s ? (void *)(long)s->sh_addr : NULL,
			  s ? s->sh_size / sizeof(struct kernel_param) : 0, true);
}

static void take_exception_table(struct module *module, const struct relocatable *r)
{
	const Elf32_Shdr *s = relocatable_section(r, ".ex_table");

	if (!s)
		return;
	module->names->ex_table = (void *)(long)s->sh_addr;
	module->names->ex_table_end =
		module->names->ex_table + s->sh_size / sizeof(struct exception_entry);
}

/* From the checked file to a module in memory, with its parameters. */
static int build(struct module *module, struct relocatable *r, const char *args)
{
	int error = memory_get(module, r);

	if (!error)
		error = relocatable_link(r, module->base, resolve, module);
	if (!error)
		error = find_functions(module, r);
	if (!error)
		error = memory_fill(module, r);
	if (error)
		return error;
	module->names = names_create(r, module->name);
	if (!module->names)
		return -ENOMEM;
	take_exception_table(module, r);
	names_publish(module->names);
	return set_parameters(module, r, args);
}

/* Take apart what build() has made, all of it or a part. Locking: expects module_mutex. */
static void free_module(struct module *module)
{
	struct module_use *use, *next;

	list_for_each_entry_safe(use, next, &module->uses, list) {
		module_put(use->of);
		kfree(use);
	}
	memory_free(module);
	kfree(module->values);
	kfree(module);
}

/* A module that is in the list, its init still to be called; or an ERR_PTR. */
static struct module *add_module(struct relocatable *r, const char *args)
{
	struct module *module = kzalloc(sizeof(*module), GFP_KERNEL);
	int error;

	if (!module)
		return ERR_PTR(-ENOMEM);
	module->state = MODULE_STATE_COMING;
	INIT_LIST_HEAD(&module->uses);
	mutex_lock(&module_mutex);
	error = check_modinfo(module, r);
	if (!error && find_module(module->name)) {
		pr_err("%s: one of that name is loaded\n", module->name);
		error = -EEXIST;
	}
	if (!error) {
		error = build(module, r, args);
		if (error == -ENOMEM)
			pr_err("%s: no memory for %u bytes\n", module->name,
			       r->end[NR_REGIONS - 1]);
	}
	if (!error) {
		list_add(&module->list, &modules);
	} else {
		if (module->names)
			names_forget(module->names);
		free_module(module);
	}
	mutex_unlock(&module_mutex);
	return error ? ERR_PTR(error) : module;
}

/* The module has left: what it has left behind is told, its memory goes. */
static void remove_module(struct module *module)
{
	unload_find_leftovers(module->names);
	unload_warn(module->names);
	mutex_lock(&module_mutex);
	names_unloaded(module->names);
	list_del(&module->list);
	free_module(module);
	mutex_unlock(&module_mutex);
}

static int run_init(struct module *module)
{
	int error = module->init ? module->init() : 0;

	if (error < 0) {
		pr_err("%s: its init has failed: error %d\n", module->name, error);
		module->state = MODULE_STATE_GOING;
		atomic_add(LEAVING, &module->refcount);
		remove_module(module);
		return error;
	}
	if (error)
		pr_warn("%s: its init returned %d: 0 is success, an error is negative\n",
			module->name, error);
	mutex_lock(&module_mutex);
	names_init_freed(module->names);
	memory_free_init(module);
	module->state = MODULE_STATE_LIVE;
	mutex_unlock(&module_mutex);
	return 0;
}

/* module_load_copy - load_module() of a copy that is the kernel's, and is changed here */
int module_load_copy(void *copy, size_t size, const char *args)
{
	struct relocatable r;
	struct module *module;
	int error = relocatable_open(&r, copy, size);

	if (error) {
		pr_err("not loaded: %s\n", r.why);
		return error;
	}
	module = add_module(&r, args);
	return IS_ERR(module) ? PTR_ERR(module) : run_init(module);
}

/**
 * load_module - put a module into the running kernel and call its init
 * @image: the whole .ko file; stays as it is
 * @size: its bytes
 * @args: its parameters, "count=5 bh=tasklet"; "" for none
 *
 * Return: 0; -ENOEXEC: no module, a damaged one, or one for another kernel; -ENOENT: it needs a
 * symbol that nobody exports; -EEXIST: one of that name is loaded; -EINVAL: a parameter is wrong;
 * -ENOMEM; or what its init has returned. Each has been told in a line. Context: process.
 * Locking: takes module_mutex, not while init runs.
 */
int load_module(const void *image, size_t size, const char *args)
{
	void *copy;
	int error;

	might_sleep();
	copy = kmalloc(size ?: 1, GFP_KERNEL);
	if (!copy) {
		pr_err("no memory for a file of %lu bytes\n", (unsigned long)size);
		return -ENOMEM;
	}
	memcpy(copy, image, size);
	error = module_load_copy(copy, size, args);
	kfree(copy);
	return error;
}

/* ---- unloading ----------------------------------------------------------------------------- */

/* May it leave? Then nobody can hold it any more. Locking: expects module_mutex. */
static int start_leaving(struct module *module)
{
	if (module->state != MODULE_STATE_LIVE) {
		pr_err("%s: its init or exit runs\n", module->name);
		return -EBUSY;
	}
	if (module->init && !module->exit) {
		pr_err("%s: it has no module_exit, so it never leaves\n", module->name);
		return -EBUSY;
	}
	if (atomic_cmpxchg(&module->refcount, 0, LEAVING)) {
		pr_err("%s: in use by %u\n", module->name, module_refcount(module));
		return -EBUSY;
	}
	module->state = MODULE_STATE_GOING;
	return 0;
}

/**
 * delete_module - call a module's exit and take it out of the kernel
 * @name: its name
 *
 * What it has left behind, a timer that is armed, a handler that is registered, is told with its
 * name, and will fault when its time comes.
 *
 * Return: 0; -ENOENT: no such module; -EBUSY: it is in use, has no exit, or comes or goes.
 * Context: process. Locking: takes module_mutex, not while exit runs.
 */
int delete_module(const char *name)
{
	struct module *module;
	int error = -ENOENT;

	might_sleep();
	mutex_lock(&module_mutex);
	module = find_module(name);
	if (module)
		error = start_leaving(module);
	mutex_unlock(&module_mutex);
	if (error)
		return error;
	if (module->exit)
		module->exit();
	remove_module(module);
	return 0;
}
