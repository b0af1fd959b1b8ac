// SPDX-License-Identifier: MIT
/* sort_check.c - lib/sort.c: ordered, the same elements, no access outside, n log n */
#include <linux/sort.h>
#include <linux/string.h>
#include "host.h"

static unsigned int comparisons;

static int compare_bytes(const void *a, const void *b)
{
	comparisons++;
	return *(const u8 *)a - *(const u8 *)b;
}

static int compare_u32(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	comparisons++;
	return (x > y) - (x < y);
}

/* Every array of up to 6 elements of 4 values comes out in order, with the elements it had. */
CHECK(all_short_arrays)
{
	int num, code, codes = 1, i;

	for (num = 0; num <= 6; num++, codes *= 4)
		for (code = 0; code < codes; code++) {
			u8 *array = host_alloc(num);
			int count[4] = { 0 }, rest = code;

			for (i = 0; i < num; i++, rest /= 4)
				count[array[i] = rest % 4]++;
			sort(array, num, 1, compare_bytes, NULL);
			for (i = 0; i < num; i++) {
				EXPECT(i == 0 || array[i - 1] <= array[i]);
				count[array[i]]--;
			}
			for (i = 0; i < 4; i++)
				EXPECT_INT(count[i], 0);
			host_free(array);
		}
}

/* Long arrays, random, ascending, descending and constant, take about 2 n log2 n comparisons. */
CHECK(long_arrays)
{
	enum { NUM = 5000, LOG = 13 };
	int kind, i;

	for (kind = 0; kind < 4; kind++) {
		u32 *array = host_alloc(NUM * sizeof(*array)), sum = 0;

		for (i = 0; i < NUM; i++) {
			array[i] = kind == 0 ? host_random() : kind == 1 ? i : kind == 2 ? -i : 7;
			sum += array[i];
		}
		comparisons = 0;
		sort(array, NUM, sizeof(*array), compare_u32, NULL);
		EXPECT(comparisons < 2 * NUM * LOG);
		for (i = 0; i < NUM; i++) {
			EXPECT(i == 0 || array[i - 1] <= array[i]);
			sum -= array[i];
		}
		EXPECT_INT(sum, 0);
		host_free(array);
	}
}

struct odd {
	u8 key;
	u8 tail[6];
} __packed;

static int swaps;

static void swap_odd(void *a, void *b, int size)
{
	struct odd tmp = *(struct odd *)a;

	EXPECT_INT(size, sizeof(struct odd));
	*(struct odd *)a = *(struct odd *)b;
	*(struct odd *)b = tmp;
	swaps++;
}

/* Elements of 7 bytes stay whole, with the built-in swap and with the caller's. */
CHECK(elements_stay_whole)
{
	int num, own, i, j;

	for (own = 0; own < 2; own++)
		for (num = 0; num < 60; num++) {
			struct odd *array = host_alloc(num * sizeof(*array));

			for (i = 0; i < num; i++)
				memset(&array[i], host_random(), sizeof(*array));
			sort(array, num, sizeof(*array), compare_bytes, own ? swap_odd : NULL);
			for (i = 0; i < num; i++) {
				EXPECT(i == 0 || array[i - 1].key <= array[i].key);
				for (j = 0; j < 6; j++)
					EXPECT_INT(array[i].tail[j], array[i].key);
			}
			host_free(array);
		}
	EXPECT(swaps > 0);
}
