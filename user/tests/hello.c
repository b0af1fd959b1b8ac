// SPDX-License-Identifier: MIT
/* hello.c - the smallest program there is */
#include <stdio.h>

int main(void)
{
	puts("hello, world");
	return 0;
}
