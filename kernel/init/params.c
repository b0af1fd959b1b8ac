// SPDX-License-Identifier: MIT
/*
 * params.c - hand the words of the command line to the variables that want them
 *
 * The variables announce themselves (<linux/moduleparam.h>); the linker gathers the list. A name
 * that nobody has and a value that does not parse are each told in one line, and the rest goes on.
 * Context: boot.
 */
#include <halves/cmdline.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/string.h>

#define BOOT_VALUE_MAX 512

extern const struct kernel_param __params_start[], __params_end[];

#define DEFINE_PARAM_SET(name, type, parse, parsed_type)                                           \
	int param_set_##name(const char *value, const struct kernel_param *kp)                     \
	{                                                                                          \
		parsed_type parsed;                                                                \
		int error = parse(value, 0, &parsed);                                              \
                                                                                                   \
		if (error)                                                                         \
			return error;                                                              \
		if ((type)parsed != parsed)                                                        \
			return -ERANGE;                                                            \
		*(type *)kp->arg = parsed;                                                         \
		return 0;                                                                          \
	}

DEFINE_PARAM_SET(byte, unsigned char, kstrtoul, unsigned long)
DEFINE_PARAM_SET(short, short, kstrtol, long)
DEFINE_PARAM_SET(ushort, unsigned short, kstrtoul, unsigned long)
DEFINE_PARAM_SET(int, int, kstrtol, long)
DEFINE_PARAM_SET(uint, unsigned int, kstrtoul, unsigned long)
DEFINE_PARAM_SET(long, long, kstrtol, long)
DEFINE_PARAM_SET(ulong, unsigned long, kstrtoul, unsigned long)

int param_set_charp(const char *value, const struct kernel_param *kp)
{
	char *copy = kstrdup(value, GFP_KERNEL);

	if (!copy)
		return -ENOMEM;
	*(char **)kp->arg = copy;
	return 0;
}

/* "name" alone means yes. */
int param_set_bool(const char *value, const struct kernel_param *kp)
{
	return kstrtobool(*value ? value : "1", kp->arg);
}

int param_set_invbool(const char *value, const struct kernel_param *kp)
{
	bool parsed;
	int error = kstrtobool(*value ? value : "1", &parsed);

	if (!error)
		*(bool *)kp->arg = !parsed;
	return error;
}

/* "name=1,2,3": each element by the type's own setter. */
int param_array_set(const char *value, const struct kernel_param *kp)
{
	char *copy = kstrdup(value, GFP_KERNEL), *rest = copy, *element;
	struct kernel_param each = *kp;
	unsigned int count = 0;
	int error = copy ? 0 : -ENOMEM;

	while (!error && (element = strsep(&rest, ","))) {
		if (count == kp->max) {
			error = -EINVAL;
			break;
		}
		each.arg = (char *)kp->arg + count * kp->elemsize;
		error = kp->elemset(element, &each);
		count++;
	}
	if (!error && kp->num)
		*kp->num = count;
	kfree(copy);
	return error;
}

static const struct kernel_param *find_param(const char *name)
{
	const struct kernel_param *kp;

	for (kp = __params_start; kp < __params_end; kp++)
		if (!strcmp(kp->name, name))
			return kp;
	return NULL;
}

static void set_param(const char *name, const char *value)
{
	const struct kernel_param *kp = find_param(name);
	int error;

	if (!kp) {
		pr_warn("command line: nobody knows \"%s\"; it is ignored\n", name);
		return;
	}
	error = kp->set(value, kp);
	if (error)
		pr_err("command line: \"%s=%s\" is ignored: %s\n", name, value,
		       error == -ERANGE ? "the value is out of range" :
		       error == -ENOMEM ? "no memory" :
					  "the value does not parse");
}

/**
 * parse_params - set every variable that the command line names
 * @cmdline: the whole of it
 *
 * Context: boot, memory works.
 */
void parse_params(const char *cmdline)
{
	char name[64], value[BOOT_VALUE_MAX];
	struct cmdline_word word;
	int got;

	while ((got = cmdline_next(&cmdline, &word))) {
		if (got < 0) {
			pr_err("command line: \"%.*s\" is ignored: an open quote, or no name\n",
			       (int)word.key_len, word.key);
			continue;
		}
		if (word.key_len >= sizeof(name) || word.value_len >= sizeof(value)) {
			pr_err("command line: a word of %lu characters is too long\n",
			       (unsigned long)(word.key_len + word.value_len));
			continue;
		}
		memcpy(name, word.key, word.key_len);
		name[word.key_len] = '\0';
		memcpy(value, word.value_len ? word.value : "", word.value_len);
		value[word.value_len] = '\0';
		set_param(name, value);
	}
}
