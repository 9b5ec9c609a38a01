// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_report.c - the report of a made-up run, word for word, and what it must never
 * leave out.
 */
#include "tests/unit/boots.h"
#include "tests/unit/stdout.h"
#include "host/record/meta.h"

static char *report(const char *options)
{
	char *words = xasprintf("--run @ %s", options), *text;

	assert_int_equal(command_run(cmd_report, "", words, &text), EXIT_OK);
	free(words);
	return text;
}

static void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("expected:\n%s\nin:\n%s", part, text);
}

static void assert_lacks(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("not expected:\n%s\nin:\n%s", part, text);
}

static void store_conversions(void)
{
	store_convert("bench=convert method=live hold=spin bbm=bbml2", 1, "ns", 3000000, 0, 10,
		      1024);
	store_convert("bench=convert method=live hold=spin bbm=bbml2", 2, "ns", 3000000, 0, 10,
		      1024);
	store_convert("bench=convert method=upstream hold=spin bbm=bbml2", 1, "ns", 4000000, 0, 10,
		      1030);
	store_convert("bench=convert method=upstream hold=spin bbm=bbml2", 2, "ns", 4000000, 0, 10,
		      1032);
	store_convert("bench=convert method=private hold=park", 1, "ns", 2000000, 0, 10, 1024);
}

static void conversions(void **state)
{
	char *text;

	(void)state;
	store_conversions();
	text = report("");
	assert_has(text, "== convert: pages and entries of a conversion\n"
		   "   accel tcg, clock host, page 4k, guest plain\n"
		   "   kernel 7.2.12-test\n\n"
		   "                 tables tables tables pages entries  ranges\n"
		   "method.hold    n    new  freed  spare  peak written changed\n"
		   "-- split, map none.on.k0, cpu max, el 1, 2G, cpus 2\n"
		   "private.park  10   1024      -      -     -       -       -\n"
		   "-- split, map bbml2.on.k0, cpu max, el 1, 2G, cpus 2\n"
		   "live.spin     20   1024      -      -     -       -       -\n"
		   "upstream.spin 20  1030~      -      -     -       -       -\n"
		   "~ differs between conversions; the median is shown\n");
	assert_has(text, "== convert: TLB invalidations of a conversion, by kind\n");
	assert_has(text,
		   "                                          cpus\n"
		   "method.hold    n boots all va range local held\n"
		   "-- split, map none.on.k0, cpu max, el 1, 2G, cpus 2\n"
		   "private.park  10     1   3  -     -     -    -\n");
	assert_has(text, "== convert: held, closed and total, virtual ns, not hardware\n");
	assert_has(text,
		   "                    held  held    held closed   total\n"
		   "method.hold    n     p50 ratio     max    p50     p50\n"
		   "-- split, map none.on.k0, cpu max, el 1, 2G, cpus 2\n"
		   "private.park  10 2000000     - 2000000      - 4000000\n"
		   "-- split, map bbml2.on.k0, cpu max, el 1, 2G, cpus 2\n"
		   "live.spin     20 3000000  0.75 3000000      - 6000000\n"
		   "upstream.spin 20 4000000  base 4000000      - 8000000\n"
		   "ratio: of held p50, to that of upstream.spin\n"
		   "closed: how long permission changes had to wait\n"
		   "- no baseline under the same heading (1 row)\n");
	/* counts lead under emulation; of emulated time there is no share of a PTE */
	assert_true(strstr(text, "pages and entries") < strstr(text, "held, closed"));
	assert_lacks(text, "a PTE");
	free(text);
	text = report("--baseline live.spin");
	assert_has(text, "live.spin     20 3000000  base");
	assert_has(text, "upstream.spin 20 4000000  1.33");
	free(text);
}

static void clocks_and_hardware_are_kept_apart(void **state)
{
	char *text;

	(void)state;
	store_convert("bench=convert method=live hold=spin bbm=bbml2 clock=icount cpus=1", 1,
		      "insn", 3324163, 0, 10, 1024);
	store_convert("bench=convert method=live hold=spin bbm=bbml2", 1, "ns", 3000000, 0, 10,
		      1024);
	store_convert("bench=convert method=live hold=spin accel=kvm", 1, "ns", 200000000, 0, 10,
		      1024);
	text = report("");
	assert_has(text, "== convert: held, closed and total, instructions\n"
			 "   accel tcg, clock icount,");
	assert_has(text, "live.spin   10 3324163     - 3324163      - 6648326\n");
	assert_has(text, "== convert: instructions a PTE, while others wait, and in all\n");
	assert_has(text,
		   "method.hold gather held edit commit tlbi closed total\n"
		   "-- split, map bbml2.on.k0, cpu max, el 1, 2G, cpus 1\n"
		   "live.spin        - 6.65    -      -    -      - 13.30\n");
	assert_has(text, "== convert: held, closed and total, virtual ns, not hardware\n"
			 "   accel tcg, clock host,");
	assert_has(text, "== convert: held, closed and total, us\n   accel kvm, clock host,");
	assert_has(text, "live.spin   10 200000     - 200000      - 400000\n");
	free(text);
	store_convert("bench=convert method=live hold=spin bbm=bbml2 cpus=4", 1, "ns", 300000000, 0,
		      10, 1024);
	text = report("");
	assert_has(text, "held, closed and total, virtual us, not hardware\n");
	assert_has(text, "live.spin   10 300000     - 300000      - 600000\n");
	free(text);
}

static void other_benchmarks(void **state)
{
	static const char *const cells[] = { "bench=setmem", "bench=setmem bbm=bbml2 mem=4G" };
	char *first = hist_json("ns", 20000, 0, 50), *later = hist_json("ns", 1500, 0, 2000);
	char *metrics[2];
	struct made_op ops[2] = { { "ro.4k.first", "none", NULL }, { "ro.4k", "none", NULL } };
	char *text;
	size_t i;

	(void)state;
	metrics[0] = xasprintf("\"latency\":%s", first);
	metrics[1] = xasprintf("\"latency\":%s,\"splits\":{\"unit\":\"count\",\"value\":7}", later);
	ops[0].metrics = metrics[0];
	ops[1].metrics = metrics[1];
	for (i = 0; i < ARRAY_SIZE(cells); i++)
		store_boot(cells[i], 1, ops, 2);
	text = report("");
	assert_has(text, "== setmem: counts and sizes; all: max el1 cpus 2\n");
	assert_has(text, "-- ro.4k: splits, count\n");
	assert_has(text, "== setmem: percentiles; all: max el1 cpus 2\n");
	assert_has(text,
		   "                  n boots   p50   p90  p99 p99.9   max\n"
		   "-- ro.4k.first: latency, virtual ns, not hardware\n"
		   "none.on.k0 2G    50     1 20000 20000    -     - 20000\n"
		   "bbml2.on.k0 4G   50     1 20000 20000    -     - 20000\n"
		   "-- ro.4k: latency, virtual ns, not hardware\n"
		   "none.on.k0 2G  2000     1  1500  1500 1500  1500  1500\n"
		   "bbml2.on.k0 4G 2000     1  1500  1500 1500  1500  1500\n");
	free(text);
	free(metrics[0]);
	free(metrics[1]);
	free(first);
	free(later);
}

static void store_dead(const char *cell, const char *reason, enum status status)
{
	struct plan_boot boot = make_boot(cell, 1);
	struct collect c = { .run = "r", .boot = &boot, .frames_name = "f", .frames = "",
			     .wall_ms = -1, .dead = reason, .dead_status = status };

	collect_boot(&c);
	assert_int_equal(store_append(scratch, c.text, c.text_len), 0);
	free(c.text);
}

static void outcome(void **state)
{
	static const char skip[] =
		"{\"type\":\"record\",\"bench\":\"convert\",\"op\":\"split\","
		"\"strategy\":\"split\",\"method\":\"live\",\"hold\":\"spin\",\"status\":\"skip\","
		"\"reason\":\"live needs BBML2 on every CPU: 0 of 2 have it\",\"metrics\":{},"
		"\"skipped\":{\"scan\":\"not apart\",\"fill\":\"not apart\","
		"\"smc\":\"no monitor of realm/ under this kernel\"}}";
	struct plan_boot boot = make_boot("bench=convert method=live hold=spin", 1);
	struct collect c = { .run = "r", .boot = &boot, .frames_name = "f", .wall_ms = -1 };
	struct pile pile = { 0 };
	char *text;

	(void)state;
	store_conversions();
	store_dead("bench=null", "QEMU ended with status 137", STATUS_FAIL);
	store_dead("bench=boot", "QEMU ended with status 137", STATUS_FAIL);
	store_dead("bench=setmem", "no end within 60 s", STATUS_TIMEOUT);
	hello_frame(&pile, "convert", 2, 4);
	pile_frame(&pile, skip);
	bye_frame(&pile, 1, "ok");
	c.frames = pile.text;
	c.frames_len = pile.len;
	collect_boot(&c);
	assert_int_equal(store_append(scratch, c.text, c.text_len), 0);
	assert_int_equal(store_append(scratch, "{\"v\":1,\n", 8), 0);
	scratch_write("plan.tsv", "1\n2\n3\n4\n5\n6\n7\n8\n9\nA\nB\nC\n", 24);
	said_start();
	text = report("");
	assert_said("records.jsonl:");
	assert_has(text, "cells   3 ok, 1 skip, 2 fail, 1 timeout\n"
			 "boots   5 ok, 1 skip, 2 fail, 1 timeout\n"
			 "         3 of 12 planned boots are not finished\n"
			 "         1 lines of records.jsonl are damaged and skipped\n");
	assert_has(text, "    1 x timeout no end within 60 s\n"
			 "    2 x fail    QEMU ended with status 137\n"
			 "    1 x skip    live needs BBML2 on every CPU: 0 of 2 have it\n");
	assert_has(text, "operations\n    1 x skip    split: live needs BBML2");
	/* A plain guest has no monitor: that its counters are not there is no loss. */
	assert_has(text, "metrics not measured\n    2 x skip    fill, scan: not apart\n");
	assert_null(strstr(text, "no monitor"));
	free(text);
	free(c.text);
	pile_free(&pile);
}

