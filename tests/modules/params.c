// SPDX-License-Identifier: MIT
/* params.c - one parameter of each type; its init hands out where the test can look */
#include <linux/kernel.h>
#include <linux/module.h>

static unsigned char a_byte;
static short a_short;
static unsigned short a_ushort;
static int an_int = 7;
static unsigned int a_uint;
static long a_long;
static unsigned long a_ulong;
static char *a_charp = "none";
static bool a_bool, an_invbool = true;
static int list[4];
static unsigned int given;
static char *names[2];

module_param(a_byte, byte, 0);
module_param(a_short, short, 0);
module_param(a_ushort, ushort, 0);
module_param(an_int, int, 0);
MODULE_PARM_DESC(an_int, "a number");
module_param(a_uint, uint, 0);
module_param(a_long, long, 0);
module_param(a_ulong, ulong, 0);
module_param(a_charp, charp, 0);
module_param(a_bool, bool, 0);
module_param(an_invbool, invbool, 0);
module_param_array(list, int, &given, 0);
module_param_array(names, charp, NULL, 0);

static int __init params_init(void)
{
	pr_warn("%u %d %u %d %u %ld %lu %s %d %d list %u:", a_byte, a_short, a_ushort, an_int,
		a_uint, a_long, a_ulong, a_charp, a_bool, an_invbool, given);
	for (unsigned int i = 0; i < given; i++)
		printk(KERN_CONT " %d", list[i]);
	printk(KERN_CONT " names %s %s\n", names[0] ?: "-", names[1] ?: "-");
	return 0;
}

static void __exit params_exit(void) { }

module_init(params_init);
module_exit(params_exit);
MODULE_LICENSE("MIT");
