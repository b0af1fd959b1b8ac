; SPDX-License-Identifier: MIT
;
; tiny.asm - the smallest kernel that ends in each way, for the tests of tools/run
;
; A flat Multiboot image at 4 MiB. The last character of its command line says how it ends:
; g(ood) f(ailed) p(anic) r(eset by a triple fault) h(ang) e(nd without a frame's @end).
;
; Steps: 1 a stack is not needed, find the last character; 2 say hello on serial;
;        3 send a file through port 0xe9; 4 end as told.

bits 32
org 0x400000

header:
	dd 0x1badb002, 0x10000, -(0x1badb002 + 0x10000)
	dd header, header, image_end, image_end, start

start:
	mov esi, [ebx + 16]			; 1: the command line
.last:	mov cl, [esi]
	inc esi
	cmp byte [esi], 0
	jne .last

	mov esi, hello				; 2
	mov dx, 0x3f8
	call print
	mov esi, frame				; 3
	mov dx, 0xe9
	call print
	cmp cl, 'e'
	je .good
	mov esi, frame_end
	call print

	mov dx, 0xf4				; 4
	mov eax, 0x11
	cmp cl, 'f'
	je .out
	mov eax, 0x12
	cmp cl, 'p'
	je .out
	cmp cl, 'h'
	je .hang
	cmp cl, 'r'
	je .reset
.good:	mov dx, 0xf4
	mov eax, 0x10
.out:	out dx, eax
.hang:	pause
	jmp .hang
.reset:	lidt [nothing]
	int3

print:	lodsb
	test al, al
	jz .done
	out dx, al
	jmp print
.done:	ret

hello:		db "tiny says hello", 10, 0
frame:		db "@begin tiny.json", 10, "{}", 10, 0
frame_end:	db "@end tiny.json", 10, 0
nothing:	dw 0
		dd 0
image_end:
