; SPDX-License-Identifier: MIT
;
; entry.asm - every way into the kernel: 256 stubs, three common paths, one way back
;
; The processor has pushed EFLAGS, CS, EIP (from ring 3 also SS, ESP before them) and, for some
; exceptions, an error code; interrupts are off, because every gate is an interrupt gate.
;
; Lab 2: write steps 1, 2, 3 and 5.
;
; Steps:
;   1  the stub makes all frames alike: error code (0 if the processor gave none), vector
;   2  save the registers: the stack now holds a struct pt_regs (<asm/ptrace.h>)
;   3  kernel segments, direction flag; no access to a process's memory (SMAP)
;   4  C decides: do_trap() for exceptions, do_syscall() for what ring 3 asks for, do_IRQ() for
;      everything else
;   5  restore and return to what was interrupted
;
; Nothing here acknowledges, counts or schedules: that is C's.
; GDB cannot know this frame, for NASM describes no call frames: tools/gdb has an unwinder, which
; looks for the labels entry_return and exception_return.

KERNEL_CODE	equ 0x08
KERNEL_DATA	equ 0x10
KERNEL_PERCPU	equ 0x18

FIRST_EXTERNAL_VECTOR equ 0x20
SYSCALL_VECTOR	equ 0x80
LAST_APIC_LINE_VECTOR equ 0xdf	; of line 0; <asm/irq.h> says why they go down
NR_IRQS		equ 64

%define HAS_ERROR_CODE (1<<8 | 0x1f<<10 | 1<<17 | 1<<21 | 1<<29 | 1<<30)

extern do_trap, do_syscall, do_IRQ, panic
global entry_stubs, entry_return, exception_return, syscall_return
global return_to_user, smap_sites, smap_sites_end

section .entry.text progbits alloc exec nowrite align=16

; 1. Stubs of 16 bytes, so that the address of number n needs no table.
; Lab 2: make all frames alike, error code (0 if the processor gave none) and vector, then jump to
; exception, syscall or interrupt. The lines of the APIC have their vectors from
; LAST_APIC_LINE_VECTOR downwards; their frames hold the vector that the line would have with the
; 8259, FIRST_EXTERNAL_VECTOR + line.
	align 16
entry_stubs:
%assign vector 0
%rep 256
	align 16
	jmp near not_yet
  %assign vector vector + 1
%endrep

; 2. and 3. The pushes are struct pt_regs from the end to the beginning.
; Lab 2: save the registers, load the kernel's segments, and have the direction flag as C expects
; it.
; The three bytes of nothing become CLAC on a processor with SMAP (arch/x86/cpu/setup.c): ring 3 may
; have set the flag AC, which lets the kernel touch its memory.
%macro SAVE_ALL 0
	nop dword [eax]			; three bytes, at CLAC_OFFSET: stays the last line
%endmacro

	align 16
exception:
	SAVE_ALL
	mov eax, esp			; 4. do_trap(struct pt_regs *)
	call do_trap
exception_return:
	jmp entry_return

	align 16
syscall:
	SAVE_ALL
	xor ebp, ebp			; a frame chain ends here
	mov eax, esp			; 4. do_syscall(struct pt_regs *)
	call do_syscall
syscall_return:
	jmp entry_return

; The first way to ring 3: EAX = struct pt_regs *, at the end of the thread's stack; irqs off
return_to_user:
	mov esp, eax
	jmp entry_return

	align 16
interrupt:
	SAVE_ALL
CLAC_OFFSET equ $ - interrupt - 3	; the same on all three paths
	mov eax, esp			; 4. do_IRQ(struct pt_regs *)
	call do_IRQ

; 5. Interrupts are off again.
; Lab 2: back to what was interrupted, as if nothing had been.
entry_return:
not_yet:
	push dword todo
	call panic

; Where the CLACs go. No labels for them: the code behind would have their names in a backtrace.
section .smap_sites progbits alloc noexec nowrite align=4
smap_sites:
	dd exception + CLAC_OFFSET, syscall + CLAC_OFFSET, interrupt + CLAC_OFFSET
smap_sites_end:

section .rodata
todo:	db "not yet implemented: lab 2: entry.asm", 0
