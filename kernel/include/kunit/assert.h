/* SPDX-License-Identifier: MIT */
/*
 * assert.h - KUNIT_EXPECT_* and KUNIT_ASSERT_*; a test includes <kunit/test.h>
 *
 * A macro takes each argument once, compares, and on failure calls one of three functions with the
 * values, the arguments as text and the place; those print from a buffer on the stack, so nothing
 * here allocates or sleeps (kernel/kunit/assert.c).
 * Context: any, a top half included.
 * Locking: none; two failures at once, on two processors, may be counted as one.
 */
#ifndef _KUNIT_ASSERT_H
#define _KUNIT_ASSERT_H

#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/types.h>

struct kunit;

struct kunit_place {
	const char *file;
	int line;
	bool fatal;	  /* an assertion */
	bool pointers;	  /* print the values as addresses */
	const char *left; /* the arguments as they stand in the source */
	const char *op;
	const char *right;
};

int kunit_strcmp(const char *left, const char *right);
void kunit_fail_unary(struct kunit *test, const struct kunit_place *place, const char *is,
		      const char *fmt, ...) __printf(4, 5);
void kunit_fail_binary(struct kunit *test, const struct kunit_place *place, long long left,
		       long long right, const char *fmt, ...) __printf(5, 6);
void kunit_fail_string(struct kunit *test, const struct kunit_place *place, const char *left,
		       const char *right, const char *fmt, ...) __printf(5, 6);

#define __KUNIT_PLACE(...)                                                                         \
	static const struct kunit_place __place = { .file = __FILE__,                              \
						    .line = __LINE__,                              \
						    __VA_ARGS__ }

#define __KUNIT_UNARY(test, is_fatal, bad, text, is, ...)                                          \
	do {                                                                                       \
		__KUNIT_PLACE(.fatal = is_fatal, .left = text);                                    \
                                                                                                   \
		if (unlikely(bad))                                                                 \
			kunit_fail_unary(test, &__place, is, __VA_ARGS__);                         \
	} while (0)

