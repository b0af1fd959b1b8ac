// SPDX-License-Identifier: MIT
/*
 * params.c - hand the words of a command line to the variables that want them
 *
 * The variables announce themselves (<linux/moduleparam.h>); the linker gathers the list, the
 * kernel's for the boot line and each module's for its own. A name that nobody has and a value that
 * does not parse are each told in one line; at boot the rest goes on, a module is not loaded.
 * Context: boot, or process.
 * Locking: none: at boot nothing else runs, and a module's own code runs only afterwards.
 */
#include <halves/cmdline.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/string.h>

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
	}                                                                                          \
	EXPORT_SYMBOL(param_set_##name)

/* A number: 12, 0x1f, 017. Return: 0; -EINVAL: it is none; -ERANGE: the type has no such. */
DEFINE_PARAM_SET(byte, unsigned char, kstrtoul, unsigned long);
DEFINE_PARAM_SET(short, short, kstrtol, long);
DEFINE_PARAM_SET(ushort, unsigned short, kstrtoul, unsigned long);
DEFINE_PARAM_SET(int, int, kstrtol, long);
DEFINE_PARAM_SET(uint, unsigned int, kstrtoul, unsigned long);
DEFINE_PARAM_SET(long, long, kstrtol, long);
DEFINE_PARAM_SET(ulong, unsigned long, kstrtoul, unsigned long);

/** param_set_charp - a text, which is not copied: the variable points there; always 0 */
int param_set_charp(const char *value, const struct kernel_param *kp)
{
	*(const char **)kp->arg = value;
	return 0;
}
EXPORT_SYMBOL(param_set_charp);

/** param_set_bool - yes or no, as kstrtobool(); "name" alone means yes; 0, or -EINVAL */
int param_set_bool(const char *value, const struct kernel_param *kp)
{
	return kstrtobool(*value ? value : "1", kp->arg);
}
EXPORT_SYMBOL(param_set_bool);

/** param_set_invbool - the same the other way round; 0, or -EINVAL */
int param_set_invbool(const char *value, const struct kernel_param *kp)
{
	bool parsed;
	int error = kstrtobool(*value ? value : "1", &parsed);

	if (!error)
		*(bool *)kp->arg = !parsed;
	return error;
}
EXPORT_SYMBOL(param_set_invbool);

/**
 * param_array_set - "name=1,2,3": each element by the type's own setter
 * @value: the text; it is the variable's to cut up
 * @kp: the array
 *
 * Return: 0; -EINVAL: there are too many; what the setter says of an element.
 */
int param_array_set(const char *value, const struct kernel_param *kp)
{
	char *rest = (char *)value, *element;
	struct kernel_param each = *kp;
	unsigned int count = 0;
	int error;

	while ((element = strsep(&rest, ","))) {
		if (count == kp->max)
			return -EINVAL;
		each.arg = (char *)kp->arg + count * kp->elemsize;
		error = kp->elemset(element, &each);
		if (error)
			return error;
		count++;
	}
	if (kp->num)
		*kp->num = count;
	return 0;
}
EXPORT_SYMBOL(param_array_set);

/* What parse_args() is working on. */
struct parse {
	const char *whose;
	const struct kernel_param *params, *end;
	bool strict; /* a mistake is an error, not a word that is left out */
};

static const char *ignored(const struct parse *p)
{
	return p->strict ? "" : " is ignored";
}

static void list_params(const struct parse *p)
{
	const struct kernel_param *kp;

	for (kp = p->params; kp < p->end; kp++)
		printk(KERN_CONT "%s%s", kp == p->params ? ": it has " : ", ", kp->name);
	printk(KERN_CONT "\n");
}

static int set_param(const struct parse *p, const struct cmdline_word *word, const char *value)
{
	const struct kernel_param *kp = p->params;
	int error;

	while (kp < p->end && !cmdline_key_is(word, kp->name))
		kp++;
	if (kp == p->end && p->strict) {
		pr_err("%s: no parameter is called \"%.*s\"", p->whose, (int)word->key_len,
		       word->key);
		list_params(p);
		return -EINVAL;
	}
	if (kp == p->end) {
		pr_warn("%s: nobody knows \"%.*s\"; it is ignored\n", p->whose, (int)word->key_len,
			word->key);
		return 0;
	}
	error = kp->set(value, kp);
	if (error)
		pr_err("%s: \"%.*s=%.*s\"%s: %s\n", p->whose, (int)word->key_len, word->key,
		       (int)word->value_len, word->value_len ? word->value : "", ignored(p),
		       error == -ERANGE ? "the value is out of range" : "the value does not parse");
	return p->strict && error ? -EINVAL : 0;
}

/**
 * parse_args - set every variable that a line names
 * @whose: the line's owner, for what is said
 * @args: the line
 * @values: room for strlen(@args) + 1 bytes; texts stay there for as long as the variables
 * @params: the variables
 * @count: how many
 * @strict: the first mistake is an error; else it is told, and the rest goes on
 *
 * Return: 0; -EINVAL: @strict, and a word was wrong, which has been told. Context: process, boot.
 */
int parse_args(const char *whose, const char *args, char *values, const struct kernel_param *params,
	       unsigned int count, bool strict)
{
	const struct parse p = { whose, params, count ? params + count : params, strict };
	struct cmdline_word word;
	int got, error = 0;

	while (!error && (got = cmdline_next(&args, &word))) {
		if (got < 0) {
			pr_err("%s: \"%.*s\"%s: an open quote, or no name\n", whose,
			       (int)word.key_len, word.key, ignored(&p));
			error = strict ? -EINVAL : 0;
			continue;
		}
		memcpy(values, word.value_len ? word.value : "", word.value_len);
		values[word.value_len] = '\0';
		error = set_param(&p, &word, values);
		values += word.value_len + 1;
	}
	return error;
}

/**
 * parse_params - the kernel's own: set every variable that its command line names
 * @cmdline: the whole of it
 *
 * Context: boot, memory works.
 */
void parse_params(const char *cmdline)
{
	/* Never freed: a parameter of type charp points there. */
	char *values = kmalloc(strlen(cmdline) + 1, GFP_KERNEL);

	if (!values)
		panic("no memory for the command line");
	parse_args("command line", cmdline, values, __params_start, __params_end - __params_start,
		   false);
}
