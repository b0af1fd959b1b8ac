// SPDX-License-Identifier: MIT
/*
 * library.c - does the C library do what C says? Here and under Linux
 *
 * What lib/ holds (strings, formats) has its own checks in tests/host/lib/; here is the rest, and
 * that the parts work together. A check that fails says where, and makes the status 1.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int failures;

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			failures++;                                                                \
			printf("%s:%d: not true: %s\n", __FILE__, __LINE__, #condition);           \
		}                                                                                  \
	} while (0)

/* strtol(text) is @value, stops before @rest, and sets errno to @err. */
static void number(const char *text, int base, long value, const char *rest, int err)
{
	char *end;
	long got;

	errno = 0;
	got = strtol(text, &end, base);
	if (got == value && !strcmp(end, rest) && errno == err)
		return;
	failures++;
	printf("strtol(\"%s\", %d): %ld, rest \"%s\", %s\n", text, base, got, end, strerror(errno));
}

static void check_numbers(void)
{
	char *end;

	number("12", 10, 12, "", 0);
	number("  -12x", 10, -12, "x", 0);
	number("+7", 0, 7, "", 0);
	number("0x1fg", 0, 31, "g", 0);
	number("0x", 0, 0, "x", 0);
	number("010", 0, 8, "", 0);
	number("zz", 36, 35 * 36 + 35, "", 0);
	number("12", 2, 1, "2", 0);
	number("", 10, 0, "", 0);
	number(" -", 10, 0, " -", 0);
	number("2147483647", 10, LONG_MAX, "", 0);
	number("-2147483648", 10, LONG_MIN, "", 0);
	number("2147483648", 10, LONG_MAX, "", ERANGE);
	number("-2147483649", 10, LONG_MIN, "", ERANGE);
	number("99999999999999999999999", 10, LONG_MAX, "", ERANGE);
	number("-99999999999999999999999", 10, LONG_MIN, "", ERANGE);
	CHECK(strtoul("4294967295", NULL, 10) == ULONG_MAX);
	CHECK(strtoul("-1", NULL, 10) == ULONG_MAX);
	errno = 0;
	CHECK(strtoull("18446744073709551615", &end, 10) == ULLONG_MAX && !errno && !*end);
	CHECK(strtoull("18446744073709551616", &end, 10) == ULLONG_MAX && errno == ERANGE && !*end);
	CHECK(strtoll("-9223372036854775808", NULL, 10) == LLONG_MIN);
	CHECK(atoi("42abc") == 42);
}

static int by_int(const void *a, const void *b)
{
	return *(const int *)a < *(const int *)b ? -1 : *(const int *)a > *(const int *)b;
}

static void check_order_and_chance(void)
{
	int numbers[100], i, first;

	srand(3);
	first = rand();
	srand(3);
	CHECK(rand() == first && rand() != first);
	for (i = 0; i < 100; i++)
		numbers[i] = rand() % 50;
	qsort(numbers, 100, sizeof(int), by_int);
	for (i = 1; i < 100; i++)
		CHECK(numbers[i - 1] <= numbers[i]);
}

static void check_strings(void)
{
	char *copy = strdup("text");

	CHECK(copy && !strcmp(copy, "text"));
	free(copy);
	CHECK(!strcmp(strerror(ENOENT), "ENOENT"));
	CHECK(!strcmp(strerror(4000), "an unknown error"));
	CHECK(getenv("NO_SUCH_NAME") == NULL);
}

static void check_malloc(void)
{
	char *a = malloc(10), *b = malloc(0), *c = calloc(3, 5);
	int i;

	CHECK(a && b && c && a != b && (uintptr_t)a % 8 == 0 && (uintptr_t)b % 8 == 0);
	for (i = 0; i < 15; i++)
		CHECK(c[i] == 0);
	errno = 0;
	CHECK(!malloc(SIZE_MAX) && errno == ENOMEM);
	errno = 0;
	CHECK(!calloc(SIZE_MAX / 2, 4) && errno == ENOMEM);
	strcpy(a, "123456789");
	a = realloc(a, 5000);
	CHECK(a && !strcmp(a, "123456789"));
	free(a);
	free(b);
	free(c);
	free(NULL);
}

/* A child frees what it must not: it must end with 134. */
static int status_of_free(void *twice)
{
	int how;

	fflush(stdout);
	if (!fork()) {
		close(2);
		free(twice);
		free(twice);
		_exit(0);
	}
	CHECK(wait(&how) > 0);
	return WEXITSTATUS(how);
}

