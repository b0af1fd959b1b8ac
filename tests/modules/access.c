// SPDX-License-Identifier: MIT
/* access.c - hands the test the addresses of one thing of each kind */
#include <linux/kernel.h>
#include <linux/module.h>

static unsigned long *out; /* an array of the test's */
static char *out_text;
static unsigned long out_at;
module_param(out_at, ulong, 0);
module_param(out_text, charp, 0);

static const int constant = 1;
static int variable = 2;
static int zeroed[1000];
static int __initdata first = 3;

static noinline void function(void)
{
	pr_info("access: called\n");
}

static int __init access_init(void)
{
	out = (unsigned long *)out_at;
	out[0] = (unsigned long)function;
	out[1] = (unsigned long)&constant;
	out[2] = (unsigned long)&variable;
	out[3] = (unsigned long)access_init;
	out[4] = (unsigned long)&first;
	out[5] = (unsigned long)zeroed;
	out[6] = (unsigned long)THIS_MODULE;
	return first - 3 + variable - 2 + zeroed[999];
}

static void __exit access_exit(void)
{
	out[7]++;
}

module_init(access_init);
module_exit(access_exit);