static void head(void **state)
{
	char *pairs[] = { "qemu=11.1.3", "kernel=of the setup", "jobs:=2", "module_sha256=0123",
			  "host_cpu=A very long name of a CPU that does not fit in what is left "
			  "of a line of a report" };
	char *text;

	(void)state;
	store_conversions();
	assert_int_equal(meta_set(scratch, pairs, ARRAY_SIZE(pairs)), 0);
	text = report("");
	assert_has(text, "kernel                    7.2.12-test\n"
			 "accel                     tcg\n"
			 "clock                     host\n"
			 "qemu                      11.1.3\n"
			 "jobs                      2\n"
			 "host_cpu                  A very long name of a CPU that does not "
			 "fit in\n                          what is left of a line of a report\n");
	assert_lacks(text, "sha256");
	assert_lacks(text, "of the setup");
	free(text);
}

/* What is quoted in a mail is folded at 72 and must survive in ASCII. */
static void lines_are_short_ascii(void **state)
{
	char *text, *c;
	size_t width = 0;

	(void)state;
	store_conversions();
	store_dead("bench=null", "a\xc3\xa4\x1b reason that is rather long: it goes on and on "
		   "and on, over the edge of the line, and further", STATUS_FAIL);
	text = report("");
	for (c = text; *c; c++) {
		width = *c == '\n' ? 0 : width + 1;
		assert_true(*c == '\n' || (*c >= 0x20 && *c <= 0x7e));
		assert_true(*c != '\n' || c == text || c[-1] != ' ');
		assert_true(width <= 72);
	}
	free(text);
}

static void csv(void **state)
{
	char *text;

	(void)state;
	store_conversions();
	text = report("--format csv");
	assert_has(text, "cell,bench,guest,cpu,bbm,rodata,kfence,el,strategy,method,hold,mem_mib,"
			 "cpus,page_kib,kernel,accel,clock,devices,geometry,load,op,metric,"
			 "unit,n,boots,min,p50,p90,p99,p999,max,overflow\n");
	assert_has(text, "convert-bbml2.on.k0-both.upstream.spin-max-el1-2048m-2c-host,convert,"
			 "plain,max,bbml2,on,0,1,split,upstream,spin,2048,2,4,7.2.12-test,"
			 "tcg,host,no,none,none,split,tables_allocated,count,2,2,1030,1030,"
			 "1032,1032,1032,1032,0\n");
	free(text);
}

static void empty_run(void **state)
{
	char *text = report("");

	(void)state;
	assert_has(text, "kernel                    nothing measured\n");
	assert_has(text, "boots   0 ok, 0 skip, 0 fail, 0 timeout\n");
	free(text);
}

/* What calibrate left is an appendix, whatever it has in it. */
static void appendix(void **state)
{
	static const char left[] = "== calibration of compare\n3 of 200\t\x1b\n";
	char *text;

	(void)state;
	store_conversions();
	text = report("");
	assert_lacks(text, "== calibration");
	free(text);
	scratch_write("calibration.txt", left, strlen(left));
	text = report("");
	assert_has(text, "\n\n== calibration of compare\n3 of 200??\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(appendix),
		scratch_test(conversions),
		scratch_test(clocks_and_hardware_are_kept_apart),
		scratch_test(other_benchmarks),
		scratch_test(outcome),
		scratch_test(head),
		scratch_test(lines_are_short_ascii),
		scratch_test(csv),
		scratch_test(empty_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
