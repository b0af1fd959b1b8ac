/* SPDX-License-Identifier: MIT */
/*
 * list.h - doubly linked lists whose links live inside the things they link
 *
 * Idea:    A list is a ring through a head that is no entry. Because there is always a neighbour
 *          on each side, adding and removing have no special case, and removing needs no head.
 *          An hlist pays for a head of one pointer (hash tables have many heads) with a ->pprev
 *          that points to the *pointer* to this node, be it in the head or in another node.
 *          _safe loops remember the next entry, so that the body may remove the present one.
 * Context: any. Locking: expects whatever guards the list; there is none inside.
 */
#ifndef _LINUX_LIST_H
#define _LINUX_LIST_H

#include <linux/types.h>
#include <linux/container_of.h>
#include <linux/poison.h>

#define LIST_HEAD_INIT(name)                                                                       \
	{                                                                                          \
		&(name), &(name)                                                                   \
	}
#define LIST_HEAD(name) struct list_head name = LIST_HEAD_INIT(name)

static inline void INIT_LIST_HEAD(struct list_head *head)
{
	head->next = head;
	head->prev = head;
}

/* Let @left and @right be neighbours. */
static inline void __list_join(struct list_head *left, struct list_head *right)
{
	left->next = right;
	right->prev = left;
}

static inline void __list_insert(struct list_head *left, struct list_head *entry,
				 struct list_head *right)
{
	__list_join(entry, right);
	__list_join(left, entry);
}

/**
 * list_add - put an entry first (a stack's push)
 * @entry: in no list
 * @head: the list; or an entry, to stand behind it
 */
static inline void list_add(struct list_head *entry, struct list_head *head)
{
	__list_insert(head, entry, head->next);
}

/**
 * list_add_tail - put an entry last (a queue's put)
 * @entry: in no list
 * @head: the list; or an entry, to stand before it
 */
static inline void list_add_tail(struct list_head *entry, struct list_head *head)
{
	__list_insert(head->prev, entry, head);
}

static inline void __list_del_entry(struct list_head *entry)
{
	__list_join(entry->prev, entry->next);
}

/**
 * list_del - remove an entry that will not ask whether it is in a list
 * @entry: in a list; its pointers are poisoned, so that a second removal faults
 */
static inline void list_del(struct list_head *entry)
{
	__list_del_entry(entry);
	entry->next = LIST_POISON1;
	entry->prev = LIST_POISON2;
}

/**
 * list_del_init - remove an entry; list_empty() of it holds afterwards
 * @entry: in a list, or initialised
 */
static inline void list_del_init(struct list_head *entry)
{
	__list_del_entry(entry);
	INIT_LIST_HEAD(entry);
}

/* @entry takes the place of @old, whose pointers stay as they were. */
static inline void list_replace(struct list_head *old, struct list_head *entry)
{
	__list_insert(old->prev, entry, old->next);
}

static inline void list_replace_init(struct list_head *old, struct list_head *entry)
{
	list_replace(old, entry);
	INIT_LIST_HEAD(old);
}

static inline void list_move(struct list_head *entry, struct list_head *head)
{
	__list_del_entry(entry);
	list_add(entry, head);
}

static inline void list_move_tail(struct list_head *entry, struct list_head *head)
{
	__list_del_entry(entry);
	list_add_tail(entry, head);
}

/* READ_ONCE: some callers look without the lock, and look again with it. */
static inline int list_empty(const struct list_head *head)
{
	return READ_ONCE(head->next) == head;
}

static inline int list_is_last(const struct list_head *entry, const struct list_head *head)
{
	return entry->next == head;
}

static inline int list_is_singular(const struct list_head *head)
{
	return !list_empty(head) && head->next == head->prev;
}

/* Between @left and @right, all that hangs on @list, which is not empty. */
static inline void __list_splice(const struct list_head *list, struct list_head *left,
				 struct list_head *right)
{
	struct list_head *first = list->next, *last = list->prev;

	__list_join(left, first);
	__list_join(last, right);
}

/**
 * list_splice - put a whole list first in another
 * @list: the list to move; its head is left dangling, see list_splice_init()
 * @head: the list that grows
 */
static inline void list_splice(const struct list_head *list, struct list_head *head)
{
	if (!list_empty(list))
		__list_splice(list, head, head->next);
}

static inline void list_splice_tail(const struct list_head *list, struct list_head *head)
{
	if (!list_empty(list))
		__list_splice(list, head->prev, head);
}

static inline void list_splice_init(struct list_head *list, struct list_head *head)
{
	list_splice(list, head);
	INIT_LIST_HEAD(list);
}

static inline void list_splice_tail_init(struct list_head *list, struct list_head *head)
{
	list_splice_tail(list, head);
	INIT_LIST_HEAD(list);
}

/* From links to entries: @member is the name of the list_head within @type. */
#define list_entry(ptr, type, member)	     container_of(ptr, type, member)
#define list_first_entry(head, type, member) list_entry((head)->next, type, member)
#define list_last_entry(head, type, member)  list_entry((head)->prev, type, member)

#define list_first_entry_or_null(head, type, member)                                               \
	(list_empty(head) ? NULL : list_first_entry(head, type, member))

#define list_next_entry(pos, member) list_entry((pos)->member.next, __typeof__(*(pos)), member)
#define list_prev_entry(pos, member) list_entry((pos)->member.prev, __typeof__(*(pos)), member)

