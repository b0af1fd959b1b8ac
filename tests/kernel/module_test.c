// SPDX-License-Identifier: MIT
/* module_test.c - modules: load, parameters, exports, counting, names, unload */
#include "helpers.h"
#include "test_modules.h"

#include <asm/setup.h>
#include <asm/uaccess.h>
#include <halves/failslab.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kallsyms.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/syscalls.h>

/* What tests/modules/access.c fills in. */
static struct {
	unsigned long function, constant, variable, init, initdata, zeroed, module, exits;
} seen;

static void unload_quietly(void *name)
{
	delete_module(name);
	module_forget_gone();
}

/* Loaded now, and gone at the end of the case if it is still there. */
static void load(struct kunit *test, const char *name, const char *args)
{
	KUNIT_ASSERT_EQ(test, load_test_module(name, args), 0);
	kunit_add_action(test, unload_quietly, (void *)name);
}

static void load_access(struct kunit *test)
{
	char args[40];

	memset(&seen, 0, sizeof(seen));
	snprintf(args, sizeof(args), "out_at=%lu", (unsigned long)&seen);
	load(test, "access", args);
}

/* A module's init runs when it is loaded, its exit when it is unloaded, each once */
static void init_and_exit_run(struct kunit *test)
{
	load_access(test);
	KUNIT_EXPECT_NE(test, seen.function, 0);
	KUNIT_EXPECT_EQ(test, seen.exits, 0);
	KUNIT_EXPECT_EQ(test, delete_module("access"), 0);
	KUNIT_EXPECT_EQ(test, seen.exits, 1);
	KUNIT_EXPECT_EQ(test, delete_module("access"), -ENOENT);
}

/* Its memory is its own: between MODULES_START and MODULES_END, and gone after it */
static void memory_comes_and_goes(struct kunit *test)
{
	load_access(test);
	KUNIT_EXPECT_GE(test, seen.function, MODULES_START);
	KUNIT_EXPECT_LT(test, seen.zeroed, MODULES_END);
	KUNIT_EXPECT_TRUE(test, page_is_mapped(seen.function));
	KUNIT_EXPECT_TRUE(test, page_is_mapped(seen.zeroed));
	delete_module("access");
	KUNIT_EXPECT_FALSE(test, page_is_mapped(seen.function));
	KUNIT_EXPECT_FALSE(test, page_is_mapped(seen.constant));
	KUNIT_EXPECT_FALSE(test, page_is_mapped(seen.zeroed));
}

/* What is __init or __initdata is freed when init has returned, the rest is not */
static void init_is_freed(struct kunit *test)
{
	load_access(test);
	KUNIT_EXPECT_FALSE(test, page_is_mapped(seen.init));
	KUNIT_EXPECT_FALSE(test, page_is_mapped(seen.initdata));
	KUNIT_EXPECT_TRUE(test, page_is_mapped(seen.function));
}

/* The next module's addresses are others than those of the one that has just gone */
static void addresses_are_not_reused_at_once(struct kunit *test)
{
	unsigned long before;

	load_access(test);
	before = seen.function;
	delete_module("access");
	load_access(test);
	KUNIT_EXPECT_NE(test, seen.function, before);
}

/* %pS, %pB and %ps name a function of a module, and the module */
static void functions_have_names(struct kunit *test)
{
	char text[KSYM_SYMBOL_LEN];

	load_access(test);
	snprintf(text, sizeof(text), "%ps", (void *)seen.function);
	KUNIT_EXPECT_STREQ(test, text, "function [access]");
	snprintf(text, sizeof(text), "%pS", (void *)(seen.function + 1));
	KUNIT_EXPECT_EQ(test, strncmp(text, "function+0x1/0x", 15), 0);
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, " [access]"));
	KUNIT_EXPECT_EQ(test, symbol_start(seen.function + 1), seen.function);
	delete_module("access");
	snprintf(text, sizeof(text), "%ps", (void *)seen.function);
	KUNIT_EXPECT_STREQ(test, text, "function [access, unloaded]");
}

