; SPDX-License-Identifier: MIT
;
; entry.asm - every way into the kernel: 256 stubs, three common paths, one way back
;
; The processor has pushed EFLAGS, CS, EIP (from ring 3 also SS, ESP before them) and, for some
; exceptions, an error code; interrupts are off, because every gate is an interrupt gate.
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

extern do_trap, do_syscall, do_IRQ
global entry_stubs, entry_return, exception_return, syscall_return
global return_to_user, smap_sites, smap_sites_end

section .entry.text progbits alloc exec nowrite align=16

; 1. Stubs of 16 bytes, so that the address of number n needs no table.
	align 16
entry_stubs:
%assign vector 0
%rep 256
	align 16
  %assign line LAST_APIC_LINE_VECTOR - vector
  %if line >= 0 && line < NR_IRQS
	push dword 0
	push dword FIRST_EXTERNAL_VECTOR + line
  %elif vector = 8 || vector >= 10 && vector <= 14 || vector = 17 || vector = 21 || \
	vector = 29 || vector = 30
	push dword vector
  %else
	push dword 0
	push dword vector
  %endif
  %if vector < FIRST_EXTERNAL_VECTOR
	jmp near exception
  %elif vector == SYSCALL_VECTOR
	jmp near syscall
  %else
	jmp near interrupt
  %endif
  %assign vector vector + 1
%endrep

; 2. and 3. The pushes are struct pt_regs from the end to the beginning.
; The three bytes of nothing become CLAC on a processor with SMAP (arch/x86/cpu/setup.c): ring 3 may
; have set the flag AC, which lets the kernel touch its memory.
%macro SAVE_ALL 0
	cld
	sub esp, 40
	mov [esp + 0], ebx
	mov [esp + 4], ecx
	mov [esp + 8], edx
	mov [esp + 12], esi
	mov [esp + 16], edi
	mov [esp + 20], ebp
	mov [esp + 24], eax
	mov [esp + 28], ds
	mov [esp + 32], es
	mov [esp + 36], fs
	mov ecx, KERNEL_DATA
	mov edx, KERNEL_PERCPU
	mov ds, ecx
	mov es, ecx
	mov fs, edx
	nop dword [eax]			; three bytes, at CLAC_OFFSET
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
entry_return:
	mov fs, [esp + 36]
	mov es, [esp + 32]
	mov ebx, [esp + 0]
	mov ecx, [esp + 4]
	mov edx, [esp + 8]
	mov esi, [esp + 12]
	mov edi, [esp + 16]
	mov ebp, [esp + 20]
	mov eax, [esp + 24]
	mov ds, [esp + 28]
	add esp, 48			; vector and error code, too
	iret

; Where the CLACs go. No labels for them: the code behind would have their names in a backtrace.
section .smap_sites progbits alloc noexec nowrite align=4
smap_sites:
	dd exception + CLAC_OFFSET, syscall + CLAC_OFFSET, interrupt + CLAC_OFFSET
smap_sites_end:
