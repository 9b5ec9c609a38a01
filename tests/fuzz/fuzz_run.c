// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_run.c - all of a records.jsonl, and all that is made of it: every format of the
 * report, and, where a line "%" parts two of them, their comparison. What follows a line
 * "%meta" is the meta.json of each. Whatever they say, this ends, and with an exit status of
 * the host program's.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <unistd.h>

#include "host/base/option.h"
#include "tests/fuzz/fuzz.h"

#define DIR_MAX		64

/* Two runs; their directories are all that there is outside this process. */
static char dirs[2][DIR_MAX];

static void remove_dirs(void)
{
	static const char *const names[] = { "records.jsonl", "meta.json" };
	char file[2 * DIR_MAX];
	size_t i, k;

	for (i = 0; i < 2; i++) {
		for (k = 0; k < ARRAY_SIZE(names); k++) {
			snprintf(file, sizeof(file), "%.*s/%s", DIR_MAX - 1, dirs[i], names[k]);
			unlink(file);
		}
		rmdir(dirs[i]);
	}
}

static void make_dirs(void)
{
	size_t i;

	if (*dirs[0])
		return;
	for (i = 0; i < 2; i++) {
		strcpy(dirs[i], "/tmp/splitfold-fuzz.XXXXXX");
		FUZZ_CHECK(mkdtemp(dirs[i]));
	}
	atexit(remove_dirs);
}

static void write_file(const char *dir, const char *name, const char *data, size_t size)
{
	char file[2 * DIR_MAX];
	FILE *out;

	snprintf(file, sizeof(file), "%.*s/%s", DIR_MAX - 1, dir, name);
	out = fopen(file, "w");
	FUZZ_CHECK(out);
	fwrite(data, 1, size, out);
	fclose(out);
}

static void execute(int (*run)(const struct command *command, int argc, char **argv),
		    const char *name, int argc, ...)
{
	const struct command command = { name, "", "RUN...", "", run };
	char *argv[8] = { 0 };
	va_list ap;
	int i, status;

	va_start(ap, argc);
	for (i = 0; i < argc; i++)
		argv[i] = va_arg(ap, char *);
	va_end(ap);
	status = run(&command, argc, argv);
	FUZZ_CHECK(status >= 0 && status <= 2);
}

/* What the commands print goes nowhere. */
static int stdout_away(void)
{
	int kept, null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	fflush(stdout);
	kept = dup(STDOUT_FILENO);
	dup2(null, STDOUT_FILENO);
	close(null);
	return kept;
}

static void stdout_back(int kept)
{
	fflush(stdout);
	dup2(kept, STDOUT_FILENO);
	close(kept);
}

/* What follows SEPARATOR in a text of *size, which then ends before that. NULL: nothing does. */
static const char *cut(const char *text, const char *separator, size_t *size)
{
	const char *found = strstr(text, separator);

	if (!found)
		return NULL;
	*size = (size_t)(found + 1 - text);
	return found + strlen(separator);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const formats[] = { "txt", "html", "tex", "csv" };
	char *text = fuzz_text(data, size);
	const char *end = text + size, *meta = cut(text, "\n%meta\n", &size);
	const char *records_end = text + size, *second = cut(text, "\n%\n", &size);
	int kept;
	size_t i;

	fuzz_quiet();
	make_dirs();
	write_file(dirs[0], "records.jsonl", text, size);
	write_file(dirs[0], "meta.json", meta ? meta : "", meta ? (size_t)(end - meta) : 0);
	kept = stdout_away();
	for (i = 0; i < ARRAY_SIZE(formats); i++)
		execute(cmd_report, "report", 4, "--run", dirs[0], "--format", formats[i]);
	if (second && second <= records_end) {
		write_file(dirs[1], "records.jsonl", second, (size_t)(records_end - second));
		write_file(dirs[1], "meta.json", meta ? meta : "", meta ? (size_t)(end - meta) : 0);
		execute(cmd_compare, "compare", 3, "--damaged", dirs[0], dirs[1]);
	}
	stdout_back(kept);
	free(text);
	return 0;
}
