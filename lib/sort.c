// SPDX-License-Identifier: MIT
/*
 * sort.c - heapsort
 *
 * Idea:    Read the array as a tree: the children of i are 2i+1 and 2i+2. In a heap no child is
 *          larger than its parent, so the root is the largest. Make a heap, then again and again
 *          swap the root to the end of what is left and let the new root sink to its place.
 *          About n log n steps whatever the input, no recursion, no memory: what a kernel wants of
 *          a sort. It is not stable: equal elements may change their order.
 * Context: any. Locking: expects whatever guards the array.
 * See:     Williams, Algorithm 232, 1964; tests/host/lib/sort_check.c
 */
#include <linux/export.h>
#include <linux/sort.h>

static void swap_bytes(void *a, void *b, int size)
{
	u8 *x = a, *y = b;

	while (size--) {
		u8 byte = *x;

		*x++ = *y;
		*y++ = byte;
	}
}

/**
 * sort - sort an array in place, the smallest element first
 * @base: the array
 * @num: how many elements
 * @size: bytes of one
 * @cmp: less than, equal to or more than 0 as @a is less than, equal to or more than @b
 * @swap: exchanges two elements of @size bytes; NULL for byte by byte
 *
 * Context: that of @cmp and @swap. Locking: none.
 */
void sort(void *base, size_t num, size_t size, int (*cmp)(const void *a, const void *b),
	  void (*swap)(void *a, void *b, int size))
{
	char *array = base;
	size_t root = num / 2, left = num;

	if (num < 2)
		return;
	if (!swap)
		swap = swap_bytes;
	for (;;) {
		size_t i, child;

		if (root) {
			root--; /* still making the heap, from the last parent up */
		} else {
			if (--left == 0)
				return;
			swap(array, array + left * size, size);
		}
		for (i = root; (child = 2 * i + 1) < left; i = child) {
			if (child + 1 < left &&
			    cmp(array + child * size, array + (child + 1) * size) < 0)
				child++;
			if (cmp(array + i * size, array + child * size) >= 0)
				break;
			swap(array + i * size, array + child * size, size);
		}
	}
}
EXPORT_SYMBOL(sort);
