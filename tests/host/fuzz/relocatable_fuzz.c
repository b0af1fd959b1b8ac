// SPDX-License-Identifier: MIT
/*
 * relocatable_fuzz.c - any bytes at all for lib/relocatable*.c, under the sanitizers
 *
 * Idea:    libFuzzer changes real .ko files in every way that reaches new code. Whatever is opened
 *          is linked and copied too, as kernel/module/ does; nothing may be touched outside the
 *          file's own bytes. `make fuzz TIME=60` runs it; tests/host/test_fuzz.py does, for a fixed
 *          number of files.
 */
#include <halves/relocatable.h>
#include <linux/errno.h>

void *malloc(size_t size);
void free(void *block);
void *memcpy(void *to, const void *from, size_t size);
void abort(void);

/* Every second name is known; now and then there is no memory. */
static int resolve(const char *name, u32 *value, void *data)
{
	size_t i;

	for (i = 0; name[i]; i++)
		*value += name[i];
	return *value % 16 == 2 ? -ENOMEM : *value & 1 ? 0 : -ENOENT;
}

static void use(struct relocatable *r)
{
	static char page[RELOCATABLE_PAGE];
	const char *text = NULL;
	u32 at;

	do
		text = relocatable_modinfo(r, "parm", text);
	while (text);
	if (relocatable_section(r, ".ex_table"))
		relocatable_symbol(r, "init_module");
	if (relocatable_link(r, 0xf7000000, resolve, NULL))
		return;
	if (r->end[NR_REGIONS - 1] > RELOCATABLE_MAX)
		abort();
	for (at = 0; at < r->end[NR_REGIONS - 1]; at += sizeof(page))
		relocatable_copy(r, at, page, sizeof(page));
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	void *image = malloc(size);
	struct relocatable r;

	memcpy(image, data, size);
	if (!relocatable_open(&r, image, size))
		use(&r);
	else if (!r.why[0])
		abort();
	free(image);
	return 0;
}
