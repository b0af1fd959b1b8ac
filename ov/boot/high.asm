; SPDX-License-Identifier: MIT
;
; high.asm - the last step before C, the first at the linked addresses
;
; EBP = physical address of what the boot loader left.

global start_high
extern start_kernel, boot_stack_top

section .entry.text progbits alloc exec nowrite align=16
start_high:
	mov esp, boot_stack_top - 8
	mov eax, ebp			; first argument: physical address of the information
	xor ebp, ebp
	mov [esp], ebp			; a frame chain ends at zero
	mov [esp + 4], ebp
	call start_kernel
.stop:	cli
	hlt
	jmp .stop
