// SPDX-License-Identifier: MIT
/*
 * seq_file.c - text made record by record, read in pieces of any size
 *
 * Idea:    a reader wants bytes, a maker has records. Between the two is a buffer of one page: when
 *          it is empty it is filled with as many whole records as fit, and handed out in whatever
 *          pieces are asked for. A record that did not fit is made again in the next filling; one
 *          that is longer than the whole buffer gets a larger one. So show() may write what it
 *          likes, the maker's locks are held only for a filling, and what the reader gets does not
 *          depend on how much it asks for at a time.
 * Context: process. Locking: the seq_file's lock, around start() … stop().
 * See:     <linux/seq_file.h>, tests/kernel/seq_file_test.c
 */
#include <asm/page.h>
#include <asm/uaccess.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/stdarg.h>
#include <linux/string.h>

/**
 * seq_open - what a file's open() does to be a text of records
 * @file: its private_data becomes the struct seq_file
 * @op: how the records are found and written
 *
 * Return: 0 or -ENOMEM. Undone by seq_release().
 */
int seq_open(struct file *file, const struct seq_operations *op)
{
	struct seq_file *m = kzalloc(sizeof(*m), GFP_KERNEL);

	if (!m)
		return -ENOMEM;
	mutex_init(&m->lock);
	m->op = op;
	file->private_data = m;
	return 0;
}
EXPORT_SYMBOL(seq_release);
EXPORT_SYMBOL(seq_open);

/* An empty buffer of @size bytes. */
static int set_size(struct seq_file *m, size_t size)
{
	kfree(m->buf);
	m->buf = kmalloc(size, GFP_KERNEL);
	m->size = m->buf ? size : 0;
	return m->buf ? 0 : -ENOMEM;
}

/*
 * Fill the empty buffer with the records from m->index on: all that fit, at least one.
 * Return: 0 (and m->count is 0: there are no more), or what went wrong with the first one.
 */
static int fill(struct seq_file *m)
{
	size_t whole = 0; /* bytes of complete records */
	int error = 0;
	void *v;

	m->from = m->count = 0;
	if (!m->buf && set_size(m, PAGE_SIZE))
		return -ENOMEM;
	v = m->op->start(m, &m->index);
	while (v && !IS_ERR(v)) {
		error = m->op->show(m, v);
		if (error)
			break;
		if (m->count < m->size) {
			whole = m->count;
			v = m->op->next(m, v, &m->index);
			continue;
		}
		if (whole)
			break; /* this one is the first of the next filling */
		m->op->stop(m, v);
		m->count = 0;
		if (m->size >= KMALLOC_MAX_SIZE || set_size(m, 2 * m->size))
			return -ENOMEM;
		v = m->op->start(m, &m->index);
	}
	if (IS_ERR(v))
		error = PTR_ERR(v);
	m->op->stop(m, v);
	m->count = whole;
	return whole ? 0 : error; /* an error behind whole records comes again, alone */
}

/* Go to byte @pos, from the beginning: records know their number, not their length. */
static int seek(struct seq_file *m, loff_t pos)
{
	int error;

	m->index = m->read_pos = 0;
	do {
		error = fill(m);
		if (error || !m->count)
			break;
		m->from = min_t(loff_t, m->count, pos - m->read_pos);
		m->count -= m->from;
		m->read_pos += m->from;
	} while (m->read_pos < pos);
	return error;
}

/**
 * seq_read - the read() of such a file
 *
 * Return: bytes, 0 at the end, or -EFAULT, -ENOMEM, or the error that start() or show() gave.
 */
ssize_t seq_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct seq_file *m = file->private_data;
	ssize_t result = 0;

	might_sleep();
	mutex_lock(&m->lock);
	if (*ppos != m->read_pos)
		result = seek(m, *ppos);
	if (!result && !m->count)
		result = fill(m);
	if (!result) {
		result = min(count, m->count);
		if (copy_to_user(buf, m->buf + m->from, result))
			result = -EFAULT;
	}
	if (result > 0) {
		m->from += result;
		m->count -= result;
		m->read_pos += result;
		*ppos = m->read_pos;
	}
	mutex_unlock(&m->lock);
	return result;
}
EXPORT_SYMBOL(seq_read);

/**
 * seq_lseek - its llseek(): from the beginning or from here; the end of a text is not known
 *
 * Return: the new position, or -EINVAL. Context: process. Locking: expects f_pos_lock.
 */
loff_t seq_lseek(struct file *file, loff_t offset, int whence)
{
	if (whence == SEEK_CUR)
		offset += file->f_pos;
	else if (whence != SEEK_SET)
		return -EINVAL;
	if (offset < 0)
		return -EINVAL;
	file->f_pos = offset;
	return offset;
}
EXPORT_SYMBOL(seq_lseek);

/** seq_release - its release(): 0 */
int seq_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;

	kfree(m->buf);
	kfree(m);
	return 0;
}

/* ---- a text of one record -------------------------------------------------------------------- */

static void *single_start(struct seq_file *m, loff_t *pos)
{
	return *pos ? NULL : m;
}

static void *single_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return NULL;
}

static void single_stop(struct seq_file *m, void *v) { }

/**
 * single_open - seq_open() of a text that one call of a function writes
 * @file: as there
 * @show: the function; may be called again, when its text did not fit
 * @data: for @show, in m->private
 *
 * Return: 0 or -ENOMEM. Undone by single_release().
 */
int single_open(struct file *file, int (*show)(struct seq_file *m, void *v), void *data)
{
	struct seq_operations *op = kmalloc(sizeof(*op), GFP_KERNEL);
	int error;

	if (!op)
		return -ENOMEM;
	*op = (struct seq_operations){ single_start, single_stop, single_next, show };
	error = seq_open(file, op);
	if (error)
		kfree(op);
	else
		((struct seq_file *)file->private_data)->private = data;
	return error;
}
EXPORT_SYMBOL(single_release);
EXPORT_SYMBOL(single_open);

/** single_release - its release(): 0 */
int single_release(struct inode *inode, struct file *file)
{
	kfree(((struct seq_file *)file->private_data)->op);
	return seq_release(inode, file);
}

/* ---- what show() writes with: 0, or -1: it does not fit, and will be made again -------------- */

/** seq_putc - one character; 0, or -1: it does not fit */
int seq_putc(struct seq_file *m, char c)
{
	if (m->count >= m->size)
		return -1;
	m->buf[m->count++] = c;
	return 0;
}
EXPORT_SYMBOL(seq_putc);

/** seq_puts - a string; 0 or -1 */
int seq_puts(struct seq_file *m, const char *s)
{
	return seq_printf(m, "%s", s);
}
EXPORT_SYMBOL(seq_puts);

/** seq_printf - as printf(), but 0 or -1 */
int seq_printf(struct seq_file *m, const char *fmt, ...)
{
	size_t room = m->size - m->count;
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(m->buf + m->count, room, fmt, args);
	va_end(args);
	if (len >= room) {
		m->count = m->size;
		return -1;
	}
	m->count += len;
	return 0;
}
EXPORT_SYMBOL(seq_printf);
