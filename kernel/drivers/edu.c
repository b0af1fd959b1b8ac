// SPDX-License-Identifier: MIT
/*
 * edu.c - driver of QEMU's card for teaching, by the public API only
 *
 * Idea:    a driver as in a book: a table of the cards it knows, a probe() that maps the registers
 *          and asks whether it is really this card, a remove() that undoes it. It holds no
 *          interrupt: how the line is used is the user's question (<halves/edu.h>), for that is
 *          what the comparison compares. A card can vanish at any time: whoever waits for it asks
 *          whether it still answers.
 * Context: process all; what is inline in <halves/edu.h>: any.
 * Locking: edu->units: the factorial and the DMA unit, one job at a time; a semaphore, since a job
 *          may be ended by an interrupt (edu_dev.c).
 * See:     QEMU's docs/specs/edu.txt; Linux Device Drivers, 3rd edition, chapter 12
 */
#define pr_fmt(fmt) "edu: " fmt

#include <halves/edu.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/sched.h>
#include <linux/slab.h>

#define EDU_BAR		0
#define LIVE_PATTERN	0x5a5a1234

/*
 * The factorial unit is a thread of the emulator and keeps the host's time, not the machine's. So
 * the wait for it is counted in looks, not in jiffies.
 */
#define FACTORIAL_LOOKS	10000000
#define DMA_TIMEOUT_MS	2000	/* a transfer takes 100 */

static struct edu_device *edus[EDU_MAX];	/* written by probe() and remove() */

static bool msi;
module_param(msi, bool, 0444);
MODULE_PARM_DESC(msi, "interrupt by messages instead of the line");

/**
 * edu_answers - is the card still there?
 * @edu: the card
 *
 * Asks for its mark. That it is gone is told once, until it answers again.
 * Return: false: it reads all ones. Context: any. Locking: none.
 */
bool edu_answers(struct edu_device *edu)
{
	bool gone = edu_read(edu, EDU_ID) == EDU_ALL_ONES;

	if (gone && !edu->gone)
		pr_err("the card at %s reads all ones: is it gone?\n", pci_name(edu->pdev));
	edu->gone = gone;
	return !gone;
}

/*
 * What edu_ack() has no time for: nothing is raised, bit 31 is, or the card is gone.
 * Context: any.
 */
u32 edu_ack_rare(struct edu_device *edu, u32 raised)
{
	if (!raised || (raised == EDU_ALL_ONES && !edu_answers(edu)))
		return 0;
	edu_write(edu, EDU_IRQ_ACK, raised);
	return raised;
}

/**
 * edu_get_nth - one of the cards
 * @n: 0 to EDU_MAX - 1, in the order of the bus
 *
 * Return: NULL if there is none, or it does not answer any more. Context: any, after the drivers'
 * module_init. Locking: none.
 */
struct edu_device *edu_get_nth(unsigned int n)
{
	return n < EDU_MAX && edus[n] && edu_answers(edus[n]) ? edus[n] : NULL;
}

/** edu_get - the first card; else as edu_get_nth(); any context */
struct edu_device *edu_get(void)
{
	return edu_get_nth(0);
}

/**
 * edu_factorial - let the card compute @n!, modulo 2^32
 * @edu: the card
 * @n: of which number
 * @result: where the result goes
 *
 * Return: 0; -ETIMEDOUT if the card does not finish; -ENODEV if it is gone. Context: process.
 * Locking: takes edu->units.
 */
int edu_factorial(struct edu_device *edu, u32 n, u32 *result)
{
	int err = -ETIMEDOUT;

	might_sleep();
	down(&edu->units);
	edu_write(edu, EDU_FACTORIAL, n);
	for (unsigned int i = 0; i < FACTORIAL_LOOKS; i++) {
		u32 status = edu_read(edu, EDU_STATUS);

		if (status == EDU_ALL_ONES && !edu_answers(edu)) {
			err = -ENODEV;
			break;
		}
		if (!(status & EDU_STATUS_BUSY)) {
			*result = edu_read(edu, EDU_FACTORIAL);
			err = 0;
			break;
		}
		cond_resched();
	}
	up(&edu->units);
	return err;
}

/**
 * edu_dma_start - have the card copy bytes, without waiting for it
 * @edu: the card, whose DMA unit is at rest
 * @memory: memory that kmalloc() or __get_free_pages() gave, or a variable of the kernel; not a
 *	stack
 * @offset: where in the card's buffer, in bytes
 * @size: bytes, at most EDU_BUFFER_SIZE - 1 - @offset: the last byte of the card's buffer cannot be
 *	part of a transfer (QEMU 7 counts one too many)
 * @flags: EDU_DMA_TO_MEMORY, EDU_DMA_IRQ
 *
 * It takes 100 ms. What the card does not reach, an emulator may punish by ending itself: so it is
 * checked here.
 * Return: 0, or -EINVAL for what the card cannot reach. Context: any. Locking: expects that nobody
 * else uses the DMA unit.
 */
int edu_dma_start(struct edu_device *edu, void *memory, unsigned int offset, size_t size, u32 flags)
{
	bool to_memory = flags & EDU_DMA_TO_MEMORY;

	if (!size || size >= EDU_BUFFER_SIZE || offset >= EDU_BUFFER_SIZE - size ||
	    !virt_addr_valid(memory) || __pa(memory) >= EDU_DMA_LIMIT - size)
		return -EINVAL;
	edu_write(edu, EDU_DMA_SOURCE, to_memory ? EDU_BUFFER + offset : __pa(memory));
	edu_write(edu, EDU_DMA_DESTINATION, to_memory ? __pa(memory) : EDU_BUFFER + offset);
	edu_write(edu, EDU_DMA_COUNT, size);
	edu_write(edu, EDU_DMA_COMMAND, EDU_DMA_START | flags);
	return 0;
}

