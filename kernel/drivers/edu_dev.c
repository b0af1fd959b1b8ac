// SPDX-License-Identifier: MIT
/*
 * edu_dev.c - /dev/edu: from a write() to an interrupt, and from there to a read()
 *
 * Idea:    what a driver with a bottom half looks like, on one page. Read it in this order:
 *            write()      gives the card its job, and returns;
 *            top half     was it our card? quiet it, ask for the bottom half, be gone;
 *            bottom half  fetch the result, put it into the ring, wake whoever waits;
 *            read()       sleep until there is something in the ring.
 *          Which kind of bottom half it is, is one line in a table; that is all that changes. None
 *          of them can wait for room in the ring, so write() sees to it before it starts the card.
 *          "5" is answered by "120". "dma hello" is answered by "hello", which the card has fetched
 *          from memory and brought back: two interrupts. "bh work" chooses the bottom half: hardirq
 *          (none: the top half does it all), softirq, tasklet or work. A card that does not answer
 *          in time is given up on: the next read() says -EIO. A second card is /dev/edu1.
 * Context: top half: hardirq. Bottom half: as chosen. Timeout: softirq. The rest: process.
 * Locking: card->lock, irqs off, guards job and ring; with a tasklet alone spin_lock_bh() would do,
 *          but bh=hardirq takes it in the top half. edu->units is held from a job's start to its
 *          end. card->opening guards who has it open.
 * See:     docs/read.md, <halves/edu.h>, tests/kernel/edu_dev_test.c
 */
#define pr_fmt(fmt) "edu_dev: " fmt

#include <asm/uaccess.h>
#include <halves/edu.h>
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#define RING_SIZE    256 /* a power of two: positions run on and are cut to the ring */
#define COMMAND_SIZE 64	 /* and the longest answer */
#define FACTORIAL_MAX 12 /* 13! does not fit into 32 bits */

/*
 * A job that lasts longer is given up. The factorial unit keeps the host's time: while the machine
 * halts, its own may run far ahead of that. So this is long.
 */
unsigned int edu_dev_seconds = 20;

enum edu_job { IDLE, FACTORIAL, DMA_TO_CARD, DMA_BACK };

/* Fields: N never changes; L under lock; O under opening; J whoever holds edu->units. */
struct edu_card {
	struct edu_device *edu;	 /* N */
	struct miscdevice misc;	 /* N */
	char name[8];		 /* N */
	const struct edu_bh *bh; /* J */
	struct tasklet_struct tasklet;
	struct work_struct work;
	struct timer_list timeout;

	spinlock_t lock;
	enum edu_job job;	     /* L */
	unsigned long deadline;	     /* L: jiffies */
	char dma_text[COMMAND_SIZE]; /* J: the card's, while it copies */
	char ring[RING_SIZE];	     /* L: answers */
	unsigned int head, tail;     /* L: characters ever put in, ever taken out */
	int error;		     /* L: for the next read */
	wait_queue_head_t wait;	     /* for all of that */

	struct mutex opening;
	unsigned int opens; /* O: the line is ours while it is not 0 */
};

struct edu_bh {
	const char *name;
	void (*ask_for)(struct edu_card *card);
};

static struct edu_card cards[EDU_MAX];

static char *bh = "tasklet";
module_param(bh, charp, 0444);
MODULE_PARM_DESC(bh, "the bottom half to begin with: hardirq, softirq, tasklet or work");

/* ---- the top half ---------------------------------------------------------------------------- */

static irqreturn_t edu_dev_top_half(int irq, void *dev_id)
{
	struct edu_card *card = dev_id;

	if (!edu_ack(card->edu))
		return IRQ_NONE; /* somebody else's on the same line */
	card->bh->ask_for(card);
	return IRQ_HANDLED;
}

/* ---- the bottom half ------------------------------------------------------------------------- */

/* Locking: expects card->lock; write() has seen to the room. */
static void put(struct edu_card *card, const char *text)
{
	while (*text)
		card->ring[card->head++ % RING_SIZE] = *text++;
}

/* A card that is gone reads all ones: busy for ever. */
static bool is_busy(const struct edu_card *card)
{
	return edu_read(card->edu, EDU_STATUS) & EDU_STATUS_BUSY ||
	       edu_read(card->edu, EDU_DMA_COMMAND) & EDU_DMA_START;
}

/* The card has done something: true if that was the job's end. Locking: expects card->lock. */
static bool advance(struct edu_card *card)
{
	char text[16];

	if (card->job == IDLE || is_busy(card))
		return false; /* an interrupt that belongs to no job, or came late */
	switch (card->job) {
	case FACTORIAL:
		snprintf(text, sizeof(text), "%u\n", edu_read(card->edu, EDU_FACTORIAL));
		put(card, text);
		break;
	case DMA_TO_CARD:
		memset(card->dma_text, 0, sizeof(card->dma_text));
		edu_dma_start(card->edu, card->dma_text, 0, sizeof(card->dma_text),
			      EDU_DMA_TO_MEMORY | EDU_DMA_IRQ);
		card->job = DMA_BACK;
		return false;
	default:
		put(card, card->dma_text);
	}
	card->job = IDLE;
	return true;
}

/* The card is free for the next job, and there may be something to read. */
static void job_is_over(struct edu_card *card)
{
	edu_write(card->edu, EDU_STATUS, 0); /* it does not interrupt by itself any more */
	del_timer(&card->timeout);
	up(&card->edu->units);
	wake_up(&card->wait);
}

static void edu_dev_bottom_half(struct edu_card *card)
{
	unsigned long flags;
	bool over;

	spin_lock_irqsave(&card->lock, flags);
	over = advance(card);
	spin_unlock_irqrestore(&card->lock, flags);
	if (over)
		job_is_over(card);
}

/* ---- the same bottom half, four ways --------------------------------------------------------- */

static unsigned long softirq_cards; /* a bit for each card that wants the softirq; atomic */

static void ask_for_softirq(struct edu_card *card)
{
	set_bit(card - cards, &softirq_cards);
	raise_softirq(BLOCK_SOFTIRQ);
}

static void edu_dev_softirq(struct softirq_action *self)
{
	for (unsigned int n = 0; n < EDU_MAX; n++)
		if (test_and_clear_bit(n, &softirq_cards))
			edu_dev_bottom_half(&cards[n]);
}

static void ask_for_tasklet(struct edu_card *card)
{
	tasklet_schedule(&card->tasklet);
}

static void edu_dev_tasklet(unsigned long card)
{
	edu_dev_bottom_half((struct edu_card *)card);
}

static void ask_for_work(struct edu_card *card)
{
	schedule_work(&card->work);
}

static void edu_dev_work(void *card)
{
	edu_dev_bottom_half(card);
}

static const struct edu_bh kinds[] = {
	{ "hardirq", edu_dev_bottom_half },
	{ "softirq", ask_for_softirq },
	{ "tasklet", ask_for_tasklet },
	{ "work", ask_for_work },
};

static const struct edu_bh *find_bh(const char *name)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	return NULL;
}

/* ---- read ------------------------------------------------------------------------------------ */

/* How many characters there were, or what went wrong; 0: nothing yet. */
static ssize_t take(struct edu_card *card, char *to, size_t size)
{
	ssize_t n = 0;

	spin_lock_irq(&card->lock);
	while (n < size && card->tail != card->head)
		to[n++] = card->ring[card->tail++ % RING_SIZE];
	if (!n) {
		n = card->error;
		card->error = 0;
	}
	spin_unlock_irq(&card->lock);
	return n;
}

static ssize_t edu_dev_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct edu_card *card = file->private_data;
	char text[RING_SIZE];
	ssize_t n;

	if (!count)
		return 0;
	count = min(count, sizeof(text));
	n = take(card, text, count);
	if (!n && file->f_flags & O_NONBLOCK)
		return -EAGAIN;
	if (!n && wait_event_interruptible(card->wait, (n = take(card, text, count))))
		return -ERESTARTSYS;
	if (n < 0)
		return n;
	wake_up(&card->wait); /* there is room again */
	return copy_to_user(buf, text, n) ? -EFAULT : n;
}

/* ---- write ----------------------------------------------------------------------------------- */

static bool has_room(const struct edu_card *card)
{
	return READ_ONCE(card->head) - READ_ONCE(card->tail) <= RING_SIZE - COMMAND_SIZE;
}

/* Get the card for a job of our own, and room for its answer. */
static int claim(struct edu_card *card, bool nonblock)
{
	int err = 0;

	if (nonblock ? down_trylock(&card->edu->units) : down_interruptible(&card->edu->units))
		return nonblock ? -EAGAIN : -ERESTARTSYS;
	if (!has_room(card))
		err = nonblock ? -EAGAIN : wait_event_interruptible(card->wait, has_room(card));
	if (err)
		up(&card->edu->units);
	return err;
}

/* Give the card its job. From here on it may interrupt at any time. */
static int start(struct edu_card *card, enum edu_job job, u32 n)
{
	int err = -EIO;

	spin_lock_irq(&card->lock);
	if (!is_busy(card)) { /* not still with one that was given up */
		card->job = job;
		card->deadline = jiffies + edu_dev_seconds * HZ;
		mod_timer(&card->timeout, card->deadline);
		if (job == FACTORIAL) {
			edu_write(card->edu, EDU_STATUS, EDU_STATUS_IRQ);
			edu_write(card->edu, EDU_FACTORIAL, n);
		} else {
			edu_dma_start(card->edu, card->dma_text, 0, sizeof(card->dma_text),
				      EDU_DMA_IRQ);
		}
		err = 0;
	}
	spin_unlock_irq(&card->lock);
	return err;
}

/* 0: the job has begun; 1: there is none, and nothing is wrong; else an error. */
static int obey(struct edu_card *card, const char *command)
{
	const struct edu_bh *kind;
	u32 n;

	if (!strncmp(command, "bh ", 3)) {
		kind = find_bh(command + 3);
		if (kind)
			card->bh = kind;
		return kind ? 1 : -EINVAL;
	}
	if (!strncmp(command, "dma ", 4)) {
		snprintf(card->dma_text, sizeof(card->dma_text), "%s\n", command + 4);
		return start(card, DMA_TO_CARD, 0);
	}
	if (kstrtouint(command, 0, &n))
		return -EINVAL;
	return n > FACTORIAL_MAX ? -ERANGE : start(card, FACTORIAL, n);
}

