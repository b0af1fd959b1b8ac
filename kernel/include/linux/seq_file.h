/* SPDX-License-Identifier: MIT */
/*
 * seq_file.h - a file of text, made record by record
 *
 * start() finds the record at a position, next() the one after it, show() writes one, stop() ends
 * the walk. Between stop() and the next start() no lock is held: a reader may take its time.
 */
#ifndef _LINUX_SEQ_FILE_H
#define _LINUX_SEQ_FILE_H

#include <linux/fs.h>

struct seq_operations;

struct seq_file {
	char *buf;
	size_t size;   /* of buf */
	size_t from;   /* of what is in buf, what comes next for the reader … */
	size_t count;  /* … and how much that is; while show() runs: written so far */
	loff_t index;  /* the record that comes next */
	loff_t read_pos; /* where the reader is, in bytes */
	struct mutex lock;
	const struct seq_operations *op;
	void *private;
};

struct seq_operations {
	void *(*start)(struct seq_file *m, loff_t *pos);
	void (*stop)(struct seq_file *m, void *v);
	void *(*next)(struct seq_file *m, void *v, loff_t *pos);
	int (*show)(struct seq_file *m, void *v);
};

int seq_open(struct file *file, const struct seq_operations *op);
ssize_t seq_read(struct file *file, char __user *buf, size_t count, loff_t *ppos);
loff_t seq_lseek(struct file *file, loff_t offset, int whence);
int seq_release(struct inode *inode, struct file *file);
int single_open(struct file *file, int (*show)(struct seq_file *m, void *v), void *data);
int single_release(struct inode *inode, struct file *file);
int seq_putc(struct seq_file *m, char c);
int seq_puts(struct seq_file *m, const char *s);
int seq_printf(struct seq_file *m, const char *fmt, ...) __printf(2, 3);

#endif