#define __KUNIT_INT(test, is_fatal, a, atext, sign, b, btext, ...)                                 \
	do {                                                                                       \
		__KUNIT_PLACE(.fatal = is_fatal, .left = atext, .op = #sign, .right = btext);      \
		typeof(a) __a = (a);                                                               \
		typeof(b) __b = (b);                                                               \
                                                                                                   \
		if (unlikely(!(__a sign __b)))                                                     \
			kunit_fail_binary(test, &__place, __a, __b, __VA_ARGS__);                  \
	} while (0)

#define __KUNIT_PTR(test, is_fatal, a, atext, sign, b, btext, ...)                                 \
	do {                                                                                       \
		__KUNIT_PLACE(.fatal = is_fatal, .pointers = true, .left = atext, .op = #sign,     \
			      .right = btext);                                                     \
		const volatile void *__a = (a);                                                    \
		const volatile void *__b = (b);                                                    \
                                                                                                   \
		if (unlikely(!(__a sign __b)))                                                     \
			kunit_fail_binary(test, &__place, (unsigned long)__a, (unsigned long)__b,  \
					  __VA_ARGS__);                                            \
	} while (0)

#define __KUNIT_STR(test, is_fatal, a, atext, sign, b, btext, ...)                                 \
	do {                                                                                       \
		__KUNIT_PLACE(.fatal = is_fatal, .left = atext, .op = #sign, .right = btext);      \
		const char *__a = (a);                                                             \
		const char *__b = (b);                                                             \
                                                                                                   \
		if (unlikely(!(kunit_strcmp(__a, __b) sign 0)))                                    \
			kunit_fail_string(test, &__place, __a, __b, __VA_ARGS__);                  \
	} while (0)

#define __KUNIT_TRUE(test, is_fatal, c, ctext, ...)                                                \
	__KUNIT_UNARY(test, is_fatal, !(c), ctext, "to be true, but is false", __VA_ARGS__)
#define __KUNIT_FALSE(test, is_fatal, c, ctext, ...)                                               \
	__KUNIT_UNARY(test, is_fatal, !!(c), ctext, "to be false, but is true", __VA_ARGS__)
#define __KUNIT_GOOD_PTR(test, is_fatal, p, ptext, ...)                                            \
	__KUNIT_UNARY(test, is_fatal, IS_ERR_OR_NULL(p), ptext,                                    \
		      "to be a pointer, but is NULL or an error", __VA_ARGS__)

/* ---- recorded, and the case goes on ---------------------------------------------------------- */

#define KUNIT_SUCCEED(test)		((void)(test))
#define KUNIT_FAIL(test, ...)		__KUNIT_UNARY(test, false, true, NULL, NULL, __VA_ARGS__)
#define KUNIT_FAIL_AND_ABORT(test, ...) __KUNIT_UNARY(test, true, true, NULL, NULL, __VA_ARGS__)

#define KUNIT_EXPECT_TRUE(test, c)	      __KUNIT_TRUE(test, false, c, #c, NULL)
#define KUNIT_EXPECT_FALSE(test, c)	      __KUNIT_FALSE(test, false, c, #c, NULL)
#define KUNIT_EXPECT_EQ(test, a, b)	      __KUNIT_INT(test, false, a, #a, ==, b, #b, NULL)
#define KUNIT_EXPECT_NE(test, a, b)	      __KUNIT_INT(test, false, a, #a, !=, b, #b, NULL)
#define KUNIT_EXPECT_LT(test, a, b)	      __KUNIT_INT(test, false, a, #a, <, b, #b, NULL)
#define KUNIT_EXPECT_LE(test, a, b)	      __KUNIT_INT(test, false, a, #a, <=, b, #b, NULL)
#define KUNIT_EXPECT_GT(test, a, b)	      __KUNIT_INT(test, false, a, #a, >, b, #b, NULL)
#define KUNIT_EXPECT_GE(test, a, b)	      __KUNIT_INT(test, false, a, #a, >=, b, #b, NULL)
#define KUNIT_EXPECT_PTR_EQ(test, a, b)	      __KUNIT_PTR(test, false, a, #a, ==, b, #b, NULL)
#define KUNIT_EXPECT_PTR_NE(test, a, b)	      __KUNIT_PTR(test, false, a, #a, !=, b, #b, NULL)
#define KUNIT_EXPECT_NULL(test, p)                                                                 \
	__KUNIT_PTR(test, false, p, #p, ==, NULL, "NULL", NULL)
#define KUNIT_EXPECT_NOT_NULL(test, p)                                                             \
	__KUNIT_PTR(test, false, p, #p, !=, NULL, "NULL", NULL)
#define KUNIT_EXPECT_STREQ(test, a, b)	      __KUNIT_STR(test, false, a, #a, ==, b, #b, NULL)
#define KUNIT_EXPECT_STRNEQ(test, a, b)	      __KUNIT_STR(test, false, a, #a, !=, b, #b, NULL)
#define KUNIT_EXPECT_NOT_ERR_OR_NULL(test, p) __KUNIT_GOOD_PTR(test, false, p, #p, NULL)

/* The same with a text of one's own, printf's format and arguments. */
#define KUNIT_EXPECT_TRUE_MSG(test, c, ...)  __KUNIT_TRUE(test, false, c, #c, __VA_ARGS__)
#define KUNIT_EXPECT_FALSE_MSG(test, c, ...) __KUNIT_FALSE(test, false, c, #c, __VA_ARGS__)
#define KUNIT_EXPECT_EQ_MSG(test, a, b, ...) __KUNIT_INT(test, false, a, #a, ==, b, #b, __VA_ARGS__)
#define KUNIT_EXPECT_NE_MSG(test, a, b, ...) __KUNIT_INT(test, false, a, #a, !=, b, #b, __VA_ARGS__)
#define KUNIT_EXPECT_LT_MSG(test, a, b, ...) __KUNIT_INT(test, false, a, #a, <, b, #b, __VA_ARGS__)
#define KUNIT_EXPECT_LE_MSG(test, a, b, ...) __KUNIT_INT(test, false, a, #a, <=, b, #b, __VA_ARGS__)
#define KUNIT_EXPECT_GT_MSG(test, a, b, ...) __KUNIT_INT(test, false, a, #a, >, b, #b, __VA_ARGS__)
#define KUNIT_EXPECT_GE_MSG(test, a, b, ...) __KUNIT_INT(test, false, a, #a, >=, b, #b, __VA_ARGS__)
#define KUNIT_EXPECT_PTR_EQ_MSG(test, a, b, ...)                                                   \
	__KUNIT_PTR(test, false, a, #a, ==, b, #b, __VA_ARGS__)
#define KUNIT_EXPECT_PTR_NE_MSG(test, a, b, ...)                                                   \
	__KUNIT_PTR(test, false, a, #a, !=, b, #b, __VA_ARGS__)
#define KUNIT_EXPECT_NULL_MSG(test, p, ...)                                                        \
	__KUNIT_PTR(test, false, p, #p, ==, NULL, "NULL", __VA_ARGS__)
#define KUNIT_EXPECT_NOT_NULL_MSG(test, p, ...)                                                    \
	__KUNIT_PTR(test, false, p, #p, !=, NULL, "NULL", __VA_ARGS__)
#define KUNIT_EXPECT_STREQ_MSG(test, a, b, ...)                                                    \
	__KUNIT_STR(test, false, a, #a, ==, b, #b, __VA_ARGS__)
#define KUNIT_EXPECT_STRNEQ_MSG(test, a, b, ...)                                                   \
	__KUNIT_STR(test, false, a, #a, !=, b, #b, __VA_ARGS__)
#define KUNIT_EXPECT_NOT_ERR_OR_NULL_MSG(test, p, ...)                                             \
	__KUNIT_GOOD_PTR(test, false, p, #p, __VA_ARGS__)

/*
 * ---- recorded, and the case ends --------------------------------------------------------------
 */

#define KUNIT_ASSERT_TRUE(test, c)	      __KUNIT_TRUE(test, true, c, #c, NULL)
#define KUNIT_ASSERT_FALSE(test, c)	      __KUNIT_FALSE(test, true, c, #c, NULL)
#define KUNIT_ASSERT_EQ(test, a, b)	      __KUNIT_INT(test, true, a, #a, ==, b, #b, NULL)
#define KUNIT_ASSERT_NE(test, a, b)	      __KUNIT_INT(test, true, a, #a, !=, b, #b, NULL)
#define KUNIT_ASSERT_LT(test, a, b)	      __KUNIT_INT(test, true, a, #a, <, b, #b, NULL)
#define KUNIT_ASSERT_LE(test, a, b)	      __KUNIT_INT(test, true, a, #a, <=, b, #b, NULL)
#define KUNIT_ASSERT_GT(test, a, b)	      __KUNIT_INT(test, true, a, #a, >, b, #b, NULL)
#define KUNIT_ASSERT_GE(test, a, b)	      __KUNIT_INT(test, true, a, #a, >=, b, #b, NULL)
#define KUNIT_ASSERT_PTR_EQ(test, a, b)	      __KUNIT_PTR(test, true, a, #a, ==, b, #b, NULL)
#define KUNIT_ASSERT_PTR_NE(test, a, b)	      __KUNIT_PTR(test, true, a, #a, !=, b, #b, NULL)
#define KUNIT_ASSERT_NULL(test, p)	      __KUNIT_PTR(test, true, p, #p, ==, NULL, "NULL", NULL)
#define KUNIT_ASSERT_NOT_NULL(test, p)	      __KUNIT_PTR(test, true, p, #p, !=, NULL, "NULL", NULL)
#define KUNIT_ASSERT_STREQ(test, a, b)	      __KUNIT_STR(test, true, a, #a, ==, b, #b, NULL)
#define KUNIT_ASSERT_STRNEQ(test, a, b)	      __KUNIT_STR(test, true, a, #a, !=, b, #b, NULL)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL(test, p) __KUNIT_GOOD_PTR(test, true, p, #p, NULL)

#define KUNIT_ASSERT_TRUE_MSG(test, c, ...)  __KUNIT_TRUE(test, true, c, #c, __VA_ARGS__)
#define KUNIT_ASSERT_FALSE_MSG(test, c, ...) __KUNIT_FALSE(test, true, c, #c, __VA_ARGS__)
#define KUNIT_ASSERT_EQ_MSG(test, a, b, ...) __KUNIT_INT(test, true, a, #a, ==, b, #b, __VA_ARGS__)
#define KUNIT_ASSERT_NE_MSG(test, a, b, ...) __KUNIT_INT(test, true, a, #a, !=, b, #b, __VA_ARGS__)
#define KUNIT_ASSERT_LT_MSG(test, a, b, ...) __KUNIT_INT(test, true, a, #a, <, b, #b, __VA_ARGS__)
#define KUNIT_ASSERT_LE_MSG(test, a, b, ...) __KUNIT_INT(test, true, a, #a, <=, b, #b, __VA_ARGS__)
#define KUNIT_ASSERT_GT_MSG(test, a, b, ...) __KUNIT_INT(test, true, a, #a, >, b, #b, __VA_ARGS__)
#define KUNIT_ASSERT_GE_MSG(test, a, b, ...) __KUNIT_INT(test, true, a, #a, >=, b, #b, __VA_ARGS__)
#define KUNIT_ASSERT_PTR_EQ_MSG(test, a, b, ...)                                                   \
	__KUNIT_PTR(test, true, a, #a, ==, b, #b, __VA_ARGS__)
#define KUNIT_ASSERT_PTR_NE_MSG(test, a, b, ...)                                                   \
	__KUNIT_PTR(test, true, a, #a, !=, b, #b, __VA_ARGS__)
#define KUNIT_ASSERT_NULL_MSG(test, p, ...)                                                        \
	__KUNIT_PTR(test, true, p, #p, ==, NULL, "NULL", __VA_ARGS__)
#define KUNIT_ASSERT_NOT_NULL_MSG(test, p, ...)                                                    \
	__KUNIT_PTR(test, true, p, #p, !=, NULL, "NULL", __VA_ARGS__)
#define KUNIT_ASSERT_STREQ_MSG(test, a, b, ...)                                                    \
	__KUNIT_STR(test, true, a, #a, ==, b, #b, __VA_ARGS__)
#define KUNIT_ASSERT_STRNEQ_MSG(test, a, b, ...)                                                   \
	__KUNIT_STR(test, true, a, #a, !=, b, #b, __VA_ARGS__)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL_MSG(test, p, ...)                                             \
	__KUNIT_GOOD_PTR(test, true, p, #p, __VA_ARGS__)

#endif
