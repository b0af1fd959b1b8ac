; SPDX-License-Identifier: MIT
;
; start.asm - from the boot loader to C
;
; Lab 1: write the checksum and the steps 1, 3 and 4. Each place says what must hold behind it.
;
; The loader (QEMU's -kernel, or GRUB) leaves us in 32-bit protected mode without paging, at our
; physical address, EAX = Multiboot's magic, EBX = physical address of its information.
;
; Steps:
;   1  clear what C expects to be zero, and believe no loader that it has
;   2  refuse to go on without Multiboot, or on a processor that lacks what we need; note when
;   3  map the first GiB of memory twice, at 0 and at PAGE_OFFSET, with 2 MiB pages
;   4  switch on PAE, then paging; jump up to where the kernel is linked
;   5  boot/high.asm: stack, then C
;
; The lower map is thrown away in arch/x86/mm/paging.c as soon as C has tables of its own.

MULTIBOOT_HEADER_MAGIC	equ 0x1badb002
MULTIBOOT_LOADER_MAGIC	equ 0x2badb002
MULTIBOOT_PAGE_ALIGN	equ 1 << 0
MULTIBOOT_MEMORY_INFO	equ 1 << 1
MULTIBOOT_FLAGS		equ MULTIBOOT_PAGE_ALIGN | MULTIBOOT_MEMORY_INFO

PAGE_OFFSET	equ 0xc0000000
THREAD_SIZE	equ 16384		; as <asm/page.h> says

CR0_WP		equ 1 << 16
CR0_PG		equ 1 << 31
CR4_PSE		equ 1 << 4
CR4_PAE		equ 1 << 5
EFLAGS_ID	equ 1 << 21

CPUID_PSE	equ 1 << 3
CPUID_TSC	equ 1 << 4
CPUID_PAE	equ 1 << 6
CPUID_CX8	equ 1 << 8
CPUID_CMOV	equ 1 << 15
CPUID_NEEDED	equ CPUID_PSE | CPUID_PAE | CPUID_CX8 | CPUID_CMOV

PTE_PRESENT	equ 1 << 0
PTE_WRITE	equ 1 << 1
PDE_LARGE	equ 1 << 7

; NOT_YET_IMPLEMENTED TEXT - say on the first serial port what is missing, and end the emulator
%macro NOT_YET_IMPLEMENTED 1
	section .data
  %%text:
	db "not yet implemented: ", %1, 13, 10, 0
	section .boot
	mov esi, %%text - PAGE_OFFSET
	jmp not_yet
%endmacro

DEBUG_EXIT_PORT	equ 0xf4
MACHINE_PANIC	equ 0x12		; as <halves/machine.h> says

COM1		equ 0x3f8
UART_LCR	equ 3
UART_LSR	equ 5
UART_LSR_THRE	equ 1 << 5

section .multiboot progbits alloc noexec nowrite align=4
	dd MULTIBOOT_HEADER_MAGIC
	dd MULTIBOOT_FLAGS
	dd 0				; lab 1: the checksum

section .boot progbits alloc exec nowrite align=16
extern start_high, __bss_start, __image_end
global _start

_start:
	cli
	cld
	; 1. From __bss_start to __image_end all is zero. No paging yet: these are linked addresses,
	; and memory is PAGE_OFFSET below. EAX and EBX are as the loader left them; no stack yet.
	NOT_YET_IMPLEMENTED "lab 1: clear the BSS"
	; 2. Is this Multiboot?
	mov esi, refuse_magic
	cmp eax, MULTIBOOT_LOADER_MAGIC
	jne refuse
	; Is there CPUID? Only then can EFLAGS.ID be changed.
	mov esp, boot_stack_top - PAGE_OFFSET
	mov esi, refuse_cpuid
	pushfd
	pop eax
	mov ecx, eax
	xor eax, EFLAGS_ID
	push eax
	popfd
	pushfd
	pop eax
	xor eax, ecx
	test eax, EFLAGS_ID
	jz refuse
	mov esi, refuse_features
	mov ebp, ebx			; CPUID overwrites EBX
	mov eax, 1
	cpuid
	mov ecx, edx
	and edx, CPUID_NEEDED
	cmp edx, CPUID_NEEDED
	jne refuse
	test ecx, CPUID_TSC
	jz .map_memory
	rdtsc
	mov [boot_tsc - PAGE_OFFSET], eax
	mov [boot_tsc - PAGE_OFFSET + 4], edx

	; 3. boot_pd maps the first GiB with 2 MiB pages that can be written, and boot_pdpt has it
	; twice: for the addresses from 0 and from PAGE_OFFSET on. EBP is as it was.
.map_memory:
	NOT_YET_IMPLEMENTED "lab 1: map memory"

	; 4. CR4: PAE, and PSE, which changes nothing under PAE but some emulators want it.
	; CR3: boot_pdpt. CR0: paging, and read-only pages that are so for the kernel, too.
	NOT_YET_IMPLEMENTED "lab 1: switch paging on"

	; Flat segments of our own: the loader's table may be anywhere. FS is flat too, which is
	; right for the boot processor, whose per-CPU area is the linked one.
	lgdt [boot_gdtr - PAGE_OFFSET]
	mov eax, 0x10
	mov ds, eax
	mov es, eax
	mov fs, eax
	mov gs, eax
	mov ss, eax
	jmp 0x08:start_high

	; Print ESI's line on the screen and the first serial port, and stop.
refuse:	mov edi, 0xb8000
	mov dx, COM1 + UART_LCR
	mov al, 3			; 8 bits, no parity: enough for a port that nobody set up
	out dx, al
.next:	lodsb
	test al, al
	jz .stop
	mov ah, 0x0f			; bright white
	mov [edi], ax
	add edi, 2
	mov ah, al
	mov ecx, 100000			; a port that is not there never gets ready
	mov dx, COM1 + UART_LSR
.wait:	in al, dx
	test al, UART_LSR_THRE
	loopz .wait
	mov dx, COM1
	mov al, ah
	out dx, al
	jmp .next
.stop:	cli
	hlt
	jmp .stop

; The same, for what is to be written in this lab: print ESI's line, end the emulator.
global not_yet
not_yet:
	mov dx, COM1 + UART_LCR
	mov al, 3
	out dx, al
.next:	lodsb
	test al, al
	jz .end
	mov ah, al
	mov dx, COM1 + UART_LSR
.wait:	in al, dx
	test al, UART_LSR_THRE
	jz .wait
	mov dx, COM1
	mov al, ah
	out dx, al
	jmp .next
.end:	mov eax, MACHINE_PANIC
	out DEBUG_EXIT_PORT, eax
	jmp refuse.stop

refuse_magic:
	db "Halves: not loaded by a Multiboot loader: use QEMU's -kernel or GRUB's "
	db "multiboot command", 13, 10, 0
refuse_cpuid:
	db "Halves: this processor has no CPUID: an i686 with PAE is needed", 13, 10, 0
refuse_features:
	db "Halves: this processor lacks PAE, PSE, CMPXCHG8B or CMOV: an i686 with PAE "
	db "is needed", 13, 10, 0

section .data
align 8
boot_gdt:
	dq 0
	dq 0x00cf9a000000ffff		; 08: code, ring 0, 0 to 4 GiB
	dq 0x00cf92000000ffff		; 10: data
boot_gdtr:
	dw $ - boot_gdt - 1
	dd boot_gdt

global boot_tsc
align 8
boot_tsc:
	dq 0

section .bss_page_aligned nobits alloc noexec write align=4096
; The first stack, which the boot processor's idle thread keeps. arch/x86/mm/paging.c takes the
; guard away, so that a stack that grows too far faults.
global boot_stack_guard, boot_stack, boot_stack_top
global boot_pdpt		; for the other processors: trampoline.asm
boot_stack_guard: resb 4096
boot_stack:	resb THREAD_SIZE
boot_stack_top:
boot_pd:	resb 4096
boot_pdpt:	resb 4096		; 32 bytes are used
