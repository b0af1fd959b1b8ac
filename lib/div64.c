// SPDX-License-Identifier: MIT
/*
 * div64.c - divide 64-bit numbers with a 32-bit divider
 *
 * Idea:    The i386 divides 64 by 32 bits, but faults when the quotient has more than 32. So divide
 *          as on paper, with digits of 32 bits: first the high digit; its remainder is less than
 *          the divisor, which is exactly what keeps the second step from overflowing.
 *          A divisor of more than 32 bits is first shifted right until 32 are left. That makes the
 *          quotient too large by at most one (proof below), and one multiplication tells.
 * Context: any. Locking: none. A divisor of 0 raises the processor's divide error.
 * See:     Knuth, The Art of Computer Programming vol. 2, 4.3.1; tests/host/lib/div64_check.c
 */
#include <linux/export.h>
#include <linux/math64.h>

/**
 * div_u64_rem - 64-bit by 32-bit division
 * @dividend: what to divide
 * @divisor: by what; not 0
 * @remainder: what is left
 *
 * Return: the quotient, rounded down. Context: any. Locking: none.
 */
u64 div_u64_rem(u64 dividend, u32 divisor, u32 *remainder)
{
#ifdef __i386__
	u32 high = dividend >> 32, low = dividend;
	u32 quotient_high = high / divisor;

	high %= divisor;
	asm("divl %2" : "+a"(low), "+d"(high) : "rm"(divisor) : "cc");
	*remainder = high;
	return (u64)quotient_high << 32 | low;
#else
	*remainder = dividend % divisor;
	return dividend / divisor;
#endif
}
EXPORT_SYMBOL(div_u64_rem);

/**
 * div_s64_rem - signed 64-bit by 32-bit division
 * @dividend: what to divide
 * @divisor: by what; not 0
 * @remainder: what is left; it has @dividend's sign
 *
 * Return: the quotient, rounded towards 0; the smallest s64 by -1 is itself.
 * Context: any. Locking: none.
 */
s64 div_s64_rem(s64 dividend, s32 divisor, s32 *remainder)
{
	u64 n = dividend < 0 ? -(u64)dividend : dividend;
	u32 d = divisor < 0 ? -(u32)divisor : divisor;
	u32 rest;
	u64 quotient = div_u64_rem(n, d, &rest);

	*remainder = dividend < 0 ? -rest : rest;
	return (dividend < 0) != (divisor < 0) ? -quotient : quotient;
}
EXPORT_SYMBOL(div_s64_rem);

/**
 * div64_u64_rem - 64-bit by 64-bit division
 * @dividend: what to divide: n
 * @divisor: by what: d, not 0
 * @remainder: what is left
 *
 * With s the shift and D = d >> s, the estimate is n / (D * 2^s). It is never too small, for D
 * leaves off low bits of d. Before rounding it is too large by itself * (d - D * 2^s) / d. It is
 * less than 2^(33-s), the low bits are at most 2^s - 1, and d is at least 2^(31+s): together less
 * than 2^(2-s) * (1 - 2^-s), which is at most 1 for every s from 1 to 32.
 * So the rounded estimate less 1 is right or one too small, and times d it cannot overflow.
 *
 * Return: the quotient, rounded down. Context: any. Locking: none.
 */
u64 div64_u64_rem(u64 dividend, u64 divisor, u64 *remainder)
{
	u32 high = divisor >> 32, rest;
	u64 quotient;
	int shift;

	if (!high) {
		quotient = div_u64_rem(dividend, divisor, &rest);
		*remainder = rest;
		return quotient;
	}
	shift = 32 - __builtin_clz(high);
	quotient = div_u64(dividend >> shift, divisor >> shift);
	if (quotient)
		quotient--;
	dividend -= quotient * divisor;
	if (dividend >= divisor) {
		dividend -= divisor;
		quotient++;
	}
	*remainder = dividend;
	return quotient;
}
EXPORT_SYMBOL(div64_u64_rem);

/**
 * mul_u64_u32_shr - multiply and shift without losing the high bits
 * @a: a number
 * @mul: what to multiply it by
 * @shift: bits to shift the product right, 0 to 63
 *
 * The heart of a clock: cycles * mul >> shift are nanoseconds.
 *
 * Return: the low 64 bits of (@a * @mul) >> @shift. Context: any. Locking: none.
 */
u64 mul_u64_u32_shr(u64 a, u32 mul, unsigned int shift)
{
	u64 low = mul_u32_u32(a, mul);
	u64 high = mul_u32_u32(a >> 32, mul) + (low >> 32);

	/* The product has three digits of 32 bits: high, high, low. */
	low = high << 32 | (u32)low;
	high >>= 32;
	return shift ? low >> shift | high << (64 - shift) : low;
}
EXPORT_SYMBOL(mul_u64_u32_shr);

/**
 * mul_u64_u32_div - multiply and divide without losing the high bits
 * @a: a number
 * @mul: what to multiply it by
 * @divisor: what to divide the product by; not 0
 *
 * Return: the low 64 bits of @a * @mul / @divisor, rounded down. Context: any. Locking: none.
 */
u64 mul_u64_u32_div(u64 a, u32 mul, u32 divisor)
{
	u64 low = mul_u32_u32(a, mul);
	u64 high = mul_u32_u32(a >> 32, mul) + (low >> 32);
	u32 rest;

	high = div_u64_rem(high, divisor, &rest);
	return (high << 32) + div_u64((u64)rest << 32 | (u32)low, divisor);
}
EXPORT_SYMBOL(mul_u64_u32_div);
