; SPDX-License-Identifier: MIT
;
; onstack.asm - where a function returns to that has a queued object on its stack (tests' image)
;
; kernel/debug/onstack.c has put our address in place of the real return address. The function's
; "ret" has taken it, so ESP is just above the place where it lay, and below that the function's
; variables still are what they were, until something is pushed. So we step over them, ask C for
; the real address, and return to it with the function's result in EAX and EDX.

%ifdef CONFIG_TESTS
global onstack_return, onstack_gap
extern onstack_function_returns

; How far below its return address a function's variables may lie.
onstack_gap equ 4096

section .entry.text progbits alloc exec nowrite align=16

onstack_return:
	lea esp, [esp - 4 - onstack_gap]	; 1. over the variables
	push eax				; 2. the result
	push edx
	lea eax, [esp + 8 + onstack_gap]	; 3. onstack_function_returns(where it lay)
	call onstack_function_returns
	mov [esp + 8 + onstack_gap], eax	; 4. the real return address
	pop edx
	pop eax
	lea esp, [esp + onstack_gap]
	ret
%endif
