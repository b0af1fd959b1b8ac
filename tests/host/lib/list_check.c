// SPDX-License-Identifier: MIT
/* list_check.c - <linux/list.h>: lists against an array that holds what should be in them */
#include <linux/array_size.h>
#include <linux/list.h>
#include "host.h"

#define MAX 12

struct thing {
	int id;
	struct list_head link;
	struct hlist_node node;
};

static struct thing things[MAX];

/* The ids in @head are those of @want, both ways; @want ends with -1. */
static void expect_list(struct list_head *head, const int *want)
{
	struct list_head *pos;
	struct thing *thing;
	int n = 0, i = 0;

	while (want[n] >= 0)
		n++;
	EXPECT_INT(list_empty(head), n == 0);
	EXPECT_INT(list_is_singular(head), n == 1);
	list_for_each(pos, head)
		EXPECT_INT(list_entry(pos, struct thing, link)->id, want[i++]);
	EXPECT_INT(i, n);
	list_for_each_prev(pos, head)
		EXPECT_INT(list_entry(pos, struct thing, link)->id, want[--i]);
	EXPECT_INT(i, 0);
	list_for_each_entry(thing, head, link)
		EXPECT_INT(thing->id, want[i++]);
	EXPECT_INT(i, n);
	list_for_each_entry_reverse(thing, head, link)
		EXPECT_INT(thing->id, want[--i]);
	EXPECT_INT(i, 0);
	if (n) {
		EXPECT_INT(list_first_entry(head, struct thing, link)->id, want[0]);
		EXPECT_INT(list_last_entry(head, struct thing, link)->id, want[n - 1]);
		EXPECT(list_is_last(&list_last_entry(head, struct thing, link)->link, head));
	}
	EXPECT(!list_first_entry_or_null(head, struct thing, link) == !n);
}

#define EXPECT_LIST(head, ...) expect_list(head, (const int[]){ __VA_ARGS__ __VA_OPT__(, ) - 1 })

/* Put things @first to @last into an initialised list. */
static void fill(struct list_head *head, int first, int last)
{
	INIT_LIST_HEAD(head);
	for (; first <= last; first++) {
		things[first].id = first;
		list_add_tail(&things[first].link, head);
	}
}

/* list_add is a stack, list_add_tail a queue; both insert beside an entry as well. */
CHECK(add)
{
	LIST_HEAD(head);

	EXPECT_LIST(&head);
	fill(&head, 0, 2);
	EXPECT_LIST(&head, 0, 1, 2);
	things[3].id = 3;
	things[4].id = 4;
	things[5].id = 5;
	list_add(&things[3].link, &head);
	EXPECT_LIST(&head, 3, 0, 1, 2);
	list_add(&things[4].link, &things[0].link);
	EXPECT_LIST(&head, 3, 0, 4, 1, 2);
	list_add_tail(&things[5].link, &things[0].link);
	EXPECT_LIST(&head, 3, 5, 0, 4, 1, 2);
}

/* list_del takes an entry out and poisons it; list_del_init leaves it empty, and may repeat. */
CHECK(del)
{
	struct list_head head;

	fill(&head, 0, 3);
	list_del(&things[1].link);
	EXPECT_LIST(&head, 0, 2, 3);
	EXPECT(things[1].link.next == LIST_POISON1 && things[1].link.prev == LIST_POISON2);
	list_del_init(&things[3].link);
	EXPECT_LIST(&head, 0, 2);
	EXPECT(list_empty(&things[3].link));
	list_del_init(&things[3].link);
	list_del(&things[0].link);
	list_del(&things[2].link);
	EXPECT_LIST(&head);
}

/* Moving takes an entry from one list and puts it first or last in another, or in the same. */
CHECK(move)
{
	struct list_head a, b;

	fill(&a, 0, 2);
	fill(&b, 3, 4);
	list_move(&things[1].link, &b);
	EXPECT_LIST(&a, 0, 2);
	EXPECT_LIST(&b, 1, 3, 4);
	list_move_tail(&things[0].link, &b);
	EXPECT_LIST(&a, 2);
	EXPECT_LIST(&b, 1, 3, 4, 0);
	list_move_tail(&things[1].link, &b);
	EXPECT_LIST(&b, 3, 4, 0, 1);
	list_move(&things[2].link, &a);
	EXPECT_LIST(&a, 2);
}

