// SPDX-License-Identifier: MIT
/*
 * generic.c - the entries below /proc: made, found, and taken away though somebody uses them
 *
 * Idea:    an entry may belong to a module, and is taken away when that goes, whoever has its file
 *          open. So each call into its functions is counted while it lasts (in_use), and removing
 *          first says that the entry is gone (deleted), then waits until no call is left, and then
 *          calls release() for each file that is still open, since later it could not. The entry
 *          itself stays until the last of those files is closed (count).
 * Context: process. Locking: proc_lock guards the tree; release_lock the list of open files, and
 *          is held during release().
 * See:     inode.c, <linux/proc_fs.h>, tests/kernel/proc_test.c
 */
#include <halves/debug.h>
#include <halves/unload.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/wait.h>
#include "internal.h"

struct proc_dir_entry proc_root = {
	.name = "",
	.mode = S_IFDIR | S_IRUGO | S_IXUGO,
	.count = ATOMIC_INIT(1),
	.parent = &proc_root,
};

static DEFINE_MUTEX(proc_lock);
static DEFINE_MUTEX(release_lock);
static DECLARE_WAIT_QUEUE_HEAD(calls_end);

/* An open file whose release() is to be called. */
struct pde_opener {
	struct list_head list; /* release_lock */
	struct file *file;
};

/* ---- calls ---------------------------------------------------------------------------------- */

bool pde_begin(struct proc_dir_entry *pde)
{
	atomic_inc(&pde->in_use);
	smp_mb__after_atomic_inc(); /* pairs with remove_proc_entry()'s: it sees us, or we see it */
	if (likely(!READ_ONCE(pde->deleted)))
		return true;
	pde_end(pde);
	return false;
}

void pde_end(struct proc_dir_entry *pde)
{
	if (atomic_dec_and_test(&pde->in_use) && unlikely(READ_ONCE(pde->deleted)))
		wake_up(&calls_end);
}

void pde_put(struct proc_dir_entry *pde)
{
	if (atomic_dec_and_test(&pde->count))
		kfree(pde);
}

/* pde_opened - open() has succeeded: release() is owed; 0 or -ENOMEM; between begin and end */
int pde_opened(struct proc_dir_entry *pde, struct file *file)
{
	struct pde_opener *opener;

	if (!pde->proc_fops->release)
		return 0;
	opener = kmalloc(sizeof(*opener), GFP_KERNEL);
	if (!opener)
		return -ENOMEM;
	opener->file = file;
	mutex_lock(&release_lock);
	list_add(&opener->list, &pde->openers);
	mutex_unlock(&release_lock);
	return 0;
}

/* Locking: expects release_lock. */
static void release(struct proc_dir_entry *pde, struct pde_opener *opener)
{
	list_del(&opener->list);
	pde->proc_fops->release(file_inode(opener->file), opener->file);
	kfree(opener);
}

/* pde_closed - the file is being closed: call release(), unless it has been called already */
void pde_closed(struct proc_dir_entry *pde, struct file *file)
{
	struct pde_opener *opener;

	mutex_lock(&release_lock);
	list_for_each_entry(opener, &pde->openers, list)
		if (opener->file == file) {
			release(pde, opener);
			break;
		}
	mutex_unlock(&release_lock);
}

/* ---- the tree ------------------------------------------------------------------------------- */

/* Where a name is in @dir: what points to its entry, or NULL at the end. Expects proc_lock. */
static struct proc_dir_entry **find(struct proc_dir_entry *dir, const char *name, size_t len)
{
	struct proc_dir_entry **at;

	for (at = &dir->subdir; *at; at = &(*at)->next)
		if (strlen((*at)->name) == len && !memcmp((*at)->name, name, len))
			break;
	return at;
}

/* pde_lookup - the entry of that name, with a reference, or NULL */
struct proc_dir_entry *pde_lookup(struct proc_dir_entry *dir, const char *name, size_t len)
{
	struct proc_dir_entry *pde;

