// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_run.c - reading a run back: damaged lines, boots made again, and what is done.
 */
#include "tests/unit/boots.h"
#include "host/plan/estimate.h"
#include "host/base/option.h"
#include "host/record/run.h"

static const char null_cell[] = "bench=null";
static const struct made_op clock_op = { "clock", "none", "\"x\":{\"unit\":\"ns\",\"value\":5}" };
static const struct made_op clock_op2 = { "clock", "none", "\"x\":{\"unit\":\"ns\",\"value\":6}" };

static void empty_run(void **state)
{
	struct run run;

	(void)state;
	assert_int_equal(run_read(&run, scratch), 0);
	assert_int_equal(run.nr_records, 0);
	assert_string_equal(run.id, strrchr(scratch, '/') + 1);
	run_free(&run);
	said_start();
	assert_int_equal(run_read(&run, "/nonexistent-dir"), -1);
	assert_said("/nonexistent-dir: no run directory");
}

static void torn_last_line(void **state)
{
	char *lines = boot_lines(null_cell, 1, &clock_op, 1), *again;
	struct run run;

	(void)state;
	assert_int_equal(store_append(scratch, lines, strlen(lines)), 0);
	again = boot_lines(null_cell, 2, &clock_op, 1);
	/* the second boot is cut in its last line, the end */
	{
		char *both = xasprintf("%s%.*s", lines, (int)strlen(again) - 20, again);

		scratch_write(STORE_FILE, both, strlen(both));
		free(both);
	}
	said_start();
	assert_int_equal(run_read(&run, scratch), 0);
	assert_said("records.jsonl:6: no JSON");
	assert_int_equal(run.damaged, 1);
	assert_int_equal(run.unfinished, 1);
	assert_int_equal(run.nr_boots, 2);
	assert_true(run.boots[0].ended);
	assert_false(run.boots[1].ended);
	run_free(&run);

	/* made again right behind the torn line: the new attempt counts, whole */
	said_start();
	assert_int_equal(store_append(scratch, again, strlen(again)), 0);
	assert_int_equal(run_read(&run, scratch), 0);
	said_end();
	assert_int_equal(run.damaged, 1);
	assert_int_equal(run.unfinished, 0);
	assert_int_equal(run.superseded, 2);
	assert_int_equal(run.nr_boots, 3);
	run_free(&run);
	free(lines);
	free(again);
}

static void damaged_line_in_the_middle(void **state)
{
	char *text;
	struct run run;

	(void)state;
	store_boot(null_cell, 1, &clock_op, 1);
	store_boot(null_cell, 2, &clock_op, 1);
	text = scratch_read(STORE_FILE);
	strstr(text, "\"op\":\"clock\"")[1] = 'x';
	scratch_write(STORE_FILE, text, strlen(text));
	free(text);
	said_start();
	assert_int_equal(run_read(&run, scratch), 0);
	assert_said("records.jsonl:2: the record: key 'xp' is not known (did you mean 'op'?)");
	assert_int_equal(run.damaged, 1);
	assert_int_equal(run.nr_records, 5);
	assert_int_equal(run.nr_boots, 2);
	run_free(&run);
}

static void later_attempt_counts(void **state)
{
	struct run run;
	size_t i;

	(void)state;
	store_boot(null_cell, 1, &clock_op, 1);
	store_boot(null_cell, 2, &clock_op, 1);
	store_boot(null_cell, 1, &clock_op2, 1);
	assert_int_equal(run_read(&run, scratch), 0);
	assert_int_equal(run.superseded, 3);
	for (i = 0; i < run.nr_records; i++)
		assert_int_equal(run.records[i].counts, i >= 3);
	run_free(&run);
}

/* An attempt that was not finished does not replace one that was. */
static void finished_attempt_counts(void **state)
{
	char *lines = boot_lines(null_cell, 1, &clock_op2, 1);
	struct run run;

	(void)state;
	store_boot(null_cell, 1, &clock_op, 1);
	assert_int_equal(store_append(scratch, lines, strchr(lines, '\n') + 1 - lines), 0);
	assert_int_equal(run_read(&run, scratch), 0);
	assert_int_equal(run.nr_records, 4);
	assert_true(run.records[1].counts);
	assert_false(run.records[3].counts);
	assert_int_equal(run.unfinished, 0);
	run_free(&run);
	free(lines);
}

/* A guest that died before its hello, made again: without a hello too, but with records. */
static void attempts_without_hello(void **state)
{
	struct plan_boot boot = make_boot(null_cell, 1);
	struct collect dead = { .run = "r", .boot = &boot, .frames_name = "f", .frames = "",
				.wall_ms = -1 };
	char *lines = boot_lines(null_cell, 1, &clock_op, 1), *behind;
	struct run run;

	(void)state;
	collect_boot(&dead);
	assert_int_equal(store_append(scratch, dead.text, dead.text_len), 0);
	behind = strchr(lines, '\n') + 1;
	assert_int_equal(store_append(scratch, behind, strlen(behind)), 0);
	assert_int_equal(run_read(&run, scratch), 0);
	assert_int_equal(run.nr_boots, 2);
	assert_int_equal(run.superseded, 1);
	assert_true(run.records[1].counts && run.records[2].counts);
	run_free(&run);
	free(lines);
	free(dead.text);
}

