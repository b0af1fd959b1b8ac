; SPDX-License-Identifier: MIT
;
; high.asm - the last step before C, the first at the linked addresses
;
; EBP = physical address of what the boot loader left.

global start_high
extern start_kernel, boot_stack_top

section .entry.text progbits alloc exec nowrite align=16
start_high:
	mov esp, boot_stack_top
	xor eax, eax
	push eax			; a frame chain ends at zero
	push eax
	mov eax, ebp			; first argument: physical address of the information
	xor ebp, ebp
	call start_kernel
.stop:	cli
	hlt
	jmp .stop