	mutex_lock(&proc_lock);
	pde = *find(dir, name, len);
	if (pde)
		atomic_inc(&pde->count);
	mutex_unlock(&proc_lock);
	return pde;
}

/* pde_name - name and mode of the entry number @index of a directory; -ENOENT: there are fewer */
int pde_name(struct proc_dir_entry *dir, unsigned int index, char *name, size_t size, umode_t *mode)
{
	struct proc_dir_entry *pde;

	mutex_lock(&proc_lock);
	for (pde = dir->subdir; pde && index; pde = pde->next)
		index--;
	if (pde) {
		snprintf(name, size, "%s", pde->name);
		*mode = pde->mode;
	}
	mutex_unlock(&proc_lock);
	return pde ? 0 : -ENOENT;
}

/*
 * The place of a path below @dir; *@dir becomes the directory it is in. NULL: there is no such
 * directory. Locking: expects proc_lock.
 */
static struct proc_dir_entry **walk(struct proc_dir_entry **dir, const char **path)
{
	struct proc_dir_entry **at;

	if (!*dir)
		*dir = &proc_root;
	for (;;) {
		size_t len = strcspn(*path, "/");

		at = find(*dir, *path, len);
		if (!(*path)[len])
			return at;
		if (!*at || !S_ISDIR((*at)->mode))
			return NULL;
		*dir = *at;
		*path += len + 1;
	}
}

/* Why it cannot be put at @at, or NULL. */
static const char *refusal(struct proc_dir_entry **at, const char *name)
{
	if (!at)
		return "there is no such directory: proc_mkdir() it first";
	if (*at)
		return "there is one of that name: remove_proc_entry() it first";
	return *name ? NULL : "it has no name";
}

static struct proc_dir_entry *add(const char *path, umode_t mode, struct proc_dir_entry *dir,
				  const struct file_operations *fops, void *data)
{
	size_t size = strlen(path) + 1;
	struct proc_dir_entry *pde = kzalloc(sizeof(*pde) + size, GFP_KERNEL), **at;
	const char *name, *why;

	if (!pde)
		return NULL;
	name = memcpy(pde + 1, path, size);
	mutex_lock(&proc_lock);
	at = walk(&dir, &name);
	why = refusal(at, name);
	if (!why) {
		pde->name = name;
		pde->mode = mode;
		pde->proc_fops = fops;
		pde->data = data;
		pde->parent = dir;
		atomic_set(&pde->count, 1);
		INIT_LIST_HEAD(&pde->openers);
		*at = pde;
	}
	mutex_unlock(&proc_lock);
	if (!why)
		return pde;
	report(KERN_WARNING "WARNING: /proc: no \"%s\" is made: %s\n", path, why);
	kfree(pde);
	return NULL;
}

/**
 * proc_create_data - make a file
 * @name: its name; may be a path below @parent
 * @mode: permissions; 0: everybody may read
 * @parent: the directory; NULL: /proc itself
 * @fops: what can be done with it; stays the caller's
 * @data: PDE_DATA() gives it to them
 *
 * Return: the entry, or NULL: no memory; or, told, the name is taken or its directory is not there.
 * Context: process. Locking: takes proc_lock.
 */
struct proc_dir_entry *proc_create_data(const char *name, umode_t mode,
					struct proc_dir_entry *parent,
					const struct file_operations *fops, void *data)
{
	might_sleep();
	return add(name, S_IFREG | (mode & 0777 ? mode & 0777 : S_IRUGO), parent, fops, data);
}
EXPORT_SYMBOL(proc_create_data);

/** proc_create - the same without data */
struct proc_dir_entry *proc_create(const char *name, umode_t mode, struct proc_dir_entry *parent,
				   const struct file_operations *fops)
{
	return proc_create_data(name, mode, parent, fops, NULL);
}
EXPORT_SYMBOL(proc_create);

/** proc_mkdir - make a directory; as proc_create_data() */
struct proc_dir_entry *proc_mkdir(const char *name, struct proc_dir_entry *parent)
{
	might_sleep();
	return add(name, S_IFDIR | S_IRUGO | S_IXUGO, parent, NULL, NULL);
}
EXPORT_SYMBOL(proc_mkdir);