/* A replaced entry's place is taken by the other. */
CHECK(replace)
{
	struct list_head head;

	fill(&head, 0, 2);
	things[5].id = 5;
	list_replace(&things[1].link, &things[5].link);
	EXPECT_LIST(&head, 0, 5, 2);
	things[6].id = 6;
	list_replace_init(&things[2].link, &things[6].link);
	EXPECT_LIST(&head, 0, 5, 6);
	EXPECT(list_empty(&things[2].link));
}

/* Splicing puts a whole list first or last in another, for every pair of lengths up to 3. */
CHECK(splice)
{
	int len_a, len_b, kind, i;

	for (len_a = 0; len_a <= 3; len_a++)
		for (len_b = 0; len_b <= 3; len_b++)
			for (kind = 0; kind < 4; kind++) {
				struct list_head a, b;
				int want[8], n = 0;

				fill(&a, 0, len_a - 1);
				fill(&b, 5, 5 + len_b - 1);
				for (i = 0; kind % 2 == 0 && i < len_a; i++)
					want[n++] = i;
				for (i = 0; i < len_b; i++)
					want[n++] = 5 + i;
				for (i = 0; kind % 2 == 1 && i < len_a; i++)
					want[n++] = i;
				want[n] = -1;
				switch (kind) {
				case 0:
					list_splice(&a, &b);
					break;
				case 1:
					list_splice_tail(&a, &b);
					break;
				case 2:
					list_splice_init(&a, &b);
					EXPECT_LIST(&a);
					break;
				case 3:
					list_splice_tail_init(&a, &b);
					EXPECT_LIST(&a);
					break;
				}
				expect_list(&b, want);
			}
}

/* The _safe loops visit every entry once though the body removes it. */
CHECK(safe_loops)
{
	struct list_head head, *pos, *n;
	struct thing *thing, *next;
	int i = 0;

	fill(&head, 0, 4);
	list_for_each_safe(pos, n, &head) {
		EXPECT_INT(list_entry(pos, struct thing, link)->id, i++);
		list_del(pos);
	}
	EXPECT_INT(i, 5);
	EXPECT_LIST(&head);
	fill(&head, 0, 4);
	i = 0;
	list_for_each_entry_safe(thing, next, &head, link) {
		EXPECT_INT(thing->id, i++);
		list_del(&thing->link);
	}
	EXPECT_INT(i, 5);
	fill(&head, 0, 4);
	list_for_each_entry_safe_reverse(thing, next, &head, link) {
		EXPECT_INT(thing->id, --i);
		list_del(&thing->link);
	}
	EXPECT_INT(i, 0);
	EXPECT_LIST(&head);
}

/* _continue goes on behind an entry, _from with it. */
CHECK(continued_loops)
{
	struct list_head head;
	struct thing *thing;
	int i;

	fill(&head, 0, 4);
	i = 3;
	thing = &things[2];
	list_for_each_entry_continue(thing, &head, link)
		EXPECT_INT(thing->id, i++);
	EXPECT_INT(i, 5);
	i = 2;
	thing = &things[2];
	list_for_each_entry_from(thing, &head, link)
		EXPECT_INT(thing->id, i++);
	EXPECT_INT(i, 5);
	EXPECT(list_next_entry(&things[1], link) == &things[2]);
	EXPECT(list_prev_entry(&things[1], link) == &things[0]);
}

