// SPDX-License-Identifier: MIT
/*
 * malloc.c - memory by the piece
 *
 * Idea:    sbrk() gives memory at the end of the heap, a page or more at a time. It is cut into
 *          blocks; each begins with a head of 8 bytes that says its size. Free blocks are in a
 *          list, in order of their addresses. malloc() takes the first that is large enough, and
 *          cuts off what is too much; free() puts a block back in its place, and makes one block of
 *          it and its neighbours where they touch.
 *          A head also holds a mark while its block is in use, which is unlike any address of the
 *          heap: what is no block, or has been freed, is found out, and the program ends.
 * See:     Knuth, The Art of Computer Programming, 2.5; user/tests/memory.c
 */
#include <errno.h>
#include <halves/program.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct block {
	size_t size; /* of all of it, the head included */
	union {
		struct block *next; /* of a free one, upwards */
		uintptr_t mark;	    /* IN_USE */
	};
};

#define HEAD   sizeof(struct block)
#define IN_USE ((uintptr_t)0xa110c8ed) /* odd: no block is there */
#define CHUNK  4096

static struct block *free_blocks;

static __noreturn void refuse(const char *what)
{
	error_line("free", what, NULL);
	abort();
}

static bool touches(struct block *low, struct block *high)
{
	return (char *)low + low->size == (char *)high;
}

/* Into the list of free ones, between its neighbours. */
static void insert(struct block *block)
{
	struct block *low = NULL, *high = free_blocks;

	while (high && high < block) {
		low = high;
		high = high->next;
	}
	block->next = high;
	if (high && touches(block, high)) {
		block->size += high->size;
		block->next = high->next;
	}
	if (!low) {
		free_blocks = block;
	} else if (touches(low, block)) {
		low->size += block->size;
		low->next = block->next;
	} else {
		low->next = block;
	}
}

/* More heap, of which @size bytes can become one block. */
static bool grow(size_t size)
{
	struct block *block;

	size = (size + CHUNK - 1) / CHUNK * CHUNK;
	block = sbrk(size);
	if (block == (void *)-1)
		return false;
	block->size = size;
	insert(block);
	return true;
}

/* Return: a block of @size bytes or more, out of the list; NULL if there is none. */
static struct block *take(size_t size)
{
	struct block **link, *block;

	for (link = &free_blocks; (block = *link); link = &block->next) {
		if (block->size < size)
			continue;
		if (block->size - size <= HEAD) {
			*link = block->next;
		} else {
			struct block *rest = (struct block *)((char *)block + size);

			rest->size = block->size - size;
			rest->next = block->next;
			block->size = size;
			*link = rest;
		}
		return block;
	}
	return NULL;
}

/* Return: memory at a multiple of 8; NULL and ENOMEM. */
void *malloc(size_t size)
{
	struct block *block;
	size_t whole = (size + HEAD + 7) & ~(size_t)7;

	if (size > LONG_MAX - 2 * CHUNK) {
		errno = ENOMEM;
		return NULL;
	}
	if (whole <= HEAD)
		whole = HEAD + 8;
	block = take(whole);
	if (!block) {
		if (!grow(whole))
			return NULL;
		block = take(whole);
	}
	block->mark = IN_USE;
	return block + 1;
}

void free(void *memory)
{
	struct block *block = (struct block *)memory - 1;

	if (!memory)
		return;
	if ((uintptr_t)memory % 8)
		refuse("no block begins there");
	if (block->mark != IN_USE)
		refuse("no block, or freed before, or its head overwritten");
	insert(block);
}

void *calloc(size_t n, size_t size)
{
	void *memory;

	if (size && n > LONG_MAX / size) {
		errno = ENOMEM;
		return NULL;
	}
	memory = malloc(n * size);
	return memory ? memset(memory, 0, n * size) : NULL;
}

/* NULL: as malloc(). Without enough memory the old block stays as it is. */
void *realloc(void *memory, size_t size)
{
	size_t old = memory ? ((struct block *)memory - 1)->size - HEAD : 0;
	void *larger;

	if (memory && size <= old && size)
		return memory;
	larger = malloc(size);
	if (larger && memory) {
		memcpy(larger, memory, old < size ? old : size);
		free(memory);
	}
	return larger;
}
