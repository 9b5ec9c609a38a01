// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_collect.c - from the frames of one boot to its lines: whatever the guest did,
 * the boot has an end line that says how it went.
 */
#include "tests/unit/collected.h"

static const char cell[] = "bench=convert method=live hold=spin bbm=bbml2";

static const char round_cell[] = "bench=ratio bbm=bbml2";

static void run_collect(struct outcome *o, const struct pile *pile)
{
	run_collect_of(o, cell, pile);
}

static void add_record(struct pile *pile, const char *op)
{
	char *held = hist_json("ns", 1000, 100, 10);
	char *metrics = xasprintf("\"held\":%s,"
				  "\"tlbis_all\":{\"unit\":\"count\",\"value\":7}", held);

	record_frame(pile, "convert", op, "split", "live/spin", metrics);
	free(metrics);
	free(held);
}

static void good_pile(struct pile *pile)
{
	hello_frame(pile, "convert", 2, 4);
	add_record(pile, "split.first");
	add_record(pile, "split");
	bye_frame(pile, 2, "ok");
}

static void good_boot(void **state)
{
	struct outcome o = { .c.wall_ms = 4321 };
	struct pile pile = { 0 };

	(void)state;
	good_pile(&pile);
	run_collect(&o, &pile);
	assert_int_equal(o.c.status, STATUS_OK);
	assert_int_equal(o.nr, 4);
	assert_string_equal(o.line[0].op, OP_HELLO);
	assert_string_equal(o.line[2].op, "split");
	/* percentiles come from the histogram, the kernel from the guest */
	assert_in_range(o.line[2].metrics[0].q.p50, 1400, 1401);
	assert_int_equal(o.line[2].metrics[0].q.p999, 1900);
	assert_string_equal(o.line[2].cell.value[AXIS_KERNEL], "7.2.12-test");
	assert_string_equal(o.line[2].cell.value[AXIS_STRATEGY], "split");
	assert_string_equal(o.line[2].cell_name, o.boot.name);
	assert_string_equal(o.line[3].metrics[0].name, "wall");
	assert_int_equal(o.line[3].metrics[0].value, 4321);
	outcome_free(&o);
	pile_free(&pile);
}

/* What is wrong with a boot, and what its end line must say. */
static void empty(struct pile *pile)
{
	pile_puts(pile, "");
}

static void no_bye(struct pile *pile)
{
	hello_frame(pile, "convert", 2, 4);
	add_record(pile, "split");
}

static void no_hello(struct pile *pile)
{
	add_record(pile, "split");
	bye_frame(pile, 1, "ok");
}

static void no_record(struct pile *pile)
{
	hello_frame(pile, "convert", 2, 4);
	bye_frame(pile, 0, "ok");
}

static void lost_record(struct pile *pile)
{
	hello_frame(pile, "convert", 2, 4);
	add_record(pile, "split.first");
	pile->text[pile->len - 10] ^= 1;
	add_record(pile, "split");
	bye_frame(pile, 2, "ok");
}

static void wrong_cpus(struct pile *pile)
{
	hello_frame(pile, "convert", 4, 4);
	add_record(pile, "split");
	bye_frame(pile, 1, "ok");
}

static void wrong_bench(struct pile *pile)
{
	hello_frame(pile, "null", 2, 4);
	add_record(pile, "split");
	bye_frame(pile, 1, "ok");
}

static void rebooted(struct pile *pile)
{
	hello_frame(pile, "convert", 2, 4);
	add_record(pile, "split.first");
	hello_frame(pile, "convert", 2, 4);
	add_record(pile, "split");
	bye_frame(pile, 1, "ok");
}

static void unknown_key(struct pile *pile)
{
	hello_frame(pile, "convert", 2, 4);
	record_frame(pile, "convert", "split", "split", "live/spin",
		     "\"x\":{\"unit\":\"ns\",\"vlaue\":1}");
	bye_frame(pile, 1, "ok");
}