/* Random operations on two lists do to them what they do to arrays. */
CHECK(random_operations)
{
	int model[2][MAX + 1], count[2] = { 0 }, where[MAX], round, i;
	struct list_head heads[2];

	INIT_LIST_HEAD(&heads[0]);
	INIT_LIST_HEAD(&heads[1]);
	for (i = 0; i < MAX; i++) {
		things[i].id = i;
		where[i] = -1;
	}
	for (round = 0; round < 100000; round++) {
		int id = host_below(MAX), to = host_below(2), tail = host_below(2),
		    from = where[id];

		if (from >= 0) {
			for (i = 0; model[from][i] != id; i++)
				;
			for (; i + 1 < count[from]; i++)
				model[from][i] = model[from][i + 1];
			count[from]--;
		}
		if (from >= 0 && host_below(3) == 0) {
			list_del(&things[id].link);
			where[id] = -1;
		} else {
			if (from < 0)
				(tail ? list_add_tail : list_add)(&things[id].link, &heads[to]);
			else
				(tail ? list_move_tail : list_move)(&things[id].link, &heads[to]);
			where[id] = to;
			i = count[to]++;
			for (; !tail && i > 0; i--)
				model[to][i] = model[to][i - 1];
			model[to][i] = id;
		}
		model[0][count[0]] = model[1][count[1]] = -1;
		expect_list(&heads[0], model[0]);
		expect_list(&heads[1], model[1]);
	}
}

static void expect_hlist(struct hlist_head *head, const int *want)
{
	struct hlist_node *node;
	struct thing *thing;
	int i = 0;

	EXPECT_INT(hlist_empty(head), want[0] < 0);
	hlist_for_each(node, head) {
		EXPECT_INT(hlist_entry(node, struct thing, node)->id, want[i++]);
		EXPECT(*node->pprev == node);
	}
	EXPECT_INT(want[i], -1);
	i = 0;
	hlist_for_each_entry(thing, node, head, node)
		EXPECT_INT(thing->id, want[i++]);
	EXPECT_INT(want[i], -1);
}

#define EXPECT_HLIST(head, ...) expect_hlist(head, (const int[]){ __VA_ARGS__ __VA_OPT__(, ) - 1 })

/* hlists add at the head, before and after an entry, and remove from every place. */
CHECK(hlists)
{
	HLIST_HEAD(head);
	struct hlist_node *node, *n;
	struct thing *thing;
	int i;

	EXPECT_HLIST(&head);
	for (i = 0; i < MAX; i++) {
		things[i].id = i;
		things[i].node.next = &things[0].node;
		INIT_HLIST_NODE(&things[i].node);
		EXPECT(hlist_unhashed(&things[i].node) && !things[i].node.next);
	}
	hlist_add_head(&things[0].node, &head);
	hlist_add_head(&things[1].node, &head);
	EXPECT_HLIST(&head, 1, 0);
	hlist_add_before(&things[2].node, &things[1].node);
	hlist_add_before(&things[3].node, &things[0].node);
	EXPECT_HLIST(&head, 2, 1, 3, 0);
	hlist_add_after(&things[0].node, &things[4].node);
	hlist_add_after(&things[2].node, &things[5].node);
	EXPECT_HLIST(&head, 2, 5, 1, 3, 0, 4);
	EXPECT(!hlist_unhashed(&things[4].node));

	hlist_del(&things[1].node);
	EXPECT(things[1].node.next == LIST_POISON1);
	EXPECT((void *)things[1].node.pprev == LIST_POISON2);
	hlist_del_init(&things[4].node);
	hlist_del_init(&things[4].node);
	EXPECT(hlist_unhashed(&things[4].node));
	hlist_del_init(&things[2].node);
	EXPECT_HLIST(&head, 5, 3, 0);

	i = 0;
	hlist_for_each_entry_safe(thing, node, n, &head, node) {
		hlist_del(&thing->node);
		i++;
	}
	EXPECT_INT(i, 3);
	EXPECT_HLIST(&head);
	head.first = &things[0].node;
	INIT_HLIST_HEAD(&head);
	EXPECT_HLIST(&head);
	hlist_add_head(&things[0].node, &head);
	hlist_for_each_safe(node, n, &head)
		hlist_del(node);
	EXPECT_HLIST(&head);
}
