; SPDX-License-Identifier: MIT
;
; loader.asm - a boot loader that lies, to see what the kernel does then
;
; A flat Multiboot image at 64 MiB. Its first module is a kernel: it loads that as QEMU would have
; done, and hands over what it got itself, but with one lie, which the last character of its command
; line names:
;   m  no Multiboot magic in EAX          n  no memory map and no memory size
;   z  an entry of the map of size 0      r  all memory of the map is reserved
;   l  a map of 4 GiB length              t  nothing: the truth
;   h  a hole at odd addresses, near the  b  a module as large as all memory
;      kernel's end, in a map of its own
;
; Steps: 1 keep the Multiboot information, find the last character; 2 copy each loadable segment of
;        the module, and clear what is only in memory; 3 give the kernel its own command line;
;        4 tell the lie and jump.

bits 32
org 0x4000000

header:
	dd 0x1badb002, 0x10003, -(0x1badb002 + 0x10003)
	dd header, header, image_end, image_end, start

start:
	cld
	mov ebp, ebx				; 1
	mov esi, [ebp + 16]
.last:	mov al, [esi]
	inc esi
	cmp byte [esi], 0
	jne .last
	mov [lie], al

	mov eax, [ebp + 24]			; 2: the module's first byte
	mov ebx, [eax]
	movzx edx, word [ebx + 44]		; how many program headers
	mov eax, [ebx + 28]
	add eax, ebx				; EAX: the program header
.segment:
	cmp dword [eax], 1			; loadable
	jne .next
	mov esi, [eax + 4]
	add esi, ebx
	mov edi, [eax + 12]
	mov ecx, [eax + 16]
	rep movsb
	mov ecx, [eax + 20]
	sub ecx, [eax + 16]
	mov esp, eax				; no stack here: ESP keeps EAX
	xor eax, eax
	rep stosb
	mov eax, esp
.next:	add eax, 32
	dec edx
	jnz .segment
	mov edi, [ebx + 24]			; the entry

	mov dword [ebp + 16], cmdline		; 3

	mov eax, 0x2badb002			; 4
	mov ebx, ebp
	mov esi, [ebp + 48]			; the map and its end
	mov ecx, [ebp + 44]
	add ecx, esi
	mov dl, [lie]
	cmp dl, 'm'
	je .magic
	cmp dl, 'n'
	je .nothing
	cmp dl, 'z'
	je .zero
	cmp dl, 'l'
	je .long
	cmp dl, 'r'
	je .reserved
	cmp dl, 'h'
	je .hole
	cmp dl, 'b'
	je .big
	jmp edi

.magic:	mov eax, 0x12345678
	jmp edi
.nothing:
	and dword [ebp], ~0x41
	jmp edi
.zero:	mov dword [esi], 0
	jmp edi
.long:	mov dword [ebp + 44], 0xffffffff
	jmp edi
.reserved:
	mov dword [esi + 20], 2
	add esi, [esi]
	add esi, 4
	cmp esi, ecx
	jb .reserved
	mov dword [ebp + 4], 0			; the two sizes say the same
	mov dword [ebp + 8], 0
	jmp edi

.hole:	mov dword [ebp + 44], map_end - map
	mov dword [ebp + 48], map
	jmp edi
.big:	mov dword [ebp + 20], 1
	mov dword [ebp + 24], module
	jmp edi

map:		; size of the rest, address, length, 1: memory
	dd 20, 0, 0, 0x9fc00, 0, 1
	dd 20, 0x100000, 0, 0x1a5432, 0, 1
	dd 20, 0x2a5433, 0, 0x123, 0, 1
	dd 20, 0x345679, 0, 0xc000000, 0, 1
map_end:
module:	dd 0x200000, 0xff00000, 0, 0

lie:		db 0
cmdline:	db "halves poweroff", 0
image_end:
