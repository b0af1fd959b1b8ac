// SPDX-License-Identifier: MIT
/*
 * iofault.c - accesses to devices that tests answer; only in the tests' image
 *
 * Context: any; the fault's function is called with interrupts off. Locking: one test sets one
 * fault; it is switched off while its function runs, so that the function reaches the device.
 * See:     <halves/iofault.h>, tests/kernel/faults.c
 */
#ifdef CONFIG_TESTS
#include <asm/system.h>
#include <halves/iofault.h>
#include <linux/export.h>
#include <linux/kernel.h>

bool io_fault_is_set;
EXPORT_SYMBOL(io_fault_is_set);

static struct {
	bool mmio;
	unsigned long first, size;
	io_fault_fn fn;
} fault;

static void set_fault(bool mmio, unsigned long first, unsigned long size, io_fault_fn fn)
{
	WARN_ON(io_fault_is_set);
	fault.mmio = mmio;
	fault.first = first;
	fault.size = size;
	fault.fn = fn;
	barrier();
	io_fault_is_set = true;
}

/** io_fault_ports - @fn is asked before @count ports from @first on are accessed; any context */
void io_fault_ports(u16 first, unsigned int count, io_fault_fn fn)
{
	set_fault(false, first, count, fn);
}

/** io_fault_mmio - the same for @size bytes of mapped registers; any context */
void io_fault_mmio(const volatile void *first, size_t size, io_fault_fn fn)
{
	set_fault(true, (unsigned long)first, size, fn);
}

/** io_fault_end - the device is well again; harmless when none was set; any context */
void io_fault_end(void)
{
	io_fault_is_set = false;
}

/** io_fault_ones - the function for a device that is gone: reads all ones, writes go nowhere */
bool io_fault_ones(struct io_access *access)
{
	access->value = ~0U;
	return true;
}

/* io_fault_take - does the fault answer this access? */
bool io_fault_take(bool mmio, struct io_access *access)
{
	unsigned long flags;
	bool taken = false;

	local_irq_save(flags);
	if (io_fault_is_set && mmio == fault.mmio && access->at - fault.first < fault.size) {
		io_fault_is_set = false;
		taken = fault.fn(access);
		io_fault_is_set = true;
	}
	local_irq_restore(flags);
	return taken;
}
EXPORT_SYMBOL(io_fault_take);
#endif
