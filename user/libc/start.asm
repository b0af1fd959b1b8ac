; SPDX-License-Identifier: MIT
;
; start.asm - the first instructions of a program, and its only way into the kernel
;
; At _start ESP points at what execve() left, upwards:
;   argc, argv[0] ... argv[argc-1], 0, envp[0] ..., 0
; Nobody called _start, so it never returns: start_c() (libc/exit.c) calls exit().
;
; long syscall(long number, ...): number and six arguments stand on the stack, as C calls; the
; kernel wants them in EAX, EBX, ECX, EDX, ESI, EDI, EBP. Arguments that the caller did not give are
; whatever lies there, which the kernel does not look at. -4095 ... -1 is an error number.

global _start, syscall
extern start_c, errno

section .text._start exec

_start:
	xor	ebp, ebp		; here a backtrace ends
	mov	eax, esp
	push	eax
	call	start_c

section .text.syscall exec

syscall:
	push	ebx			; 1. what C wants back unchanged
	push	esi
	push	edi
	push	ebp

	mov	eax, [esp+20]		; 2. behind four registers and the return address
	mov	ebx, [esp+24]
	mov	ecx, [esp+28]
	mov	edx, [esp+32]
	mov	esi, [esp+36]
	mov	edi, [esp+40]
	mov	ebp, [esp+44]
	int	0x80

	cmp	eax, -4095		; 3. unsigned: error numbers are the largest
	jb	.done
	neg	eax
	mov	[errno], eax
	or	eax, -1
.done:
	pop	ebp
	pop	edi
	pop	esi
	pop	ebx
	ret
