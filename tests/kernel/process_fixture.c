// SPDX-License-Identifier: MIT
/* process_fixture.c - see process_fixture.h */
#include "process_fixture.h"

#include <asm/mmu.h>
#include <asm/setup.h>
#include <asm/uaccess.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/slab.h>

struct errand {
	process_fn fn;
	void *data;
};

static int first_steps(void *data)
{
	struct errand errand = *(struct errand *)data;

	kfree(data);
	current->process->cwd = iget(root_inode);
	mm_use(current->process->mm);
	process_exit(EXIT_STATUS(errand.fn(errand.data)));
}

pid_t begin_process(struct kunit *test, process_fn fn, void *data)
{
	struct process *process = process_create(&init_process);
	struct errand *errand = kmalloc(sizeof(*errand), GFP_KERNEL);
	pid_t pid = -ENOMEM;

	if (process && errand) {
		*errand = (struct errand){ fn, data };
		process->mm = mm_create();
		if (process->mm)
			pid = process_start(process, first_steps, errand, "errand");
	}
	if (pid < 0) {
		kfree(errand);
		if (process)
			process_free(process);
	}
	KUNIT_ASSERT_GT(test, pid, 0);
	return pid;
}

int end_process(struct kunit *test, pid_t pid)
{
	int status = -1;

	KUNIT_EXPECT_EQ(test, process_wait(&init_process, pid, &status, 0), pid);
	return status;
}

int run_process(struct kunit *test, process_fn fn, void *data)
{
	return end_process(test, begin_process(test, fn, data));
}

bool give_pages(unsigned long start, unsigned int count, unsigned int rights)
{
	return !mm_map(current->process->mm, start, start + count * PAGE_SIZE, rights);
}

void make_program(struct kunit *test, const char *path, const void *image, size_t size)
{
	struct file *file = filp_open(path, O_WRONLY | O_CREAT | O_TRUNC, 0755);
	loff_t pos = 0;
	ssize_t done;

	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	done = vfs_write(file, image, size, &pos);
	fput(file);
	KUNIT_ASSERT_EQ(test, done, (ssize_t)size);
}
