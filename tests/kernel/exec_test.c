// SPDX-License-Identifier: MIT
/*
 * exec_test.c - a good program runs, a broken file changes nothing
 *
 * The program is made here, byte by byte: it ends with the status 42. Each broken one differs from
 * it in one field.
 */
#include "process_fixture.h"

#include <asm/page.h>
#include <asm/ptrace.h>
#include <asm/uaccess.h>
#include <linux/elf.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/syscalls.h>

#define PROGRAM "/program"
#define BASE	0x08048000UL

struct image {
	Elf32_Ehdr header;
	Elf32_Phdr segments[2];
	u8 code[16];
};

/* mov $1, %eax; mov $42, %ebx; int $0x80 */
static const u8 exits_42[] = { 0xb8, 1, 0, 0, 0, 0xbb, 42, 0, 0, 0, 0xcd, 0x80 };

static struct image image;

static int exec_init(struct kunit *test)
{
	image = (struct image){
		.header = {
			.e_ident = ELFMAG "\1\1\1",
			.e_type = ET_EXEC,
			.e_machine = EM_386,
			.e_version = 1,
			.e_entry = BASE + offsetof(struct image, code),
			.e_phoff = offsetof(struct image, segments),
			.e_ehsize = sizeof(Elf32_Ehdr),
			.e_phentsize = sizeof(Elf32_Phdr),
			.e_phnum = 1,
		},
		.segments[0] = {
			.p_type = PT_LOAD,
			.p_vaddr = BASE,
			.p_filesz = sizeof(image),
			.p_memsz = sizeof(image) + 100,
			.p_flags = PF_R | PF_X,
		},
	};
	memcpy(image.code, exits_42, sizeof(exits_42));
	return 0;
}

static void exec_exit(struct kunit *test)
{
	path_unlink(PROGRAM);
}

/* exec() of the running process; only an error comes back, as a positive number. */
static int exec_it(void *path)
{
	int error;

	set_fs(KERNEL_DS);
	error = process_exec(path, (char *[]){ "program", NULL }, NULL);
	if (!error)
		enter_user();
	return -error;
}

static int status_of(struct kunit *test, size_t size)
{
	make_program(test, PROGRAM, &image, size);
	return run_process(test, exec_it, PROGRAM);
}

#define EXPECT_ERROR(test, size, error)                                                            \
	KUNIT_EXPECT_EQ(test, status_of(test, size), EXIT_STATUS(error))

/* a program that is as it should be runs, and its exit code comes back */
static void good_one_runs(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, status_of(test, sizeof(image)), EXIT_STATUS(42));
}

/* a file that ends too early, at any byte, is no program */
static void truncated(struct kunit *test)
{
	size_t size;

	for (size = 0; size < sizeof(image); size += 7)
		EXPECT_ERROR(test, size, ENOEXEC);
	EXPECT_ERROR(test, sizeof(image) - 1, ENOEXEC);
}

struct defect {
	const char *name;
	size_t offset; /* of a field of 16 or 32 bits … */
	u8 bytes;
	u32 value; /* … that gets this value */
};

#define HEADER(field, wrong)                                                                       \
	{                                                                                          \
		.name = #field " is " #wrong, .offset = offsetof(struct image, header.field),      \
		.bytes = sizeof(image.header.field), .value = (wrong)                              \
	}
#define SEGMENT(field, wrong)                                                                      \
	{                                                                                          \
		.name = #field " is " #wrong, .offset = offsetof(struct image, segments[0].field), \
		.bytes = sizeof(image.segments[0].field), .value = (wrong)                         \
	}

static const struct defect defects[] = {
	{ "another magic", 0, 4, 0x464c457e },
	{ "64 bits", 4, 1, 2 },
	{ "big-endian", 5, 1, 2 },
	HEADER(e_type, ET_REL),
	HEADER(e_machine, 62),
	HEADER(e_phentsize, 56),
	HEADER(e_phnum, 0),
	HEADER(e_phnum, 9),
	HEADER(e_phnum, 0xffff),
	HEADER(e_phoff, 0xfffffff0),
	HEADER(e_phoff, 0x7fffffff),
	SEGMENT(p_type, PT_INTERP),
	SEGMENT(p_offset, 0x7fffffff),
	SEGMENT(p_offset, 0xffffffff),
	SEGMENT(p_offset, sizeof(struct image)),
	SEGMENT(p_filesz, 0xffffffff),
	SEGMENT(p_filesz, sizeof(struct image) + 1),
	SEGMENT(p_memsz, 0xffffffff),
	SEGMENT(p_memsz, 10),
	SEGMENT(p_vaddr, 0),
	SEGMENT(p_vaddr, 0xfff),
	SEGMENT(p_vaddr, 0xc0100000),
	SEGMENT(p_vaddr, 0xfffffff0),
	SEGMENT(p_vaddr, TASK_SIZE - 0x100),
	SEGMENT(p_vaddr, USER_STACK_BOTTOM - PAGE_SIZE),
	SEGMENT(p_vaddr, USER_STACK_BOTTOM + 0x100),
};