static void wrong_method(struct pile *pile)
{
	hello_frame(pile, "convert", 2, 4);
	record_frame(pile, "convert", "split", "split", "private/spin", "");
	bye_frame(pile, 1, "ok");
}

static void op_twice(struct pile *pile)
{
	hello_frame(pile, "convert", 2, 4);
	add_record(pile, "split");
	add_record(pile, "split");
	bye_frame(pile, 2, "ok");
}

static void lying_hist(struct pile *pile)
{
	hello_frame(pile, "convert", 2, 4);
	record_frame(pile, "convert", "split", "split", "live/spin",
		     "\"held\":{\"unit\":\"ns\",\"n\":1,\"min\":5,\"max\":5,\"overflow\":0,"
		     "\"hdr\":\"HISTFAAA\"}");
	bye_frame(pile, 1, "ok");
}

static void failed_record(struct pile *pile)
{
	hello_frame(pile, "convert", 2, 4);
	pile_frame(pile, "{\"type\":\"record\",\"bench\":\"convert\",\"op\":\"fold\","
		   "\"strategy\":\"fold\",\"method\":\"live\",\"hold\":\"spin\","
		   "\"status\":\"fail\",\"reason\":\"the hash changed\",\"metrics\":{}}");
	bye_frame(pile, 1, "fail");
}

static void said_failed(struct pile *pile)
{
	hello_frame(pile, "convert", 2, 4);
	add_record(pile, "split");
	bye_frame(pile, 1, "fail");
}

static const struct {
	void (*make)(struct pile *pile);
	const char *reason;
	size_t records;		/* that are stored: all the good ones */
} bad_boots[] = {
	{ empty, "the guest sent no hello; 0 records came", 0 },
	{ no_bye, "the guest stopped before its bye, after 1 records", 1 },
	{ no_hello, "the guest sent no hello; 1 records came", 1 },
	{ no_record, "no record came", 0 },
	{ lost_record, "the guest sent 2 records, 1 arrived", 1 },
	{ wrong_cpus, "cpus: the plan says 2, the guest has 4", 0 },
	{ wrong_bench, "bench: the plan says convert, the guest runs null", 0 },
	{ rebooted, "frame 3 is a second hello: the guest started again", 0 },
	{ unknown_key, "frame 2: metric 'x': key 'vlaue' is not known (did you mean 'value'?)", 0 },
	{ wrong_method, "frame 2: op split: method is private, the plan says live", 0 },
	{ op_twice, "frame 3: op split came before", 1 },
	{ lying_hist, "frame 2: op split: metric 'held': histogram is not in compressed V2", 0 },
	{ failed_record, "op fold: the hash changed", 1 },
	{ said_failed, "the guest says that it failed", 1 },
};

static void bad_boots_say_why(void **state)
{
	size_t i, k, records;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad_boots); i++) {
		struct outcome o = { .c.wall_ms = -1 };
		struct pile pile = { 0 };

		bad_boots[i].make(&pile);
		run_collect(&o, &pile);
		assert_int_equal(o.c.status, STATUS_FAIL);
		if (strncmp(o.c.reason, bad_boots[i].reason, strlen(bad_boots[i].reason)))
			fail_msg("expected '%s', got '%s'", bad_boots[i].reason, o.c.reason);
		for (k = 0, records = 0; k < o.nr; k++)
			records += strcmp(o.line[k].op, OP_END) && strcmp(o.line[k].op, OP_HELLO);
		assert_int_equal(records, bad_boots[i].records);
		outcome_free(&o);
		pile_free(&pile);
	}
}

