// SPDX-License-Identifier: MIT
/*
 * crash_memory.c - programs that use memory as its page forbids, for the host to read the report
 *
 * Data of each kind is executed (crash.c has .data), constants and text are written. Each ends in a
 * panic where the processor can forbid it. tests/boot/test_memory.py.
 */
#include <asm/io.h>
#include <asm/page.h>
#include <asm/setup.h>
#include <halves/program.h>
#include <linux/errno.h>
#include <linux/slab.h>

#define RET 0xc3 /* the instruction */

static noinline void execute(void *code)
{
	((void (*)(void))code)();
	barrier(); /* so that the call is no jump, and this function is on the stack */
}

static int crash_execute_stack(void)
{
	volatile u8 code[4] = { RET };

	execute((void *)code);
	return 0;
}
PROGRAM(crash_execute_stack, crash_execute_stack, "execute the stack");

static int crash_execute_heap(void)
{
	u8 *code = kmalloc(4, GFP_KERNEL);

	if (!code)
		return -ENOMEM;
	*(volatile u8 *)code = RET;
	execute(code);
	kfree(code);
	return 0;
}
PROGRAM(crash_execute_heap, crash_execute_heap, "execute memory from kmalloc");

static int crash_execute_page(void)
{
	unsigned long page = __get_free_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	*(volatile u8 *)page = RET;
	execute((void *)page);
	free_page(page);
	return 0;
}
PROGRAM(crash_execute_page, crash_execute_page, "execute a page of the direct map");

static const u8 constant[] = { RET, 1, 2, 3 };

static int crash_execute_rodata(void)
{
	execute((void *)constant);
	return 0;
}
PROGRAM(crash_execute_rodata, crash_execute_rodata, "execute a constant");

static int crash_execute_device(void)
{
	void *screen = ioremap(0xb8000, PAGE_SIZE);

	if (!screen)
		return -ENOMEM;
	execute(screen);
	iounmap(screen);
	return 0;
}
PROGRAM(crash_execute_device, crash_execute_device, "execute the memory of a device");

static int crash_write_rodata(void)
{
	u8 *at = (u8 *)&constant[1];

	OPTIMIZER_HIDE_VAR(at);
	*(volatile u8 *)at = 0;
	return 0;
}
PROGRAM(crash_write_rodata, crash_write_rodata, "write to a constant");

static int crash_read_null(void)
{
	const volatile u8 *volatile nowhere = NULL;

	return nowhere[0xff0];
}
PROGRAM(crash_read_null, crash_read_null, "read from page zero");
