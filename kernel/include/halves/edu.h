/* SPDX-License-Identifier: MIT */
/*
 * edu.h - QEMU's card for teaching: a device whose only purpose is to interrupt
 *
 * A write to RAISE sets bits in the card's interrupt status and, while any bit is set, its line is
 * up. The line is shared and level-triggered, so the top half must ask the card whether it is
 * meant, and must quiet it before it returns: edu_ack() does both. A driver of the card needs
 * nothing else:
 *
 *	static irqreturn_t my_top_half(int irq, void *dev_id)
 *	{
 *		return edu_ack(dev_id) ? IRQ_HANDLED : IRQ_NONE;
 *	}
 *	...
 *	request_irq(edu->irq, my_top_half, IRQF_SHARED, "mine", edu);
 *	edu_raise(edu, 1);
 *
 * The line is free: kernel/drivers/edu.c requests no interrupt, and kernel/drivers/edu_dev.c only
 * while somebody has /dev/edu open. Whoever listens, listens alone or shares. See: QEMU's
 * docs/specs/edu.txt, kernel/drivers/edu.c.
 * Context: any, where nothing else is noted.
 * Locking: none: a register is one access. The units, which take several: edu->units.
 */
#ifndef _HALVES_EDU_H
#define _HALVES_EDU_H

#include <asm/io.h>
#include <linux/semaphore.h>
#include <linux/types.h>

/* Registers, from the start of BAR 0. Below DMA_SOURCE only accesses of four bytes are answered. */
#define EDU_ID		    0x00 /* RRrr00ed: version, revision, and the card's mark */
#define EDU_ID_MASK	    0x0000ffff
#define EDU_ID_VALUE	    0x000000ed
#define EDU_LIVENESS	    0x04 /* reads the complement of what was written */
#define EDU_FACTORIAL	    0x08 /* write n, read n! once STATUS is not busy */
#define EDU_STATUS	    0x20
#define EDU_STATUS_BUSY	    0x01 /* the factorial is being computed */
#define EDU_STATUS_IRQ	    0x80 /* interrupt with EDU_IRQ_FACTORIAL when it is */
#define EDU_IRQ_STATUS	    0x24 /* which bits are raised; the line is up unless 0 */
#define EDU_IRQ_RAISE	    0x60 /* write: raise these bits */
#define EDU_IRQ_ACK	    0x64 /* write: take these bits back */
#define EDU_DMA_SOURCE	    0x80
#define EDU_DMA_DESTINATION 0x88
#define EDU_DMA_COUNT	    0x90 /* bytes */
#define EDU_DMA_COMMAND	    0x98
#define EDU_DMA_START	    0x01 /* reads as 1 until the transfer is over */
#define EDU_DMA_TO_MEMORY   0x02 /* from the card; without it: to the card */
#define EDU_DMA_IRQ	    0x04 /* interrupt with EDU_IRQ_DMA at the end */

/* Bits that the card raises by itself. */
#define EDU_IRQ_FACTORIAL 0x001
#define EDU_IRQ_DMA	  0x100

#define EDU_BUFFER	0x40000 /* the card's own memory, as DMA addresses it */
#define EDU_BUFFER_SIZE 4096
#define EDU_DMA_LIMIT	0x10000000 /* the card reaches memory below 256 MiB */

#define EDU_MAX 4 /* cards; further ones are left alone */

/* A card that is pulled out, or switched off, answers nothing: the bus then reads all ones. */
#define EDU_ALL_ONES 0xffffffff

extern unsigned int edu_dev_seconds; /* /dev/edu: a job that lasts longer is given up */

struct edu_device {
	void __iomem *regs; /* BAR 0 */
	unsigned int irq;   /* for request_irq() */
	struct pci_dev *pdev;
	bool gone;	   /* it did not answer when last asked, and that has been told */
	struct semaphore units; /* the factorial and the DMA unit: one job at a time */
};

struct edu_device *edu_get(void);
struct edu_device *edu_get_nth(unsigned int n);
bool edu_answers(struct edu_device *edu);
u32 edu_ack_rare(struct edu_device *edu, u32 raised);
int edu_factorial(struct edu_device *edu, u32 n, u32 *result);
int edu_dma_start(struct edu_device *edu, void *memory, unsigned int offset, size_t size,
		  u32 flags);
int edu_dma_to_card(struct edu_device *edu, unsigned int offset, const void *from, size_t size);
int edu_dma_from_card(struct edu_device *edu, void *to, unsigned int offset, size_t size);

static __always_inline u32 edu_read(const struct edu_device *edu, unsigned int reg)
{
	return readl(edu->regs + reg);
}

static __always_inline void edu_write(const struct edu_device *edu, unsigned int reg, u32 value)
{
	writel(value, edu->regs + reg);
}

/**
 * edu_raise - make the card interrupt
 * @edu: the card
 * @value: bits to raise, not 0; edu_ack() will return them
 *
 * Under icount the interrupt is taken right after the store, else within a few instructions: wait
 * for the handler, do not assume it. Context: any. Locking: none.
 */
static __always_inline void edu_raise(const struct edu_device *edu, u32 value)
{
	edu_write(edu, EDU_IRQ_RAISE, value);
}

/**
 * edu_ack - was it this card? if so, quiet it
 * @edu: the card
 *
 * A card that is gone reads all ones; that is no interrupt, however many bits are set: it is told
 * once, and returns 0, so that the top half says IRQ_NONE. Then a line that nobody can quiet any
 * more is shut in the end, where IRQ_HANDLED would keep it busy for ever.
 *
 * Return: the bits that were raised and are now taken back; 0: the interrupt is somebody else's.
 * Context: any; made for the top half: one read, one write. Locking: none.
 */
static __always_inline u32 edu_ack(struct edu_device *edu)
{
	u32 raised = edu_read(edu, EDU_IRQ_STATUS);

	/* 0, all ones, and what has bit 31: one comparison sorts them out. */
	if (unlikely((s32)raised <= 0))
		return edu_ack_rare(edu, raised);
	edu_write(edu, EDU_IRQ_ACK, raised);
	return raised;
}

#endif