static ssize_t edu_dev_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	struct edu_card *card = file->private_data;
	char command[COMMAND_SIZE];
	int err;

	if (count >= sizeof(command))
		return -EINVAL;
	if (copy_from_user(command, buf, count))
		return -EFAULT;
	command[count] = '\0';
	command[strcspn(command, "\n")] = '\0';
	err = claim(card, file->f_flags & O_NONBLOCK);
	if (err)
		return err;
	err = obey(card, command);
	if (err)
		job_is_over(card);
	return err < 0 ? err : count;
}

/* The timer that each job sets; it may be late, when the next job has begun. */
static void edu_dev_timeout(unsigned long data)
{
	struct edu_card *card = (struct edu_card *)data;
	unsigned long flags;
	bool late;

	spin_lock_irqsave(&card->lock, flags);
	late = card->job != IDLE && time_after_eq(jiffies, card->deadline);
	if (late) {
		card->job = IDLE;
		card->error = -EIO;
	}
	spin_unlock_irqrestore(&card->lock, flags);
	if (!late)
		return;
	pr_err("%s does not answer\n", card->name);
	job_is_over(card);
}

static unsigned int edu_dev_poll(struct file *file, poll_table *wait)
{
	struct edu_card *card = file->private_data;
	unsigned int mask = 0;

	poll_wait(file, &card->wait, wait);
	spin_lock_irq(&card->lock);
	if (card->tail != card->head || card->error)
		mask |= POLLIN | POLLRDNORM;
	if (card->job == IDLE && has_room(card))
		mask |= POLLOUT | POLLWRNORM;
	spin_unlock_irq(&card->lock);
	return mask;
}

/* ---- open and release ------------------------------------------------------------------------ */

/* The line is requested by the first who opens the file, so that until then others can have it. */
static int edu_dev_open(struct inode *inode, struct file *file)
{
	struct edu_card *card = cards;
	int err = 0;

	while (card->misc.minor != iminor(inode))
		card++;
	if (!edu_answers(card->edu))
		return -ENODEV;
	mutex_lock(&card->opening);
	if (!card->opens) {
		edu_ack(card->edu); /* nothing may be left from before */
		err = request_irq(card->edu->irq, edu_dev_top_half, IRQF_SHARED, card->name, card);
	}
	if (!err)
		card->opens++;
	mutex_unlock(&card->opening);
	file->private_data = card;
	return err ? err : nonseekable_open(inode, file);
}

/*
 * What is under way is waited for: its answer is there for who opens the file next. Then first the
 * source is shut, and after it what it may have asked for: the other way round it could ask again.
 * (A softirq cannot be taken back; one that comes now finds no job.)
 */
static int edu_dev_release(struct inode *inode, struct file *file)
{
	struct edu_card *card = file->private_data;

	mutex_lock(&card->opening);
	if (!--card->opens) {
		wait_event(card->wait, READ_ONCE(card->job) == IDLE);
		free_irq(card->edu->irq, card);
		tasklet_kill(&card->tasklet);
		cancel_work_sync(&card->work);
		del_timer_sync(&card->timeout);
	}
	mutex_unlock(&card->opening);
	return 0;
}

static const struct file_operations edu_dev_fops = {
	.owner = THIS_MODULE,
	.open = edu_dev_open,
	.release = edu_dev_release,
	.read = edu_dev_read,
	.write = edu_dev_write,
	.poll = edu_dev_poll,
	.llseek = no_llseek,
};

static int __init add_card(unsigned int n, struct edu_device *edu, const struct edu_bh *kind)
{
	struct edu_card *card = &cards[n];

	card->edu = edu;
	card->bh = kind;
	tasklet_init(&card->tasklet, edu_dev_tasklet, (unsigned long)card);
	INIT_WORK(&card->work, edu_dev_work, card);
	setup_timer(&card->timeout, edu_dev_timeout, (unsigned long)card);
	spin_lock_init(&card->lock);
	init_waitqueue_head(&card->wait);
	mutex_init(&card->opening);
	snprintf(card->name, sizeof(card->name), n ? "edu%u" : "edu", n);
	card->misc.minor = MISC_DYNAMIC_MINOR;
	card->misc.name = card->name;
	card->misc.fops = &edu_dev_fops;
	return misc_register(&card->misc);
}

static int __init edu_dev_init(void)
{
	const struct edu_bh *kind = find_bh(bh);
	struct edu_device *edu;
	int err = 0;

	if (!kind) {
		pr_warn("bh=%s: there are hardirq, softirq, tasklet and work\n", bh);
		kind = find_bh("tasklet");
	}
	open_softirq(BLOCK_SOFTIRQ, edu_dev_softirq, NULL);
	for (unsigned int n = 0; !err && (edu = edu_get_nth(n)); n++)
		err = add_card(n, edu, kind);
	return err;
}
module_init(edu_dev_init);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("QEMU edu card as a character device");
