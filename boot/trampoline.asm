; SPDX-License-Identifier: MIT
;
; trampoline.asm - from another processor's reset to C
;
; A processor that gets the startup interrupt (SIPI) begins in real mode at the page that its vector
; names. arch/x86/cpu/smpboot.c has copied this piece of code there (TRAMPOLINE), and only one
; processor at a time runs through it.
;
; Steps:
;   1  real mode: a flat table of segments, protected mode on
;   2  the boot processor's first page tables, which map the first GiB at 0 and at PAGE_OFFSET
;   3  paging on; jump up to the linked addresses
;   4  the tables and modes that the boot processor uses now: its CR3, CR4 and EFER
;   5  take the stack that it has left, or stop for good: it waits no longer
;   6  C: start_secondary()

TRAMPOLINE	equ 0x8000		; as arch/x86/cpu/smpboot.c says
PAGE_OFFSET	equ 0xc0000000

CR0_PE		equ 1 << 0
CR0_WP		equ 1 << 16
CR0_PG		equ 1 << 31
CR4_PSE		equ 1 << 4
CR4_PAE		equ 1 << 5
MSR_EFER	equ 0xc0000080

global trampoline_start, trampoline_end
global secondary_stack, secondary_cr3, secondary_cr4, secondary_efer
extern boot_pdpt, start_secondary

section .trampoline progbits alloc noexec nowrite align=16
bits 16
trampoline_start:
	cli				; 1.
	cld
	mov ax, cs
	mov ds, ax
	o32 lgdt [gdtr - trampoline_start]
	mov eax, cr0
	or eax, CR0_PE
	mov cr0, eax
	jmp dword 0x08:(TRAMPOLINE + protected - trampoline_start)

bits 32
protected:
	mov eax, 0x10
	mov ds, eax
	mov es, eax
	mov fs, eax			; flat until gdt_init(): the boot processor's area
	mov gs, eax
	mov ss, eax
	mov eax, cr4			; 2.
	or eax, CR4_PAE | CR4_PSE
	mov cr4, eax
	mov eax, boot_pdpt - PAGE_OFFSET
	mov cr3, eax
	mov eax, cr0			; 3.
	or eax, CR0_PG | CR0_WP
	mov cr0, eax
	jmp 0x08:secondary_high

align 8
gdt:	dq 0
	dq 0x00cf9a000000ffff		; 08: code, ring 0, 0 to 4 GiB
	dq 0x00cf92000000ffff		; 10: data
gdtr:	dw $ - gdt - 1
	dd TRAMPOLINE + gdt - trampoline_start
trampoline_end:

section .entry.text progbits alloc exec nowrite align=16
secondary_high:
	mov eax, [secondary_efer]	; 4.
	test eax, eax
	jz .no_efer
	mov ecx, MSR_EFER
	xor edx, edx
	wrmsr
.no_efer:
	mov eax, [secondary_cr3]
	mov cr3, eax
	mov eax, [secondary_cr4]
	mov cr4, eax
	xor esp, esp			; 5.
	xchg esp, [secondary_stack]
	test esp, esp
	jz .late
	xor ebp, ebp
	push ebp			; a frame chain ends at zero
	push ebp
	call start_secondary		; 6.
.late:	cli
	hlt
	jmp .late

section .data
align 4
secondary_stack: dd 0			; top of a stack; 0: nobody is expected, or it was taken
secondary_cr3:	dd 0
secondary_cr4:	dd 0
secondary_efer:	dd 0			; 0: the processor has no such register
