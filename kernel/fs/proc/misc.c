// SPDX-License-Identifier: MIT
/*
 * misc.c - /proc/version, cmdline, meminfo, kallsyms, sysrq-trigger
 *
 * In Linux's forms. Context: process.
 */
#include <asm/page.h>
#include <asm/uaccess.h>
#include <halves/boot.h>
#include <halves/console.h>
#include <linux/init.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include "internal.h"

static int show_version(struct seq_file *m, void *v)
{
	seq_printf(m, "%s\n", halves_banner);
	return 0;
}

static int show_cmdline(struct seq_file *m, void *v)
{
	seq_printf(m, "%s\n", boot_info.cmdline);
	return 0;
}

static int show_meminfo(struct seq_file *m, void *v)
{
	unsigned long free = nr_free_pages();
	const struct {
		const char *name;
		unsigned long pages;
	} lines[] = {
		{ "MemTotal:", totalram_pages },
		{ "MemFree:", free },
		{ "MemAvailable:", free },
		{ "Buffers:", 0 },
		{ "Cached:", 0 },
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(lines); i++)
		seq_printf(m, "%-15s %8lu kB\n", lines[i].name,
			   lines[i].pages * (PAGE_SIZE / 1024));
	return 0;
}

/* ---- kallsyms: too much for one record ------------------------------------------------------ */

static void *symbol_at(struct seq_file *m, loff_t *pos)
{
	unsigned long address;
	char name[KSYM_NAME_LEN];

	return kallsyms_symbol(*pos, &address, name) ? (void *)(long)(*pos + 1) : NULL;
}

static void *next_symbol(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return symbol_at(m, pos);
}

static void stop_symbols(struct seq_file *m, void *v) { }

static int show_symbol(struct seq_file *m, void *v)
{
	unsigned long address;
	char name[KSYM_NAME_LEN];

	if (kallsyms_symbol((long)v - 1, &address, name))
		seq_printf(m, "%08lx T %s\n", address, name);
	return 0;
}

static const struct seq_operations kallsyms_op = { symbol_at, stop_symbols, next_symbol,
						   show_symbol };

static int kallsyms_open(struct inode *inode, struct file *file)
{
	return seq_open(file, &kallsyms_op);
}

static const struct file_operations kallsyms_fops = {
	.open = kallsyms_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = seq_release,
};

/* ---- sysrq-trigger: the first character is a key of the console ----------------------------- */

static ssize_t sysrq_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	char c;

	if (count && get_user(c, buf))
		return -EFAULT;
	if (count)
		console_run_key(c);
	return count;
}

static const struct file_operations sysrq_fops = {
	.write = sysrq_write,
};

static int __init proc_misc_init(void)
{
	proc_create_single("version", 0, NULL, show_version);
	proc_create_single("cmdline", 0, NULL, show_cmdline);
	proc_create_single("meminfo", 0, NULL, show_meminfo);
	proc_create("kallsyms", 0, NULL, &kallsyms_fops);
	proc_create("sysrq-trigger", S_IWUSR, NULL, &sysrq_fops);
	return 0;
}
module_init(proc_misc_init);