static int dma(struct edu_device *edu, void *memory, unsigned int offset, size_t size, u32 flags)
{
	unsigned long end = jiffies + msecs_to_jiffies(DMA_TIMEOUT_MS);
	int err;

	might_sleep();
	down(&edu->units);
	err = edu_dma_start(edu, memory, offset, size, flags);
	while (!err && edu_read(edu, EDU_DMA_COMMAND) & EDU_DMA_START) {
		if (!edu_answers(edu))
			err = -ENODEV;
		else if (time_after(jiffies, end))
			err = -ETIMEDOUT;
		else
			msleep(1);
	}
	up(&edu->units);
	return err;
}

/**
 * edu_dma_to_card - have the card fetch bytes from memory
 * @edu: the card
 * @offset: where in the card's buffer they go, in bytes
 * @from: memory, as for edu_dma_start()
 * @size: bytes, as there
 *
 * Return: 0; -EINVAL for what the card cannot reach; -ETIMEDOUT; -ENODEV: it does not answer.
 * Context: process, sleeps for 100 ms. Locking: takes edu->units.
 */
int edu_dma_to_card(struct edu_device *edu, unsigned int offset, const void *from, size_t size)
{
	return dma(edu, (void *)from, offset, size, 0);
}

/**
 * edu_dma_from_card - the other direction; the same rules
 *
 * Return: 0, -EINVAL, -ETIMEDOUT, -ENODEV. Context: process, sleeps for 100 ms. Locking: takes
 * edu->units.
 */
int edu_dma_from_card(struct edu_device *edu, void *to, unsigned int offset, size_t size)
{
	return dma(edu, to, offset, size, EDU_DMA_TO_MEMORY);
}

/* ---- the driver -------------------------------------------------------------------------- */

static bool is_alive(struct edu_device *edu)
{
	if ((edu_read(edu, EDU_ID) & EDU_ID_MASK) != EDU_ID_VALUE)
		return false;
	edu_write(edu, EDU_LIVENESS, LIVE_PATTERN);
	return edu_read(edu, EDU_LIVENESS) == (u32)~LIVE_PATTERN;
}

/* What keeps us from using a card, as far as its configuration tells; NULL: nothing. */
static const char *unusable(struct pci_dev *pdev)
{
	if (!pci_resource_len(pdev, EDU_BAR))
		return "its registers have no address";
	if (!pdev->irq)
		return "it has no interrupt line";
	return NULL;
}

static int edu_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	const char *why = unusable(pdev);
	struct edu_device *edu;
	unsigned int n = 0;
	int err;

	while (n < EDU_MAX && edus[n])
		n++;
	if (n == EDU_MAX)
		why = "there are enough of them";
	if (why) {
		pr_warn("%s: left alone: %s\n", pci_name(pdev), why);
		return -ENODEV;
	}
	err = pci_enable_device(pdev);
	if (err)
		return err;
	edu = kzalloc(sizeof(*edu), GFP_KERNEL);
	if (!edu)
		return -ENOMEM;
	err = -ENOMEM;
	edu->regs = ioremap(pci_resource_start(pdev, EDU_BAR), pci_resource_len(pdev, EDU_BAR));
	if (!edu->regs)
		goto no_regs;
	edu->pdev = pdev;
	err = -ENODEV;
	if (!edu_answers(edu) || !is_alive(edu))
		goto not_alive;

	sema_init(&edu->units, 1);
	edu_ack(edu); /* nothing may be left from before */
	pci_set_master(pdev);
	pci_set_drvdata(pdev, edu);
	err = msi ? pci_enable_msi(pdev) : 0;
	if (err)
		pr_warn("%s: no interrupts by message (error %d): its line is used\n",
			pci_name(pdev), err);
	edu->irq = pdev->irq;
	edus[n] = edu;
	pr_info("%s: IRQ %u\n", pci_name(pdev), edu->irq);
	return 0;

not_alive:
	pr_warn("%s: left alone: it is not the card it says it is\n", pci_name(pdev));
	iounmap(edu->regs);
no_regs:
	kfree(edu);
	return err;
}

static void edu_remove(struct pci_dev *pdev)
{
	struct edu_device *edu = pci_get_drvdata(pdev);

	for (unsigned int n = 0; n < EDU_MAX; n++)
		if (edus[n] == edu)
			edus[n] = NULL;
	pci_disable_msi(pdev);
	pci_disable_device(pdev);
	iounmap(edu->regs);
	kfree(edu);
}

static const struct pci_device_id edu_ids[] = {
	{ PCI_DEVICE(PCI_VENDOR_ID_QEMU, PCI_DEVICE_ID_QEMU_EDU) },
	{ 0 },
};
MODULE_DEVICE_TABLE(pci, edu_ids);

static struct pci_driver edu_driver = {
	.name = "edu",
	.id_table = edu_ids,
	.probe = edu_probe,
	.remove = edu_remove,
};

static int __init edu_init(void)
{
	return pci_register_driver(&edu_driver);
}

static void __exit edu_exit(void)
{
	pci_unregister_driver(&edu_driver);
}

module_init(edu_init);
module_exit(edu_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("QEMU edu card");