/* THIS_MODULE is the module's own: who holds it keeps it from leaving */
static void held_module_is_busy(struct kunit *test)
{
	struct module *m;

	load_access(test);
	m = (struct module *)seen.module;
	KUNIT_EXPECT_STREQ(test, m->name, "access");
	KUNIT_EXPECT_EQ(test, try_module_get(m), 1);
	KUNIT_EXPECT_EQ(test, module_refcount(m), 1);
	kunit_expect_report(test);
	KUNIT_EXPECT_EQ(test, delete_module("access"), -EBUSY);
	KUNIT_EXPECT_REPORT(test, "module: access: in use by 1");
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, seen.exits, 0);
	module_put(m);
	KUNIT_EXPECT_EQ(test, delete_module("access"), 0);
}

/* Code that is built in can always be had, and there is nothing to count */
static void built_in_is_always_there(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, THIS_MODULE);
	KUNIT_EXPECT_EQ(test, try_module_get(NULL), 1);
	module_put(NULL);
}

/* A module finds what another exports, and keeps it from leaving while it is there itself */
static void one_module_uses_another(struct kunit *test)
{
	load(test, "provider", "");
	load(test, "user_of_provider", "");
	kunit_expect_report(test);
	KUNIT_EXPECT_EQ(test, delete_module("provider"), -EBUSY);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, delete_module("user_of_provider"), 0);
	KUNIT_EXPECT_EQ(test, delete_module("provider"), 0);
}

/* Each symbol that nobody exports is named, and nothing is loaded: not even what a module has */
static void unresolved_symbols_are_named(struct kunit *test)
{
	load(test, "provider", "");
	kunit_expect_report(test);
	KUNIT_EXPECT_EQ(test, load_test_module("unresolved", ""), -ENOENT);
	KUNIT_EXPECT_REPORT(test, "unresolved: nobody exports \"kept_private\"");
	KUNIT_EXPECT_REPORT(test, "unresolved: nobody exports \"nobody_has_this\"");
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, delete_module("unresolved"), -ENOENT);
	KUNIT_EXPECT_EQ(test, delete_module("provider"), 0);
}

/* The same module is not loaded twice, and the one that is there stays */
static void second_of_a_name_is_refused(struct kunit *test)
{
	load_access(test);
	kunit_expect_report(test);
	KUNIT_EXPECT_EQ(test, load_test_module("access", ""), -EEXIST);
	KUNIT_EXPECT_REPORT(test, "module: access: one of that name is loaded");
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, delete_module("access"), 0);
	KUNIT_EXPECT_EQ(test, seen.exits, 1);
}

/* An init that fails: its error comes back, and the module is gone */
static void failing_init_undoes_the_loading(struct kunit *test)
{
	kunit_expect_report(test);
	KUNIT_EXPECT_EQ(test, load_test_module("fails", ""), -ENODEV);
	KUNIT_EXPECT_EQ(test, load_test_module("fails", "error=-16"), -EBUSY);
	KUNIT_EXPECT_REPORT(test, "fails: its init has failed: error -16");
	KUNIT_EXPECT_EQ(test, delete_module("fails"), -ENOENT);
	kunit_end_report(test);
}

/* An init that returns more than 0 has succeeded, and is told that this is not how it is done */
static void positive_init_is_told(struct kunit *test)
{
	kunit_expect_report(test);
	load(test, "fails", "error=5");
	KUNIT_EXPECT_REPORT(test, "fails: its init returned 5: 0 is success, an error is negative");
	kunit_end_report(test);
}

/* A report's backtrace goes through the functions of a module to who called them */
static void report_names_the_functions(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, load_test_module("misuses", ""), 0);
	kunit_expect_report(test);
	KUNIT_EXPECT_EQ(test, delete_module("misuses"), 0);
	KUNIT_EXPECT_REPORT(test, "] sleep_with_bh_off+0x");
	KUNIT_EXPECT_REPORT(test, "] call_deeper+0x");
	/* One function, two names; clang keeps only the second. */
	KUNIT_EXPECT_TRUE(test, strstr(kunit_report_text(), "] misuses_exit+0x") ||
					strstr(kunit_report_text(), "] cleanup_module+0x"));
	KUNIT_EXPECT_REPORT(test, "] delete_module+0x");
	kunit_end_report(test);
}

/* Each function that a driver may call can be had by a module */
static void all_of_the_api_is_exported(struct kunit *test)
{
	load(test, "api", "");
}