/* What `splitfold done` prints. */
static char *done_text(char *option)
{
	static const struct command command = { "done", "", "", "", cmd_done };
	char run[] = "--run", *argv[] = { run, scratch, option };
	char *path = xstrdup(scratch_path("done.txt")), *text;
	int saved = dup(STDOUT_FILENO);

	fflush(stdout);
	assert_non_null(freopen(path, "w", stdout));
	assert_int_equal(cmd_done(&command, option ? 3 : 2, argv), EXIT_OK);
	fflush(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	text = scratch_read("done.txt");
	free(path);
	return text;
}

static void done_lists_what_ended(void **state)
{
	struct plan_boot boot = make_boot(null_cell, 2);
	struct collect dead = { .run = "r", .boot = &boot, .frames_name = "f", .frames = "",
				.wall_ms = -1, .dead = "killed", .dead_status = STATUS_FAIL };
	char ok_only[] = "--ok-only";
	char *text, *lines = boot_lines(null_cell, 3, &clock_op, 1);

	(void)state;
	store_boot(null_cell, 1, &clock_op, 1);
	collect_boot(&dead);
	assert_int_equal(store_append(scratch, dead.text, dead.text_len), 0);
	/* stopped after its first line */
	assert_int_equal(store_append(scratch, lines, strchr(lines, '\n') + 1 - lines), 0);
	text = done_text(NULL);
	assert_string_equal(text, "null-none.on.k0-max-el1-2048m-2c-host\t1\n"
				  "null-none.on.k0-max-el1-2048m-2c-host\t2\n");
	free(text);
	text = done_text(ok_only);
	assert_string_equal(text, "null-none.on.k0-max-el1-2048m-2c-host\t1\n");
	free(text);
	free(lines);
	free(dead.text);
}

static void history_learns_from_a_run(void **state)
{
	struct plan_boot boot = make_boot(null_cell, 1), other = make_boot("bench=boot", 1);
	struct history *history;

	(void)state;
	said_start();
	history = history_read(scratch);
	assert_said("no boot with a wall time");
	assert_int_equal(estimate_seconds(&boot.cell, boot.name, history),
			 estimate_seconds(&boot.cell, boot.name, NULL));
	history_free(history);
	store_boot(null_cell, 1, &clock_op, 1);
	store_boot(null_cell, 2, &clock_op, 1);
	history = history_read(scratch);
	assert_non_null(history);
	assert_int_equal(estimate_seconds(&boot.cell, boot.name, history), 3);	/* 2.5 s each */
	assert_int_equal(estimate_seconds(&other.cell, other.name, history),
			 estimate_seconds(&other.cell, other.name, NULL));
	history_free(history);
}

/* Times are a hint: what is wrong with them costs one line and nothing else. */
static void bad_history_is_no_history(void **state)
{
	static const char *const records[] = {
		"rubbish\n", "rubbish\nrubbish\nrubbish\n", "", "\n\n",
	};
	struct plan_boot boot = make_boot(null_cell, 1);
	int64_t estimate = estimate_seconds(&boot.cell, boot.name, NULL);
	struct history *history;
	size_t i;

	(void)state;
	for (i = 0; i <= ARRAY_SIZE(records); i++) {
		const char *said;

		if (i < ARRAY_SIZE(records))
			scratch_write("records.jsonl", records[i], strlen(records[i]));
		said_start();
		history = history_read(i < ARRAY_SIZE(records) ? scratch : "/nonexistent");
		assert_int_equal(estimate_seconds(&boot.cell, boot.name, history), estimate);
		history_free(history);
		said = said_end();
		assert_non_null(strstr(said, "warning: "));
		assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
	}
}

/* One that nobody waited for would be no line of a plan. */
static void absurd_times_are_not_learnt(void **state)
{
	struct plan_boot boot = make_boot(null_cell, 1), back;
	struct history *history;
	char *text, *wall, *line;
	size_t len;
	FILE *out;

	(void)state;
	store_boot(null_cell, 1, &clock_op, 1);
	text = scratch_read("records.jsonl");
	wall = strstr(text, "\"value\":2500}");
	assert_non_null(wall);
	line = xasprintf("%.*s\"value\":9000000000000000000}%s", (int)(wall - text), text,
			 wall + strlen("\"value\":2500}"));
	scratch_write("records.jsonl", line, strlen(line));
	free(line);
	free(text);
	said_start();
	history = history_read(scratch);
	assert_said("no boot with a wall time");
	boot.est_s = estimate_seconds(&boot.cell, boot.name, history);
	out = open_memstream(&line, &len);
	plan_line_write(out, &boot);
	fclose(out);
	assert_int_equal(plan_line_parse(line, &back), 0);
	free(line);
	history_free(history);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(empty_run),
		scratch_test(torn_last_line),
		scratch_test(damaged_line_in_the_middle),
		scratch_test(later_attempt_counts),
		scratch_test(finished_attempt_counts),
		scratch_test(attempts_without_hello),
		scratch_test(done_lists_what_ended),
		scratch_test(history_learns_from_a_run),
		scratch_test(bad_history_is_no_history), scratch_test(absurd_times_are_not_learnt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