#define list_entry_is_head(pos, head, member) (&(pos)->member == (head))

/* Loops over links. */
#define list_for_each(pos, head) for ((pos) = (head)->next; (pos) != (head); (pos) = (pos)->next)

#define list_for_each_prev(pos, head)                                                              \
	for ((pos) = (head)->prev; (pos) != (head); (pos) = (pos)->prev)

#define list_for_each_safe(pos, n, head)                                                           \
	for ((pos) = (head)->next, (n) = (pos)->next; (pos) != (head);                             \
	     (pos) = (n), (n) = (pos)->next)

/*
 * Loops over entries. After a loop that ran to its end, @pos is no entry but the head in an entry's
 * clothes: do not use it.
 */
#define list_for_each_entry(pos, head, member)                                                     \
	for ((pos) = list_first_entry(head, __typeof__(*(pos)), member);                           \
	     !list_entry_is_head(pos, head, member); (pos) = list_next_entry(pos, member))

#define list_for_each_entry_reverse(pos, head, member)                                             \
	for ((pos) = list_last_entry(head, __typeof__(*(pos)), member);                            \
	     !list_entry_is_head(pos, head, member); (pos) = list_prev_entry(pos, member))

#define list_for_each_entry_continue(pos, head, member)                                            \
	for ((pos) = list_next_entry(pos, member); !list_entry_is_head(pos, head, member);         \
	     (pos) = list_next_entry(pos, member))

#define list_for_each_entry_from(pos, head, member)                                                \
	for (; !list_entry_is_head(pos, head, member); (pos) = list_next_entry(pos, member))

#define list_for_each_entry_safe(pos, n, head, member)                                             \
	for ((pos) = list_first_entry(head, __typeof__(*(pos)), member),                           \
	    (n) = list_next_entry(pos, member);                                                    \
	     !list_entry_is_head(pos, head, member);                                               \
	     (pos) = (n), (n) = list_next_entry(n, member))

#define list_for_each_entry_safe_reverse(pos, n, head, member)                                     \
	for ((pos) = list_last_entry(head, __typeof__(*(pos)), member),                            \
	    (n) = list_prev_entry(pos, member);                                                    \
	     !list_entry_is_head(pos, head, member);                                               \
	     (pos) = (n), (n) = list_prev_entry(n, member))

/* Lists with a head of one pointer. */
#define HLIST_HEAD_INIT                                                                            \
	{                                                                                          \
		.first = NULL                                                                      \
	}
#define HLIST_HEAD(name)     struct hlist_head name = HLIST_HEAD_INIT
#define INIT_HLIST_HEAD(ptr) ((ptr)->first = NULL)

static inline void INIT_HLIST_NODE(struct hlist_node *node)
{
	node->next = NULL;
	node->pprev = NULL;
}

static inline int hlist_unhashed(const struct hlist_node *node)
{
	return !node->pprev;
}

static inline int hlist_empty(const struct hlist_head *head)
{
	return !READ_ONCE(head->first);
}

/* Let the pointer at @link be the one that points to @node, which may be NULL. */
static inline void __hlist_link(struct hlist_node **link, struct hlist_node *node)
{
	*link = node;
	if (node)
		node->pprev = link;
}

static inline void __hlist_del(struct hlist_node *node)
{
	__hlist_link(node->pprev, node->next);
}

static inline void hlist_del(struct hlist_node *node)
{
	__hlist_del(node);
	node->next = LIST_POISON1;
	node->pprev = LIST_POISON2;
}

static inline void hlist_del_init(struct hlist_node *node)
{
	if (hlist_unhashed(node))
		return;
	__hlist_del(node);
	INIT_HLIST_NODE(node);
}

static inline void hlist_add_head(struct hlist_node *node, struct hlist_head *head)
{
	__hlist_link(&node->next, head->first);
	__hlist_link(&head->first, node);
}

/* @node stands before @next, which is in a list. */
static inline void hlist_add_before(struct hlist_node *node, struct hlist_node *next)
{
	__hlist_link(next->pprev, node);
	__hlist_link(&node->next, next);
}

/* @next stands behind @node, which is in a list: mind the order of the arguments. */
static inline void hlist_add_after(struct hlist_node *node, struct hlist_node *next)
{
	__hlist_link(&next->next, node->next);
	__hlist_link(&node->next, next);
}

#define hlist_entry(ptr, type, member) container_of(ptr, type, member)

#define hlist_for_each(pos, head) for ((pos) = (head)->first; (pos); (pos) = (pos)->next)

#define hlist_for_each_safe(pos, n, head)                                                          \
	for ((pos) = (head)->first; (pos) && ((n) = (pos)->next, true); (pos) = (n))

/* 2.6.19's form: @tpos is the entry, @pos a struct hlist_node * to walk with. */
#define __hlist_set_entry(tpos, pos, member)                                                       \
	((tpos) = hlist_entry(pos, __typeof__(*(tpos)), member), true)

#define hlist_for_each_entry(tpos, pos, head, member)                                              \
	for ((pos) = (head)->first; (pos) && __hlist_set_entry(tpos, pos, member);                 \
	     (pos) = (pos)->next)

#define hlist_for_each_entry_safe(tpos, pos, n, head, member)                                      \
	for ((pos) = (head)->first;                                                                \
	     (pos) && ((n) = (pos)->next, __hlist_set_entry(tpos, pos, member)); (pos) = (n))

#endif /* _LINUX_LIST_H */
