// SPDX-License-Identifier: MIT
/*
 * memory.c - malloc() and brk() under load
 *
 * Blocks of chance sizes come, grow and go; each is full of a byte of its own, which must be there
 * still when it goes. At the end all must have become one free block again: a block of the whole
 * heap's size must fit without more memory from the kernel.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCKS 100
#define LARGE  3000

static struct {
	unsigned char *data;
	size_t size;
} blocks[BLOCKS];

static void check(int i)
{
	size_t at;

	for (at = 0; at < blocks[i].size; at++) {
		if (blocks[i].data[at] != i) {
			printf("memory: block %d, byte %zu: %d\n", i, at, blocks[i].data[at]);
			exit(1);
		}
	}
}

static void resize(int i, size_t size)
{
	size_t old = blocks[i].size;

	blocks[i].data = realloc(blocks[i].data, size);
	if (!blocks[i].data || (uintptr_t)blocks[i].data % 8) {
		printf("memory: realloc(%zu): %p\n", size, blocks[i].data);
		exit(1);
	}
	blocks[i].size = size < old ? size : old;
	check(i);
	memset(blocks[i].data, i, size);
	blocks[i].size = size;
}

int main(int argc, char **argv)
{
	int rounds = argc > 1 ? atoi(argv[1]) : 20000, i;
	char *start = sbrk(0), *end;
	size_t heap;

	while (rounds--) {
		i = rand() % BLOCKS;
		check(i);
		if (rand() % 3) {
			resize(i, 1 + rand() % LARGE);
		} else {
			free(blocks[i].data);
			blocks[i].data = NULL;
			blocks[i].size = 0;
		}
	}
	for (i = 0; i < BLOCKS; i++) {
		check(i);
		free(blocks[i].data);
	}
	end = sbrk(0);
	heap = end - start;
	if (!malloc(heap - 8) || sbrk(0) != end) {
		printf("memory: %zu bytes of heap did not become one block\n", heap);
		return 1;
	}
	puts("memory: every byte was where it had been put");
	return 0;
}
