// SPDX-License-Identifier: MIT
/*
 * exec.c - put a program into a process's place
 *
 * Idea:    the new memory is built beside the old: segments as the file says, then the stack with
 *          arguments and environment, as Linux lays them out on i386. Only when all of it is there
 *          does the old one go; so an error leaves the caller as it was.
 *          On the stack, from the stack pointer up: argc, pointers to the arguments, NULL, pointers
 *          to the environment, NULL, an empty auxiliary vector, the strings.
 * Context: process. Locking: none here: the memory is the running process's own.
 * See:     ELF specification, chapter 2 "Program loading"; <linux/elf.h>
 */
#include <asm/mmu.h>
#include <asm/ptrace.h>
#include <asm/setup.h>
#include <asm/uaccess.h>
#include <halves/process.h>
#include <halves/trace.h>
#include <linux/dirent.h>
#include <linux/elf.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>

#define ARG_SIZE     (4 * PAGE_SIZE) /* of all strings together */
#define ARG_ORDER    2
#define MAX_SEGMENTS 8
#define IMAGE_END    (USER_STACK_BOTTOM - PAGE_SIZE) /* the page between faults */

/* Argument and environment strings, one after the other. */
struct strings {
	char *text;
	size_t used;
	unsigned int argc, envc;
};

/* Append those of a list that ends with NULL; all of it may be ring 3's. Return: how many. */
static int copy_strings(struct strings *strings, char *const __user *list)
{
	const char __user *string;
	int count;

	for (count = 0; list; count++) {
		long len;

		if (get_user(string, list + count))
			return -EFAULT;
		if (!string)
			break;
		len = strncpy_from_user(strings->text + strings->used, string,
					ARG_SIZE - strings->used);
		if (len < 0)
			return len;
		if (len == (long)(ARG_SIZE - strings->used))
			return -E2BIG;
		strings->used += len + 1;
	}
	return count;
}

/* ---- the file ------------------------------------------------------------------------------ */

/* The mark, then: 32 bits, little-endian, version 1. */
static bool header_is_good(const Elf32_Ehdr *header)
{
	return !memcmp(header->e_ident, ELFMAG "\1\1\1", SELFMAG + 3) &&
	       header->e_type == ET_EXEC && header->e_machine == EM_386 &&
	       header->e_phentsize == sizeof(Elf32_Phdr) && header->e_phnum &&
	       header->e_phnum <= MAX_SEGMENTS;
}

static bool segment_is_good(const Elf32_Phdr *segment)
{
	return segment->p_filesz <= segment->p_memsz && segment->p_vaddr >= PAGE_SIZE &&
	       segment->p_vaddr < IMAGE_END && segment->p_memsz <= IMAGE_END - segment->p_vaddr &&
	       segment->p_offset <= LONG_MAX;
}

/* One segment, into memory that is in use already. */
static int load_segment(struct mm_struct *mm, struct file *file, const Elf32_Phdr *segment)
{
	unsigned long start = segment->p_vaddr & PAGE_MASK;
	unsigned long end = PAGE_ALIGN(segment->p_vaddr + segment->p_memsz);
	loff_t offset = segment->p_offset;
	ssize_t got;
	int error;

	if (!segment_is_good(segment))
		return -ENOEXEC;
	error = mm_map(mm, start, end, MAP_WRITE);
	if (error)
		return error == -EEXIST ? -ENOEXEC : error; /* two segments share a page */
	got = vfs_read(file, (void __user *)segment->p_vaddr, segment->p_filesz, &offset);
	if (got != (ssize_t)segment->p_filesz)
		return got < 0 ? got : -ENOEXEC;
	mm_protect(mm, start, end,
		   (segment->p_flags & PF_W ? MAP_WRITE : 0) |
			   (segment->p_flags & PF_X ? MAP_EXEC : 0));
	mm->brk_start = mm->brk = max(mm->brk, end);
	return 0;
}

/* Return: 0 and the first instruction in *entry. */
static int load_file(struct mm_struct *mm, struct file *file, unsigned long *entry)
{
	Elf32_Phdr segments[MAX_SEGMENTS];
	Elf32_Ehdr header;
	unsigned int i;
	ssize_t size;
	int error = 0;

	if (kernel_read(file, 0, &header, sizeof(header)) != sizeof(header) ||
	    !header_is_good(&header))
		return -ENOEXEC;
	size = header.e_phnum * sizeof(segments[0]);
	if (kernel_read(file, header.e_phoff, segments, size) != size)
		return -ENOEXEC;
	for (i = 0; i < header.e_phnum && !error; i++) {
		if (segments[i].p_type == PT_INTERP)
			error = -ENOEXEC; /* it wants a dynamic linker */
		else if (segments[i].p_type == PT_LOAD && segments[i].p_memsz)
			error = load_segment(mm, file, &segments[i]);
	}
	*entry = header.e_entry;
	return error;
}

/* ---- the stack ----------------------------------------------------------------------------- */

/* Pointers to @count strings from *at on, then NULL. Return: where the next word goes. */
static unsigned long __user *put_pointers(unsigned long __user *to, unsigned long *at,
					  const char **text, unsigned int count)
{
	while (count--) {
		size_t len = strlen(*text) + 1;

		if (put_user(*at, to++))
			return NULL;
		*at += len;
		*text += len;
	}
	return put_user(0UL, to) ? NULL : to + 1;
}

