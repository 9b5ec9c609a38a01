// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_command.c - the subcommands from the outside: options, exit status, messages.
 */
#include <signal.h>
#include <sys/resource.h>

#include "tests/unit/boots.h"
#include "tests/unit/stdout.h"

static const struct {
	int (*run)(const struct command *command, int argc, char **argv);
	const char *words, *said;
} bad[] = {
	{ cmd_plan, "", "plan: --matrix FILE is needed" },
	{ cmd_plan, "--matrxi x", "option --matrxi is not known; did you mean --matrix?" },
	{ cmd_plan, "--matrix", "--matrix needs a value" },
	{ cmd_plan, "matrix.ini", "'matrix.ini' is not expected here" },
	{ cmd_plan, "--matrix /nonexistent", "/nonexistent: cannot open: No such file" },
	{ cmd_plan, "--matrix x --quick --full", "exclude each other" },
	{ cmd_plan, "--matrix x --quick=yes", "--quick takes no value" },
	{ cmd_plan, "--matrix x --reps 0", "--reps '0' is not a number from 1 to 1000" },
	{ cmd_plan, "--matrix x --seed -1", "--seed '-1' is not a number" },
	{ cmd_plan, "--matrix x --shard 3/2", "--shard '3/2' is not known; expected I/N" },
	{ cmd_plan, "--matrix x --shard 2", "--shard '2' is not known" },
	{ cmd_plan, "--matrix x --accel xen", "--accel 'xen' is not known; expected one of tcg" },
	{ cmd_plan, "--matrix x --format csv",
	  "--format 'csv' is not known; expected one of text, tsv" },
	{ cmd_collect, "--run @", "collect: --run, --cell-line and --frames are needed" },
	{ cmd_collect, "--run @ --cell-line x --frames y", "'x' is no key=value field" },
	{ cmd_collect, "--run @ --cell-line x --frames y --dead-status ok",
	  "--dead-status 'ok' is not known; expected one of fail, timeout" },
	{ cmd_done, "", "done: --run DIR is needed" },
	{ cmd_done, "--run /nonexistent", "/nonexistent: no run directory" },
	{ cmd_report, "", "report: --run DIR is needed" },
	{ cmd_report, "--run @ --format pdf", "--format 'pdf' is not known" },
	{ cmd_report, "--run @ --baseline slow", "--baseline 'slow' is not known" },
	{ cmd_report, "--run @ --baseline live.fast", "--baseline 'live.fast' is not known" },
	{ cmd_export, "--run /nonexistent", "/nonexistent: no run directory" },
	{ cmd_meta, "--run @", "meta: --run DIR and at least one" },
	{ cmd_list, "axes", "'axes' is not expected here" },
};

static void usage_errors_exit_2(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		int status;

		said_start();
		status = command_run(bad[i].run, bad[i].run == cmd_meta ? "KEY=VALUE..." : "",
				     bad[i].words, NULL);
		if (status != EXIT_BAD)
			fail_msg("'%s': status %d", bad[i].words, status);
		assert_said(bad[i].said);
	}
}

static void help_has_an_example(void **state)
{
	char *text;

	(void)state;
	assert_int_equal(command_run(cmd_plan, "", "--help", &text), EXIT_OK);
	assert_non_null(strstr(text, "--matrix FILE"));
	assert_non_null(strstr(text, "example:"));
	free(text);
}

