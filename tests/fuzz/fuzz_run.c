// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_run.c - all of a records.jsonl, and all that is made of it: every format of the
 * report, and, where a line "%" parts two of them, their comparison. Whatever the records
 * say, this ends, and with an exit status of the host program's.
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
	char file[2 * DIR_MAX];
	size_t i;

	for (i = 0; i < 2; i++) {
		snprintf(file, sizeof(file), "%.*s/records.jsonl", DIR_MAX - 1, dirs[i]);
		unlink(file);
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

static void write_run(const char *dir, const uint8_t *data, size_t size)
{
	char file[2 * DIR_MAX];
	FILE *out;

	snprintf(file, sizeof(file), "%.*s/records.jsonl", DIR_MAX - 1, dir);
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const formats[] = { "txt", "html", "tex", "csv" };
	char *text = fuzz_text(data, size), *parts = strstr(text, "\n%\n");
	const size_t first = parts ? (size_t)(parts + 1 - text) : size;
	int kept;
	size_t i;

	fuzz_quiet();
	make_dirs();
	write_run(dirs[0], data, first);
	kept = stdout_away();
	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		execute(cmd_report, "report", 4, "--run", dirs[0], "--format", formats[i]);
	if (parts) {
		write_run(dirs[1], data + first + 2, size - first - 2);
		execute(cmd_compare, "compare", 3, "--damaged", dirs[0], dirs[1]);
	}
	stdout_back(kept);
	free(text);
	return 0;
}
