// SPDX-License-Identifier: MIT
/*
 * memory.c - copy, fill, compare and search blocks of bytes
 *
 * Idea:    The compiler itself calls memcpy(), memmove(), memset() and memcmp() for struct copies
 *          and the like, so every image must have them, freestanding or not. On the i386 one string
 *          instruction moves a whole block, a dword a step, then the last 0 to 3 bytes; x86 allows
 *          unaligned addresses. An interrupt may come between two steps: the registers hold how far
 *          it got, and the instruction goes on where it was.
 *          On the host the same functions are plain C, so that a sanitizer sees each access.
 * Context: any. Locking: none; the caller owns both blocks.
 * See:     tests/host/lib/string_check.c
 */
#include <linux/export.h>
#include <linux/string.h>

/**
 * memcpy - copy a block to another that does not overlap it
 * @dst: where to
 * @src: where from
 * @n: bytes
 *
 * Return: @dst. Context: any. Locking: none.
 */
void *memcpy(void *dst, const void *src, size_t n)
{
#ifdef __i386__
	void *to = dst;
	size_t steps = n / 4;

	asm volatile("rep movsl\n\t"
		     "movl %3, %%ecx\n\t"
		     "rep movsb"
		     : "+&D"(to), "+&S"(src), "+&c"(steps)
		     : "r"(n % 4)
		     : "memory");
#else
	u8 *to = dst;
	const u8 *from = src;

	while (n--)
		*to++ = *from++;
#endif
	return dst;
}
EXPORT_SYMBOL(memcpy);

/**
 * memset - fill a block with one byte
 * @dst: the block
 * @c: the byte; only its low 8 bits count
 * @n: bytes
 *
 * Return: @dst. Context: any. Locking: none.
 */
void *memset(void *dst, int c, size_t n)
{
#ifdef __i386__
	void *to = dst;
	size_t steps = n / 4;

	asm volatile("rep stosl\n\t"
		     "movl %2, %%ecx\n\t"
		     "rep stosb"
		     : "+&D"(to), "+&c"(steps)
		     : "r"(n % 4), "a"((u8)c * 0x01010101u)
		     : "memory");
#else
	u8 *to = dst;

	while (n--)
		*to++ = c;
#endif
	return dst;
}
EXPORT_SYMBOL(memset);

/**
 * memmove - copy a block to another that may overlap it
 * @dst: where to
 * @src: where from
 * @n: bytes
 *
 * Upwards is wrong only when @dst begins inside the source: there a byte would be overwritten
 * before it is read. The string instructions can go downwards as well, but while they do the
 * direction flag is set, and whatever interrupts us must not run with it: a loop is safer.
 *
 * Return: @dst. Context: any. Locking: none.
 */
void *memmove(void *dst, const void *src, size_t n)
{
	u8 *to = dst;
	const u8 *from = src;

	if ((uintptr_t)to - (uintptr_t)from >= n)
		return memcpy(dst, src, n);
#ifdef __i386__
	typedef u32 word __attribute__((aligned(1))); /* wherever it stands */

	for (; n >= 4; n -= 4)
		*(word *)(to + n - 4) = *(const word *)(from + n - 4);
#endif
	while (n--)
		to[n] = from[n];
	return dst;
}
EXPORT_SYMBOL(memmove);

/**
 * memcmp - compare two blocks
 * @a: a block
 * @b: another
 * @n: bytes
 *
 * Return: 0 if equal, else less or more than 0 as the first byte that differs is less or more in
 * @a, taken as unsigned. Context: any. Locking: none.
 */
int memcmp(const void *a, const void *b, size_t n)
{
	const u8 *x = a, *y = b;

	for (; n; n--, x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}
EXPORT_SYMBOL(memcmp);

/**
 * memchr - find a byte in a block
 * @s: the block
 * @c: the byte; only its low 8 bits count
 * @n: bytes
 *
 * Return: address of the first such byte, or NULL. Context: any. Locking: none.
 */
void *memchr(const void *s, int c, size_t n)
{
	const u8 *p = s;

	for (; n; n--, p++)
		if (*p == (u8)c)
			return (void *)p;
	return NULL;
}
EXPORT_SYMBOL(memchr);
