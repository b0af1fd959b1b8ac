; SPDX-License-Identifier: MIT
;
; high.asm - the last step before C, the first at the linked addresses
;
; EBP = physical address of what the boot loader left.

global start_high
extern start_kernel, boot_stack_top, not_yet

section .entry.text progbits alloc exec nowrite align=16
start_high:
	; Lab 1: when start_kernel() is called, the stack is
	;   boot_stack_top - 4    0	} the end of the chain of frames: nobody called us
	;   boot_stack_top - 8    0	}
	;   boot_stack_top - 12   the return address
	; EAX has its argument, the physical address of the information, and EBP is 0.
	mov esi, todo
	jmp not_yet
	call start_kernel
.stop:	cli
	hlt
	jmp .stop

section .rodata
todo:	db "not yet implemented: lab 1: the first stack", 13, 10, 0