static void plan_prints_lines(void **state)
{
	static const char ini[] = "[a]\nbench=null\ncpus=1,2\nreps=2\n";
	char *words = xasprintf("--matrix %s --format tsv --only cpus=2", scratch_path("m.ini"));
	struct plan_boot boot;
	char *text, *line;

	(void)state;
	scratch_write("m.ini", ini, strlen(ini));
	assert_int_equal(command_run(cmd_plan, "", words, &text), EXIT_OK);
	line = strchr(text, '\n') + 1;
	assert_int_equal(plan_line_parse(line, &boot), 0);
	assert_int_equal(strlen(line), strcspn(line, "\n") + 1);
	free(text);
	free(words);
	words = xasprintf("--matrix %s --jobs 2 --only cpus=2 --seed 77", scratch_path("m.ini"));
	assert_int_equal(command_run(cmd_plan, "", words, &text), EXIT_OK);
	assert_non_null(strstr(text, "seed 77\n"));
	assert_non_null(strstr(text, "with 2 at a time"));
	free(text);
	free(words);
	words = xasprintf("--matrix %s --format tsv --reps 9 --seed 1", scratch_path("m.ini"));
	assert_int_equal(command_run(cmd_plan, "", words, &text), EXIT_OK);
	words[strlen(words) - 1] = '2';
	assert_int_equal(command_run(cmd_plan, "", words, &line), EXIT_OK);
	assert_int_equal(strlen(text), strlen(line));
	assert_string_not_equal(text, line);
	free(line);
	free(text);
	free(words);
	/* four boots; the second part of two has two of them */
	words = xasprintf("--matrix %s --format tsv --shard 2/2", scratch_path("m.ini"));
	assert_int_equal(command_run(cmd_plan, "", words, &text), EXIT_OK);
	line = strchr(text, '\n') + 1;
	assert_int_equal(strlen(line), strcspn(line, "\n") + 1);
	free(text);
	free(words);
	said_start();
	words = xasprintf("--matrix %s --only cpus=8", scratch_path("m.ini"));
	assert_int_equal(command_run(cmd_plan, "", words, NULL), EXIT_BAD);
	assert_said("no cell is selected by --only cpus=8");
	free(words);
}

static void list_shows_every_axis(void **state)
{
	char *text;
	int i;

	(void)state;
	assert_int_equal(command_run(cmd_list, "", "", &text), EXIT_OK);
	for (i = 0; i < AXIS_NR; i++) {
		char *head = xasprintf("\n%s - ", axes[i].key);

		assert_non_null(strstr(text, head));
		free(head);
	}
	free(text);
}

/* One boot through cmd_collect; its plan line has blanks, so argv is made by hand. */
static int collect(const struct pile *frames, char *extra, char *value)
{
	static const struct command command = { "collect", "", "", "", cmd_collect };
	struct plan_boot boot = make_boot("bench=null", 1);
	char run[] = "--run", line_option[] = "--cell-line", frames_option[] = "--frames";
	char *path = xstrdup(scratch_path("f.bin")), *line;
	char *argv[] = { run, scratch, line_option, NULL, frames_option, path, extra, value };
	FILE *out;
	size_t len;
	int status;

	if (frames)
		scratch_write("f.bin", frames->text, frames->len);
	out = open_memstream(&line, &len);
	plan_line_write(out, &boot);
	fclose(out);
	argv[3] = line;
	status = cmd_collect(&command, extra ? 8 : 6, argv);
	free(line);
	free(path);
	return status;
}

static void collect_status(void **state)
{
	char dead[] = "--dead", why[] = "killed", console[] = "--console", none[] = "/nonexistent";
	struct pile pile = { 0 };
	char *text;

	(void)state;
	hello_frame(&pile, "null", 2, 4);
	record_frame(&pile, "null", "clock", "none", "none/none", "");
	bye_frame(&pile, 1, "ok");
	assert_int_equal(collect(&pile, console, none), EXIT_OK);
	said_start();
	assert_int_equal(collect(&pile, dead, why), EXIT_FAILED);
	assert_said("null-none.on.k0-max-el1-2048m-2c-host rep 1: fail: killed");
	unlink(scratch_path("f.bin"));
	said_start();
	assert_int_equal(collect(NULL, NULL, NULL), EXIT_FAILED);
	assert_said("the guest sent no hello; 0 records came");
	text = scratch_read(STORE_FILE);
	assert_non_null(strstr(text, "\"op\":\"end\""));
	free(text);
	pile_free(&pile);
}

static void collect_on_a_full_disk(void **state)
{
	struct rlimit old, small;
	struct pile pile = { 0 };
	char *before, *after;
	int status;

	(void)state;
	hello_frame(&pile, "null", 2, 4);
	record_frame(&pile, "null", "clock", "none", "none/none", "");
	bye_frame(&pile, 1, "ok");
	assert_int_equal(collect(&pile, NULL, NULL), EXIT_OK);
	before = scratch_read(STORE_FILE);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = strlen(before) + 100;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	said_start();
	status = collect(&pile, NULL, NULL);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_said("No space left on device; the records before are intact");
	assert_int_equal(status, EXIT_BAD);
	after = scratch_read(STORE_FILE);
	assert_string_equal(after, before);
	free(before);
	free(after);
	pile_free(&pile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(usage_errors_exit_2),
		scratch_test(help_has_an_example),
		scratch_test(plan_prints_lines),
		scratch_test(list_shows_every_axis),
		scratch_test(collect_status),
		scratch_test(collect_on_a_full_disk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
