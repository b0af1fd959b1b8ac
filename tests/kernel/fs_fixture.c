// SPDX-License-Identifier: MIT
/* fs_fixture.c - see fs_fixture.h */
#include "fs_fixture.h"

int fs_test_init(struct kunit *test)
{
	struct inode *dir = path_create("/t", S_IFDIR | 0755, 0);

	if (IS_ERR(dir))
		return PTR_ERR(dir);
	iput(dir);
	return 0;
}

/* The first name in a directory, but "." and "..". */
static int first_name(void *buf, const char *name, int namelen, loff_t next, u64 ino,
		      unsigned int type)
{
	char *found = buf;

	if (name[0] == '.' && (namelen == 1 || (namelen == 2 && name[1] == '.')))
		return 0;
	memcpy(found, name, namelen);
	found[namelen] = '\0';
	return 1;
}

static void remove_tree(const char *path)
{
	struct file *dir;
	char *name, *below;

	if (path_unlink(path) != -EISDIR)
		return;
	name = kzalloc(2 * 256 + 300, GFP_KERNEL | __GFP_NOINJECT);
	below = name + 256;
	while (name && !IS_ERR(dir = filp_open(path, O_RDONLY, 0))) {
		*name = '\0';
		vfs_readdir(dir, first_name, name);
		fput(dir);
		if (!*name)
			break;
		snprintf(below, 556, "%s/%s", path, name);
		remove_tree(below);
	}
	kfree(name);
	path_rmdir(path);
}

void fs_test_exit(struct kunit *test)
{
	remove_tree("/t");
}

static void end_process(void *data)
{
	struct process *process = data;

	files_close(&process->files);
	iput(process->cwd);
	kfree(process);
}

struct process *be_process(struct kunit *test)
{
	struct process *process = kzalloc(sizeof(*process), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, process);
	process->task = current;
	process->cwd = iget(root_inode);
	INIT_LIST_HEAD(&process->children);
	INIT_LIST_HEAD(&process->sibling);
	init_waitqueue_head(&process->child_ends);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, end_process, process), 0);
	current->process = process;
	return process;
}

void write_file(struct kunit *test, const char *path, const char *text)
{
	struct file *file = filp_open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	ssize_t done;

	KUNIT_ASSERT_EQ(test, error_of(file), 0);
	done = vfs_write(file, text, strlen(text), &file->f_pos);
	fput(file);
	KUNIT_ASSERT_EQ(test, done, strlen(text));
}

const char *read_file(struct kunit *test, const char *path)
{
	static char text[256];
	struct file *file = filp_open(path, O_RDONLY, 0);
	ssize_t done;

	KUNIT_ASSERT_EQ(test, error_of(file), 0);
	done = kernel_read(file, 0, text, sizeof(text) - 1);
	fput(file);
	KUNIT_ASSERT_GE(test, done, 0);
	text[done] = '\0';
	return text;
}

bool is_there(const char *path)
{
	struct inode *inode = path_lookup(path);

	if (IS_ERR(inode))
		return false;
	iput(inode);
	return true;
}