/**
 * create_proc_entry - make a file or (S_IFDIR) a directory, to be filled in by hand
 *
 * The caller then sets proc_fops, or read_proc and write_proc, and data. As proc_create_data().
 */
struct proc_dir_entry *create_proc_entry(const char *name, umode_t mode,
					 struct proc_dir_entry *parent)
{
	if (S_ISDIR(mode))
		return proc_mkdir(name, parent);
	return proc_create(name, mode, parent, &proc_page_fops);
}
EXPORT_SYMBOL(create_proc_entry);

/** create_proc_read_entry - make a file whose text one function writes into a page */
struct proc_dir_entry *create_proc_read_entry(const char *name, umode_t mode,
					      struct proc_dir_entry *parent, read_proc_t *read_proc,
					      void *data)
{
	struct proc_dir_entry *pde = proc_create_data(name, mode, parent, &proc_page_fops, data);

	if (pde)
		pde->read_proc = read_proc;
	return pde;
}
EXPORT_SYMBOL(create_proc_read_entry);

/* Take the entry out of the tree; NULL, and *@why: it must stay. */
static struct proc_dir_entry *take_out(const char *name, struct proc_dir_entry *dir,
				       const char **why)
{
	struct proc_dir_entry **at, *pde = NULL;

	mutex_lock(&proc_lock);
	at = walk(&dir, &name);
	if (!at || !*at) {
		*why = "there is none";
	} else if ((*at)->subdir) {
		*why = "there are entries in it: remove them first";
	} else {
		pde = *at;
		*at = pde->next;
	}
	mutex_unlock(&proc_lock);
	return pde;
}

/**
 * remove_proc_entry - take an entry away
 * @name: as it was made
 * @parent: as it was made
 *
 * Waits until nobody is in its functions any more: none of them may wait for the caller. What still
 * has it open reads nothing, and its release() has been called. One that is not there, or a
 * directory that is not empty, is told and stays.
 * Context: process, sleeps. Locking: takes proc_lock, release_lock.
 */
void remove_proc_entry(const char *name, struct proc_dir_entry *parent)
{
	struct proc_dir_entry *pde;
	const char *why;

	might_sleep();
	pde = take_out(name, parent, &why);
	if (!pde) {
		report(KERN_WARNING "WARNING: remove_proc_entry(\"%s\"): %s\n", name, why);
		return;
	}
	WRITE_ONCE(pde->deleted, true);
	smp_mb(); /* pairs with pde_begin()'s */
	wait_event(calls_end, !atomic_read(&pde->in_use));
	mutex_lock(&release_lock);
	while (!list_empty(&pde->openers))
		release(pde, list_first_entry(&pde->openers, struct pde_opener, list));
	mutex_unlock(&release_lock);
	pde_put(pde);
}
EXPORT_SYMBOL(remove_proc_entry);

/* ---- what a module has left behind ----------------------------------------------------------- */

/* Those in @dir and below it. Locking: expects proc_lock. */
static void search_below(const struct proc_dir_entry *dir, struct unload_search *search)
{
	const struct proc_dir_entry *pde;

	for (pde = dir->subdir; pde; pde = pde->next) {
		struct leftover left = { .kind = "file of /proc",
					 .is = "there",
					 .instead = "remove_proc_entry() it",
					 .object = pde->proc_fops };

		strlcpy(left.name, pde->name, sizeof(left.name));
		left.fn = pde->read_proc ? (void *)pde->read_proc : pde->data;
		if (unload_holds(search, left.object) || unload_holds(search, left.fn))
			unload_found(search, &left);
		search_below(pde, search);
	}
}

static void search_entries(struct unload_search *search)
{
	mutex_lock(&proc_lock);
	search_below(&proc_root, search);
	mutex_unlock(&proc_lock);
}
UNLOAD_SEARCH(search_entries);