static void dead_guests(void **state)
{
	static const char log[] = "[ 1.0] ok\n[ 1.1] Kernel panic - not syncing: test\n";
	struct outcome o = { .c = { .wall_ms = -1, .dead = "killed by signal 9",
				    .dead_status = STATUS_FAIL } };
	struct pile pile = { 0 };

	(void)state;
	no_bye(&pile);
	run_collect(&o, &pile);
	assert_string_equal(o.c.reason, "killed by signal 9");
	assert_int_equal(o.nr, 3);	/* hello, the record that did arrive, end */
	outcome_free(&o);

	o.c.wall_ms = -1;
	o.c.dead = "no end within 60 s";
	o.c.dead_status = STATUS_TIMEOUT;
	o.c.console = log;
	o.c.console_len = strlen(log);
	run_collect(&o, &pile);
	assert_int_equal(o.c.status, STATUS_TIMEOUT);
	assert_string_equal(o.c.reason, "no end within 60 s; console line 2: Kernel panic - not "
					"syncing: test");
	assert_string_equal(o.line[2].op, OP_CONSOLE);
	assert_string_equal(o.line[2].reason, "Kernel panic - not syncing: test");
	outcome_free(&o);
	pile_free(&pile);
}

static void warning_fails_a_good_boot(void **state)
{
	static const char log[] = "WARNING: CPU: 0 PID: 1 at x.c:1\n";
	struct outcome o = { .c = { .wall_ms = -1, .console = log,
				    .console_len = sizeof(log) - 1 } };
	struct pile pile = { 0 };

	(void)state;
	good_pile(&pile);
	run_collect(&o, &pile);
	assert_int_equal(o.c.status, STATUS_FAIL);
	assert_string_equal(o.c.reason, "a warning in the kernel log, line 1: WARNING: CPU: 0 "
					"PID: 1 at x.c:1");
	assert_int_equal(o.nr, 5);
	outcome_free(&o);
	pile_free(&pile);
}

static void all_skipped_is_no_success(void **state)
{
	static const char skip[] =
		"{\"type\":\"record\",\"bench\":\"convert\",\"op\":\"split\","
		"\"strategy\":\"split\",\"method\":\"live\",\"hold\":\"spin\",\"status\":\"skip\","
		"\"reason\":\"needs BBML2\",\"metrics\":{}}";
	struct outcome o = { .c.wall_ms = -1 };
	struct pile pile = { 0 };

	(void)state;
	hello_frame(&pile, "convert", 2, 4);
	pile_frame(&pile, skip);
	bye_frame(&pile, 1, "ok");
	run_collect(&o, &pile);
	assert_int_equal(o.c.status, STATUS_SKIP);
	assert_string_equal(o.c.reason, "needs BBML2");
	outcome_free(&o);
	pile_free(&pile);
}

/* A benchmark that goes round methods and holds says in each record which it was. */
static void records_of_other_pairs(void **state)
{
	struct outcome o = { .c.wall_ms = 1 };
	struct pile pile = { 0 };

	(void)state;
	hello_frame(&pile, "ratio", 2, 4);
	record_frame(&pile, "ratio", "split.swap.park", "split", "swap/park", "");
	record_frame(&pile, "ratio", "fold.private-mmuoff.mmuoff", "fold", "private-mmuoff/mmuoff",
		     "");
	bye_frame(&pile, 2, "ok");
	run_collect_of(&o, round_cell, &pile);
	assert_int_equal(o.c.status, STATUS_OK);
	assert_string_equal(o.line[1].cell.value[AXIS_METHOD], "swap");
	assert_string_equal(o.line[1].cell.value[AXIS_HOLD], "park");
	assert_string_equal(o.line[2].cell.value[AXIS_METHOD], "private-mmuoff");
	assert_string_equal(o.line[2].cell.value[AXIS_STRATEGY], "fold");
	assert_string_equal(o.line[2].cell_name, o.boot.name);
	assert_string_equal(o.line[3].cell.value[AXIS_METHOD], AXIS_NONE);
	outcome_free(&o);
	pile_free(&pile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_boot), cmocka_unit_test(bad_boots_say_why),
		cmocka_unit_test(dead_guests), cmocka_unit_test(warning_fails_a_good_boot),
		cmocka_unit_test(all_skipped_is_no_success),
		cmocka_unit_test(records_of_other_pairs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