/* Return: the stack pointer to begin with, or 0. */
static unsigned long build_stack(struct mm_struct *mm, const struct strings *strings)
{
	unsigned long at = (USER_STACK_TOP - strings->used) & ~3UL;
	unsigned int words = 1 + strings->argc + 1 + strings->envc + 1 + 2;
	unsigned long stack = (at - words * sizeof(long)) & ~15UL;
	unsigned long __user *word = (void __user *)stack;
	const char *text = strings->text;

	if (mm_map(mm, USER_STACK_BOTTOM, USER_STACK_TOP, MAP_WRITE) ||
	    copy_to_user((void __user *)at, strings->text, strings->used) ||
	    put_user((unsigned long)strings->argc, word++))
		return 0;
	word = put_pointers(word, &at, &text, strings->argc);
	if (word)
		word = put_pointers(word, &at, &text, strings->envc);
	return word ? stack : 0; /* the auxiliary vector is zeros, which is its end */
}

/* ---- all of it ----------------------------------------------------------------------------- */

/* Fill new memory, which the thread uses meanwhile. */
static int build(struct mm_struct *mm, struct file *file, const struct strings *strings,
		 unsigned long *entry, unsigned long *stack)
{
	int error = load_file(mm, file, entry);

	if (error)
		return error;
	*stack = build_stack(mm, strings);
	return *stack ? 0 : -ENOMEM;
}

static int exec_file(struct file *file, const struct strings *strings, const char *name)
{
	struct process *me = current->process;
	struct mm_struct *old = me->mm, *mm = mm_create();
	unsigned long entry, stack;
	int error;

	if (!mm)
		return -ENOMEM;
	mm_use(mm);
	error = build(mm, file, strings, &entry, &stack);
	if (error) {
		mm_use(old);
		mm_destroy(mm);
		return error;
	}
	me->mm = mm;
	mm_destroy(old);
	files_exec(&me->files);
	strlcpy(current->comm, name, sizeof(current->comm));
	trace_task_named(current);
	set_fs(USER_DS);
	start_user(task_pt_regs(current), entry, stack);
	return 0;
}

static struct file *open_program(const char *path)
{
	struct file *file = filp_open(path, O_RDONLY, 0);

	if (!IS_ERR(file)) {
		umode_t mode = file_inode(file)->i_mode;

		if (!S_ISREG(mode) || !(mode & S_IXUGO)) {
			fput(file);
			return ERR_PTR(-EACCES);
		}
	}
	return file;
}

/**
 * process_exec - put a program into the running process's place
 * @path: its file; the kernel's string
 * @argv: its arguments, up to a NULL; of ring 3 or the kernel's, as get_fs() says
 * @envp: its environment, likewise; either list may be NULL
 *
 * Return: 0: the registers for ring 3 are those of its first instruction. Else nothing has changed:
 * what opening the file gives; -EACCES: not an executable file; -ENOEXEC: no static ELF program for
 * i386, or broken; -E2BIG: more than ARG_SIZE bytes of strings; -EFAULT; -ENOMEM. Context: process.
 */
int process_exec(const char *path, char *const argv[], char *const envp[])
{
	struct strings strings = { .text = (char *)__get_free_pages(GFP_KERNEL, ARG_ORDER) };
	const char *slash = strrchr(path, '/');
	struct file *file;
	int argc, envc, error;

	if (!strings.text)
		return -ENOMEM;
	file = open_program(path);
	error = IS_ERR(file) ? PTR_ERR(file) : 0;
	if (!error) {
		argc = copy_strings(&strings, argv);
		envc = argc < 0 ? argc : copy_strings(&strings, envp);
		strings.argc = argc;
		strings.envc = envc;
		error = envc < 0 ? envc : exec_file(file, &strings, slash ? slash + 1 : path);
		fput(file);
	}
	free_pages((unsigned long)strings.text, ARG_ORDER);
	return error;
}

/**
 * sys_execve - process_exec() for ring 3
 * @path: the program's file
 * @argv: its arguments, up to a NULL
 * @envp: its environment, likewise; either list may be NULL
 *
 * Return: 0, which ring 3 does not see: it begins anew; else as process_exec(): -ENOENT, -EACCES,
 * -ENOEXEC, -E2BIG, -EFAULT, -ENOMEM …; -ENAMETOOLONG. Context: process.
 */
long sys_execve(const char __user *path, char *const __user *argv, char *const __user *envp)
{
	char *name = kmalloc(PATH_MAX, GFP_KERNEL);
	long len = name ? strncpy_from_user(name, path, PATH_MAX) : -ENOMEM;

	if (len == PATH_MAX)
		len = -ENAMETOOLONG;
	if (len >= 0)
		len = process_exec(name, argv, envp);
	kfree(name);
	return len;
}

/** sys_brk - move the end of the heap; returns where it is afterwards, as Linux's; process */
long sys_brk(unsigned long end)
{
	struct mm_struct *mm = current->process->mm;
	unsigned long old = PAGE_ALIGN(mm->brk), new = PAGE_ALIGN(end);

	if (end < mm->brk_start || end > IMAGE_END)
		return mm->brk;
	if (new > old && mm_map(mm, old, new, MAP_WRITE))
		return mm->brk;
	if (new < old)
		mm_unmap(mm, new, old);
	mm->brk = end;
	return end;
}