/* /proc/modules has a line of each: name, bytes, holders, users, state, address */
static void proc_modules(struct kunit *test)
{
	struct file *file;
	char text[300] = "", line[100];

	load(test, "provider", "");
	load(test, "user_of_provider", "");
	load_access(test);
	file = filp_open("/proc/modules", O_RDONLY, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	KUNIT_EXPECT_GT(test, kernel_read(file, 0, text, sizeof(text) - 1), 0);
	filp_close(file, NULL);
	snprintf(line, sizeof(line), "access %lu 0 - Live 0x%08lx\n",
		 ((struct module *)seen.module)->size, ((struct module *)seen.module)->base);
	KUNIT_EXPECT_EQ(test, strncmp(text, line, strlen(line)), 0);
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, " 1 user_of_provider, Live 0xf7"));
	KUNIT_EXPECT_EQ(test, delete_module("user_of_provider"), 0);
}

/* ---- parameters ---------------------------------------------------------------------------- */

static void expect_params(struct kunit *test, const char *args, const char *line)
{
	kunit_expect_report(test);
	KUNIT_EXPECT_EQ(test, load_test_module("params", args), 0);
	KUNIT_EXPECT_REPORT(test, line);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, delete_module("params"), 0);
}

/* Each type of parameter gets its value; what is not named keeps its own */
static void parameters_of_each_type(struct kunit *test)
{
	expect_params(test, "", "0 0 0 7 0 0 0 none 0 1 list 0: names - -");
	expect_params(test,
		      "a_byte=255 a_short=-32768 a_ushort=65535 an_int=-1 a_uint=4294967295 "
		      "a_long=-5 a_ulong=0xffffffff a_charp=\"two words\" a_bool an_invbool=1 "
		      "list=1,-2,3 names=ann,bob",
		      "255 -32768 65535 -1 4294967295 -5 4294967295 two words 1 0 list 3: 1 -2 3 "
		      "names ann bob");
}

static const struct bad_args {
	const char *args, *line;
} bad_args[] = {
	{ "nobody=1", "params: no parameter is called \"nobody\": it has " },
	{ "an_int=many", "params: \"an_int=many\": the value does not parse" },
	{ "a_byte=256", "params: \"a_byte=256\": the value is out of range" },
	{ "list=1,2,3,4,5", "params: \"list=1,2,3,4,5\": the value does not parse" },
	{ "a_charp=\"open", "params: \"a_charp\": an open quote, or no name" },
};

static void describe_bad_args(const struct bad_args *bad, char *desc)
{
	strcpy(desc, bad->args);
}
KUNIT_ARRAY_PARAM(bad_args, bad_args, describe_bad_args);

/* A parameter that is unknown or wrong is named, and the module is not loaded */
static void bad_parameter_is_named(struct kunit *test)
{
	const struct bad_args *bad = test->param_value;

	kunit_expect_report(test);
	KUNIT_EXPECT_EQ(test, load_test_module("params", bad->args), -EINVAL);
	KUNIT_EXPECT_REPORT(test, bad->line);
	kunit_end_report(test);
	KUNIT_EXPECT_EQ(test, delete_module("params"), -ENOENT);
}

/* ---- files that are none -------------------------------------------------------------------- */

/* A copy of hello.ko to be damaged. */
static char *copy_of(struct kunit *test, const char *name, size_t *size)
{
	const struct test_module *m = find_test_module(name);
	char *copy;

	*size = m->end - m->image;
	copy = kunit_kmalloc(test, *size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, copy);
	memcpy(copy, m->image, *size);
	return copy;
}

static void expect_refused(struct kunit *test, const char *image, size_t size, int error,
			   const char *line)
{
	kunit_expect_report(test);
	KUNIT_EXPECT_EQ(test, load_module(image, size, ""), error);
	KUNIT_EXPECT_REPORT(test, line);
	kunit_end_report(test);
}

/* A file cut off at any place is refused with a line that says so, and changes nothing */
static void cut_off_file_is_refused(struct kunit *test)
{
	size_t size, cut;
	char *copy = copy_of(test, "hello", &size);

	expect_refused(test, copy, 0, -ENOEXEC, "module: not loaded: 0 bytes");
	for (cut = 1; cut < size; cut += 97)
		expect_refused(test, copy, cut, -ENOEXEC, "module: not loaded: ");
}

/* A module for another kernel is refused: what it was compiled for, and what this is */
static void other_version_is_refused(struct kunit *test)
{
	size_t size, i;
	char *copy = copy_of(test, "hello", &size);

	for (i = 0; i < size - 12; i++)
		if (!memcmp(copy + i, "vermagic=", 9))
			copy[i + 9] = '9';
	expect_refused(test, copy, size, -ENOEXEC, "module: hello: compiled for \"9.");
}