static void check_free(void)
{
	char *block = malloc(32);

	CHECK(status_of_free(block) == 134);
	CHECK(status_of_free(block + 1) == 134);
	CHECK(status_of_free(block + 8) == 134);
	free(block);
}

static void check_files(const char *path)
{
	FILE *file = fopen(path, "w");
	char line[100], *text;
	int i, c;

	CHECK(file && fprintf(file, "%d %s\n", 1, "one") == 6 && putc('x', file) == 'x');
	text = malloc(3000);
	memset(text, 'y', 2999);
	text[2999] = '\0';
	CHECK(fprintf(file, "%s\n", text) == 3000);
	free(text);
	CHECK(getc(file) == EOF && ferror(file));
	clearerr(file);
	CHECK(fclose(file) == 0);

	file = fopen(path, "a");
	CHECK(file && fputs("end", file) == 0 && fclose(file) == 0);

	file = fopen(path, "r");
	CHECK(file && fgets(line, sizeof(line), file) == line && !strcmp(line, "1 one\n"));
	CHECK((c = getc(file)) == 'x' && ungetc(c, file) == 'x' && getc(file) == 'x');
	for (i = 0; getc(file) == 'y'; i++)
		;
	CHECK(i == 2999);
	CHECK(fread(line, 2, 2, file) == 1 && feof(file) && !ferror(file));
	CHECK(getc(file) == EOF && fgets(line, sizeof(line), file) == NULL);
	errno = 0;
	CHECK(putc('x', file) == EOF && errno == EBADF);
	fclose(file);

	errno = 0;
	CHECK(!fopen(path, "r+") && errno == EINVAL);
	CHECK(!fopen("/no/such/file", "r") && errno == ENOENT);
}

static void check_folder(const char *folder)
{
	char path[100];
	struct dirent *entry;
	int i, seen = 0;
	DIR *dir;

	CHECK(mkdir(folder, 0755) == 0);
	for (i = 0; i < 100; i++) {
		snprintf(path, sizeof(path), "%s/file%03d", folder, i);
		close(open(path, O_WRONLY | O_CREAT | O_EXCL, 0644));
	}
	dir = opendir(folder);
	CHECK(dir);
	while ((entry = readdir(dir)))
		seen += entry->d_name[0] != '.' && strlen(entry->d_name) == 7;
	CHECK(seen == 100 && closedir(dir) == 0);
	CHECK(!opendir(path) && errno == ENOTDIR);
	for (i = 0; i < 100; i++) {
		snprintf(path, sizeof(path), "%s/file%03d", folder, i);
		CHECK(unlink(path) == 0);
	}
	CHECK(rmdir(folder) == 0);
}

static void check_getopt(void)
{
	static char *const words[] = { "p", "-ab", "-n3", "-n", "4", "-@", "--", "-a", NULL };

	optind = 1;
	opterr = 0;
	CHECK(getopt(8, words, "abn:") == 'a');
	CHECK(getopt(8, words, "abn:") == 'b');
	CHECK(getopt(8, words, "abn:") == 'n' && !strcmp(optarg, "3"));
	CHECK(getopt(8, words, "abn:") == 'n' && !strcmp(optarg, "4"));
	CHECK(getopt(8, words, "abn:") == '?' && optopt == '@');
	CHECK(getopt(8, words, "abn:") == -1 && optind == 7);
	optind = 3;
	CHECK(getopt(4, words, "n:") == '?' && optopt == 'n');
}

static void check_time(void)
{
	struct timespec time = { 0, 1000 };

	CHECK(nanosleep(&time, NULL) == 0 && usleep(1) == 0 && sleep(0) == 0);
	time.tv_nsec = 2000000000;
	CHECK(nanosleep(&time, NULL) == -1 && errno == EINVAL);
}

/* After main(), the last one first; exit() writes out what they print. */
static void end_line(void)
{
	puts(failures ? "see above" : "as C says");
}

static void begin_line(void)
{
	fputs("library: ", stdout);
}

int main(void)
{
	char path[40];

	check_numbers();
	check_order_and_chance();
	check_strings();
	check_malloc();
	check_free();
	snprintf(path, sizeof(path), "/tmp/library.%d", getpid());
	check_files(path);
	CHECK(unlink(path) == 0);
	check_folder(path);
	check_getopt();
	check_time();
	CHECK(atexit(end_line) == 0 && atexit(begin_line) == 0);
	return failures > 0;
}
