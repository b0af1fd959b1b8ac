; SPDX-License-Identifier: MIT
;
; switch.asm - from one thread's stack to another's
;
; A thread that does not run is a stack with the four registers that C expects to survive a call on
; top. Switching pushes ours, exchanges the stack pointer, pops the other's; the return address is
; part of the other stack, so the "ret" continues there.

global switch_stacks, thread_start
extern schedule_tail

section .entry.text progbits alloc exec nowrite align=16

; struct task_struct *switch_stacks(prev, unsigned long *save_sp, unsigned long load_sp)
;   EAX = prev, returned unchanged on the other stack, so that who continues knows who ran before
;   EDX = where to save our stack pointer, ECX = the stack pointer to continue with
switch_stacks:
	push ebp
	push ebx
	push esi
	push edi
	mov [edx], esp
	mov esp, ecx
	pop edi
	pop esi
	pop ebx
	pop ebp
	ret

; The first thing a new thread does: EAX = prev, EBX = its function (prepare_thread_stack).
thread_start:
	call schedule_tail
	call ebx
.never:	ud2				; a thread's function ends in do_exit()
