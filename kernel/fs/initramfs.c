// SPDX-License-Identifier: MIT
/*
 * initramfs.c - the beginning of the tree: the root, the devices, the files of the boot module
 *
 * Idea:    the boot loader may hand over an archive (`cpio -o -H newc`). Its files are copied into
 *          the root. An archive that is broken is told, with the place; what came before that
 *          stays, for with half of the files one may find out why. Afterwards its memory is free.
 * Context: boot, the init thread.
 * Locking: none here: what it calls takes tree_lock; nobody else uses files yet.
 * See:     lib/cpio.c
 */
#include <asm/page.h>
#include <halves/boot.h>
#include <halves/cpio.h>
#include <halves/fs_init.h>
#include <halves/mm_init.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include "internal.h"

static int write_contents(struct inode *inode, const struct cpio_entry *entry)
{
	struct file *file = open_inode(inode, O_WRONLY | O_TRUNC);
	ssize_t done;

	if (IS_ERR(file))
		return PTR_ERR(file);
	done = vfs_write(file, entry->data, entry->size, &file->f_pos);
	fput(file);
	inode->i_mtime = entry->mtime;
	return done < 0 ? done : done < entry->size ? -ENOSPC : 0;
}

static int unpack_entry(const struct cpio_entry *entry)
{
	dev_t rdev = MKDEV(entry->rdev_major, entry->rdev_minor);
	struct inode *inode = path_make(entry->name, entry->mode, rdev, false);
	int error = 0;

	if (IS_ERR(inode))
		return PTR_ERR(inode);
	if ((inode->i_mode ^ entry->mode) & S_IFMT)
		error = -EEXIST;
	else if (S_ISREG(entry->mode))
		error = write_contents(inode, entry);
	iput(inode);
	return error;
}

/*
 * unpack_cpio - copy the files of an archive into the tree
 * @archive: its first byte
 * @size: its bytes
 *
 * What cannot be made is told and left out. Return: how many files and directories are there now
 * that the archive names. Context: process.
 */
unsigned int unpack_cpio(const void *archive, size_t size)
{
	struct cpio_entry entry;
	unsigned int count = 0;
	size_t pos = 0;
	int got, error;

	while ((got = cpio_next(archive, size, &pos, &entry)) > 0) {
		error = unpack_entry(&entry);
		if (error)
			pr_err("initramfs: %s: %pe\n", entry.name, ERR_PTR(error));
		else
			count++;
	}
	if (got < 0)
		pr_err("initramfs: broken at byte %zu of %zu, after %u files: made by cpio -o -H "
		       "newc, and whole?\n",
		       pos, size, count);
	return count;
}

static void unpack_initramfs(void)
{
	unsigned int i;

	for (i = 0; i < boot_info.nr_modules; i++) {
		const struct boot_module *m = &boot_info.modules[i];
		size_t size = m->end - m->start;

		if (size < 6 || memcmp(__va(m->start), "070701", 6))
			continue;
		pr_info("initramfs: %u files from %zu KiB\n", unpack_cpio(__va(m->start), size),
			size >> 10);
		free_boot_pages(m->start, m->end);
		return;
	}
}

/* boot_node - make a directory or a node; nothing but memory can be missing; boot */
void boot_node(const char *path, umode_t mode, dev_t rdev)
{
	struct inode *inode = path_create(path, mode, rdev);

	if (IS_ERR(inode))
		panic("no memory for %s", path);
	iput(inode);
}

/** fs_init - there is a tree of names; the init thread */
void fs_init(void)
{
	root_inode = ramfs_root();
	boot_node("/dev", S_IFDIR | 0755, 0);
	misc_init();
	mem_init();
	unpack_initramfs();
}