/* ---- the system calls ----------------------------------------------------------------------- */

/* sys_init_module() and sys_delete_module() do the same for ring 3, and believe no pointer */
static void system_calls(struct kunit *test)
{
	const struct test_module *m = find_test_module("provider");
	size_t size = m->end - m->image;

	KUNIT_EXPECT_EQ(test, sys_init_module(m->image, size, ""), 0);
	KUNIT_EXPECT_EQ(test, sys_delete_module("provider", 0), 0);
	KUNIT_EXPECT_EQ(test, sys_delete_module("provider", 0), -ENOENT);
	KUNIT_EXPECT_EQ(test, sys_init_module((void *)8, size, ""), -EFAULT);
	KUNIT_EXPECT_EQ(test, sys_init_module(m->image, size, (char *)8), -EFAULT);
	KUNIT_EXPECT_EQ(test, sys_delete_module((char *)8, 0), -EFAULT);
	KUNIT_EXPECT_EQ(test, sys_delete_module("a_name_of_more_than_thirty_one_bytes", 0),
			-ENOENT);
}

/* ---- without memory -------------------------------------------------------------------------- */

/* Whichever allocation of a load fails, that is -ENOMEM and leaves nothing; then it is loaded */
static void no_memory_is_told_at_each_step(struct kunit *test)
{
	unsigned long nth = 0, failed;
	int error;

	if (test->fail_nth)
		kunit_skip(test, "fails the allocations itself");
	load(test, "provider", "");
	do {
		failslab_arm(++nth);
		error = load_test_module("user_of_provider", "");
		failed = failslab_disarm();
		KUNIT_EXPECT_EQ_MSG(test, error, failed ? -ENOMEM : 0, "no memory for %pS",
				    (void *)failed);
	} while (failed);
	KUNIT_EXPECT_GT(test, nth, 8);
	KUNIT_EXPECT_EQ(test, delete_module("user_of_provider"), 0);
	KUNIT_EXPECT_EQ(test, delete_module("provider"), 0); /* nobody holds it any more */
}

/* ---- how often ------------------------------------------------------------------------------ */

/* A thousand modules come and go, through all addresses, and not a page is missing after it */
static void thousand_loads_leak_nothing(struct kunit *test)
{
	unsigned long free = 0;
	int i;

	for (i = 0; i < 2100; i++) {
		KUNIT_ASSERT_EQ(test, load_test_module("provider", ""), 0);
		KUNIT_ASSERT_EQ(test, delete_module("provider"), 0);
		module_forget_gone();
		if (i == 1050) /* the area has been gone through: all its page tables are there */
			free = nr_free_pages();
	}
	KUNIT_EXPECT_GE(test, nr_free_pages(), free);
}

static void forget(struct kunit *test)
{
	module_forget_gone();
}

static struct kunit_case cases[] = {
	KUNIT_CASE(init_and_exit_run),
	KUNIT_CASE(memory_comes_and_goes),
	KUNIT_CASE(init_is_freed),
	KUNIT_CASE(addresses_are_not_reused_at_once),
	KUNIT_CASE(functions_have_names),
	KUNIT_CASE(held_module_is_busy),
	KUNIT_CASE(built_in_is_always_there),
	KUNIT_CASE(one_module_uses_another),
	KUNIT_CASE(unresolved_symbols_are_named),
	KUNIT_CASE(second_of_a_name_is_refused),
	KUNIT_CASE(failing_init_undoes_the_loading),
	KUNIT_CASE(positive_init_is_told),
	KUNIT_CASE(report_names_the_functions),
	KUNIT_CASE(all_of_the_api_is_exported),
	KUNIT_CASE(proc_modules),
	KUNIT_CASE(parameters_of_each_type),
	KUNIT_CASE_PARAM(bad_parameter_is_named, bad_args_gen_params),
	KUNIT_CASE(cut_off_file_is_refused),
	KUNIT_CASE(other_version_is_refused),
	KUNIT_CASE(system_calls),
	KUNIT_CASE(no_memory_is_told_at_each_step),
	KUNIT_CASE_SLOW(thousand_loads_leak_nothing),
	{},
};

static struct kunit_suite suite = {
	.name = "module",
	.exit = forget,
	.test_cases = cases,
};
kunit_test_suites(&suite);