static const void *defects_gen_params(const void *prev, char *desc)
{
	const struct defect *defect = prev ? (const struct defect *)prev + 1 : defects;

	if (defect == defects + ARRAY_SIZE(defects))
		return NULL;
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%s", defect->name);
	return defect;
}

/* a field that cannot be right: -ENOEXEC, and the caller goes on */
static void broken_field(struct kunit *test)
{
	const struct defect *defect = test->param_value;

	memcpy((u8 *)&image + defect->offset, &defect->value, defect->bytes);
	EXPECT_ERROR(test, sizeof(image), ENOEXEC);
}

/* two segments that share a page have no rights that suit both */
static void overlapping_segments(struct kunit *test)
{
	image.header.e_phnum = 2;
	image.segments[1] = image.segments[0];
	image.segments[1].p_vaddr += 0x800;
	EXPECT_ERROR(test, sizeof(image), ENOEXEC);
}

/* more memory than there is: -ENOMEM */
static void too_large(struct kunit *test)
{
	image.segments[0].p_memsz = 0x30000000;
	EXPECT_ERROR(test, sizeof(image), ENOMEM);
}

/* an entry where nothing is: the program dies of it, like of any other wild jump */
static void wild_entry(struct kunit *test)
{
	image.header.e_entry = 0xc0100000;
	KUNIT_EXPECT_EQ(test, status_of(test, sizeof(image)), SIGSEGV);
}

/* code that may not be executed is not, where the processor knows of it */
static void data_is_not_executed(struct kunit *test)
{
	image.segments[0].p_flags = PF_R | PF_W;
	KUNIT_EXPECT_EQ(test, status_of(test, sizeof(image)), SIGSEGV);
}

/* a file that is not there, a directory, one without the right to execute */
static void not_a_program(struct kunit *test)
{
	struct file *file;

	KUNIT_EXPECT_EQ(test, run_process(test, exec_it, "/nothing"), EXIT_STATUS(ENOENT));
	KUNIT_EXPECT_EQ(test, run_process(test, exec_it, "/"), EXIT_STATUS(EACCES));
	file = filp_open(PROGRAM, O_WRONLY | O_CREAT, 0644);
	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	fput(file);
	KUNIT_EXPECT_EQ(test, run_process(test, exec_it, PROGRAM), EXIT_STATUS(EACCES));
}

static int wild_argv(void *path)
{
	unsigned long nowhere = 0x10;

	OPTIMIZER_HIDE_VAR(nowhere);
	return -process_exec(path, (char **)nowhere, NULL);
}

static int wild_path(void *unused)
{
	return -sys_execve((char *)0x10, NULL, NULL);
}

static int long_argv(void *path)
{
	static char *argv[] = { PROGRAM, PROGRAM, PROGRAM, NULL };
	char *text = (char *)__get_free_pages(GFP_KERNEL, 2);
	int error;

	if (!text)
		return ENOMEM;
	memset(text, 'x', 4 * PAGE_SIZE - 1);
	text[4 * PAGE_SIZE - 1] = '\0';
	argv[1] = text;
	set_fs(KERNEL_DS);
	error = process_exec(path, argv, NULL);
	free_pages((unsigned long)text, 2);
	return -error;
}

/* pointers that lead nowhere: -EFAULT; more than 16 KiB of strings: -E2BIG */
static void bad_arguments(struct kunit *test)
{
	make_program(test, PROGRAM, &image, sizeof(image));
	KUNIT_EXPECT_EQ(test, run_process(test, wild_path, NULL), EXIT_STATUS(EFAULT));
	KUNIT_EXPECT_EQ(test, run_process(test, wild_argv, PROGRAM), EXIT_STATUS(EFAULT));
	KUNIT_EXPECT_EQ(test, run_process(test, long_argv, PROGRAM), EXIT_STATUS(E2BIG));
}

static struct kunit_case exec_cases[] = { KUNIT_CASE(good_one_runs),
					  KUNIT_CASE(truncated),
					  KUNIT_CASE_PARAM(broken_field, defects_gen_params),
					  KUNIT_CASE(overlapping_segments),
					  KUNIT_CASE(too_large),
					  KUNIT_CASE(wild_entry),
					  KUNIT_CASE(data_is_not_executed),
					  KUNIT_CASE(not_a_program),
					  KUNIT_CASE(bad_arguments),
					  {} };

static struct kunit_suite exec_suite = {
	.name = "exec",
	.init = exec_init,
	.exit = exec_exit,
	.test_cases = exec_cases,
};
kunit_test_suites(&exec_suite);
