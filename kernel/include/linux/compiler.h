/* SPDX-License-Identifier: MIT */
/*
 * compiler.h - the compiler's extensions under Linux's names
 *
 * Idea:    A compiler may keep a variable in a register, read it twice, or move a store, as long
 *          as one thread alone cannot tell. An interrupt handler or a second processor can tell.
 *          READ_ONCE() and WRITE_ONCE() ask for exactly one access; barrier() forbids the
 *          *compiler* to move memory accesses across it. Neither orders the *processor*: for that
 *          see smp_mb() and friends in <asm/system.h>.
 * Context: any. Locking: none.
 */
#ifndef _LINUX_COMPILER_H
#define _LINUX_COMPILER_H

#define likely(x)   __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

#define barrier() __asm__ __volatile__("" : : : "memory")

/* An operand of inline assembly in a register or in memory: of the two clang takes the slower. */
#ifdef __clang__
#define ASM_RM "r"
#else
#define ASM_RM "rm"
#endif

/*
 * For what hot paths hardly ever call: it saves all registers, so that they need not. A clang that
 * jumps to what such a function calls last has put the old registers over the arguments by then.
 */
#ifdef __clang__
#define __no_tail_calls __attribute__((__disable_tail_calls__))
#else
#define __no_tail_calls
#endif
#define __keeps_registers                                                                          \
	__cold __no_tail_calls __attribute__((__noinline__, __no_caller_saved_registers__))

/* The compiler forgets what it knows about the value of @var. */
#define OPTIMIZER_HIDE_VAR(var) __asm__("" : "+r"(var))

/**
 * READ_ONCE - read a variable exactly once
 * @x: an lvalue of at most a machine word, when the read must also not be torn
 */
#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))

/**
 * WRITE_ONCE - write a variable exactly once
 * @x: an lvalue of at most a machine word, when the write must also not be torn
 * @val: its new value
 */
#define WRITE_ONCE(x, val)                                                                         \
	do {                                                                                       \
		*(volatile __typeof__(x) *)&(x) = (val);                                           \
	} while (0)

#undef __always_inline
#define __always_inline inline __attribute__((__always_inline__))
#define noinline	__attribute__((__noinline__))
#define __noreturn	__attribute__((__noreturn__))
#define __printf(a, b)	__attribute__((__format__(printf, a, b)))
#define __packed	__attribute__((__packed__))
#define __aligned(x)	__attribute__((__aligned__(x)))
#define __section(s)	__attribute__((__section__(s)))
#define __used		__attribute__((__used__))
#define __unused	__attribute__((__unused__))
#define __maybe_unused	__attribute__((__unused__))
#define __weak		__attribute__((__weak__))
#define __must_check	__attribute__((__warn_unused_result__))
#define __cold		__attribute__((__cold__))
#define __pure		__attribute__((__pure__))
#define __alias(symbol) __attribute__((__alias__(#symbol)))
#define fallthrough	__attribute__((__fallthrough__))

/* For functions that assembly calls or that it must find by C's stack convention. */
#ifdef __i386__
#define asmlinkage __attribute__((__regparm__(0)))
#else
#define asmlinkage
#endif

/* Marks for the reader: which address space a pointer points into. No code comes of them. */
#define __user
#define __kernel
#define __iomem
#define __percpu
#define __force

/*
 * Where this code is, and where it will return to: names for reports. clang inlines no function
 * that takes the address of a label of C, not even an __always_inline one, so there it is one of
 * assembly.
 */
#if defined(__clang__) && defined(__i386__)
#define _THIS_IP_                                                                                  \
	({                                                                                         \
		unsigned long __here;                                                              \
                                                                                                   \
		__asm__("1: movl $1b, %0" : "=r"(__here));                                         \
		__here;                                                                            \
	})
#else
#define _THIS_IP_                                                                                  \
	({                                                                                         \
		__label__ __here;                                                                  \
__here:                                                                                            \
		(unsigned long)&&__here;                                                           \
	})
#endif
/*
 * The same as a value in a register: the address of a label may not be an operand of every
 * instruction.
 */
#define current_ip()                                                                               \
	({                                                                                         \
		unsigned long __ip = _THIS_IP_;                                                    \
                                                                                                   \
		OPTIMIZER_HIDE_VAR(__ip);                                                          \
		__ip;                                                                              \
	})
#define _RET_IP_ ((unsigned long)__builtin_return_address(0))

#define __stringify_1(x...) #x
#define __stringify(x...)   __stringify_1(x)

#define ___PASTE(a, b)	    a##b
#define __PASTE(a, b)	    ___PASTE(a, b)
#define __UNIQUE_ID(prefix) __PASTE(__PASTE(prefix, _), __COUNTER__)

#endif /* _LINUX_COMPILER_H */
