// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_tex.c - LaTeX of a report: nothing that a guest sent is a command, tables have the
 * numbers that were measured, emulated time of conversions is not among them.
 */
#include "tests/unit/boots.h"
#include "tests/unit/stdout.h"
#include "host/tex/tex.h"

static char *text;
static size_t text_len;

static FILE *text_start(void)
{
	free(text);
	text = NULL;
	return open_memstream(&text, &text_len);
}

static void assert_has(const char *part)
{
	if (!strstr(text, part))
		fail_msg("expected:\n%s\nin:\n%s", part, text);
}

static void assert_lacks(const char *part)
{
	if (strstr(text, part))
		fail_msg("not expected:\n%s\nin:\n%s", part, text);
}

/* Braces close what they open, escaped ones apart. */
static void assert_braces(void)
{
	const char *at;
	int depth = 0;

	for (at = text; *at; at++) {
		if (*at == '\\' && at[1] && strchr("\\{}", at[1]))
			at++;
		else if (*at == '{')
			depth++;
		else if (*at == '}')
			depth--;
		if (depth < 0)
			break;
	}
	assert_int_equal(depth, 0);
}

static void report(void)
{
	free(text);
	assert_int_equal(command_run(cmd_report, "", "--run @ --format tex", &text), EXIT_OK);
	assert_braces();
}

static void escapes(void **state)
{
	FILE *out = text_start();

	(void)state;
	tex_text(out, "\\input{x} 50% a_b #1 $x^2$ a&b ~ <|> \"q\"\n\x01\xff");
	fclose(out);
	assert_string_equal(text, "\\textbackslash{}input\\{x\\} 50\\% a\\_b \\#1 "
			    "\\$x\\textasciicircum{}2\\$ a\\&b \\textasciitilde{} "
			    "\\textless{}\\textbar{}\\textgreater{} ''q''???");
	assert_braces();
}

static void table(void **state)
{
	static const struct table_column columns[] = {
		{ "", "method.hold", 1 }, { "held", "p50", 0 },
	};
	struct table *made = table_new(columns, ARRAY_SIZE(columns));
	FILE *out = text_start();

	(void)state;
	table_heading(made, "-- map none_on");
	table_row(made);
	table_put(made, "live & spin");
	table_put(made, "24679045~");
	tex_table(out, made, "100% of it", "a-b");
	fclose(out);
	table_free(made);
	assert_has("\\caption{100\\% of it}\n\\label{tab:a-b}\n\\begin{tabular}{lr}\n\\toprule\n"
		   "method.hold & held p50 \\\\\n\\midrule\n\\addlinespace\n"
		   "\\multicolumn{2}{l}{\\itshape map none\\_on} \\\\\n"
		   "live \\& spin & 24,679,045\\textasciitilde{} \\\\\n\\bottomrule\n");
	assert_braces();
}

#define ICOUNT "bench=convert clock=icount cpus=1 "

static void conversions(void **state)
{
	(void)state;
	store_convert(ICOUNT "method=live hold=spin bbm=bbml2 mem=2048", 1, "insn", 30000, 0, 3, 9);
	store_convert(ICOUNT "method=live hold=spin bbm=bbml2 mem=4096", 1, "insn", 70000, 100, 3,
		      9);
	store_convert(ICOUNT "method=swap hold=park bbm=bbml2 mem=4096", 1, "insn", 224, 0, 3, 9);
	store_convert("bench=convert method=live hold=spin bbm=bbml2", 1, "ns", 123456, 0, 3, 9);
	report();
	assert_has("{Conversions: while the other CPUs are held, in instructions, by memory");
	assert_has("Linux 7.2.12-test, tcg, clock icount, guest plain, 4K pages; run "
		   "splitfold-unit.");
	/* 70100 by a histogram of three digits */
	assert_has("method, hold & 2 GiB & 4 GiB \\\\\n\\midrule\n\\addlinespace\n"
		   "\\multicolumn{3}{l}{\\itshape split, map bbml2.on.k0, cpu max, plain, 1 CPU} "
		   "\\\\\nlive.spin & 30,000 & 70,143\\textasciitilde{} \\\\\n"
		   "swap.park & -- & 224 \\\\\n\\bottomrule\n");
	assert_has("{Conversions: all work, in instructions");
	assert_has("live.spin & 60,000 & 140,");
	/* virtual nanoseconds of a conversion are in no table */
	assert_lacks("123,456");
}

static void latencies(void **state)
{
	char *hist = hist_json("ns", 1000, 10, 100);
	char *metrics = xasprintf("\"latency\":%s", hist);
	const struct made_op op = { "ro.4k.first", "none", metrics };

	(void)state;
	store_boot("bench=setmem", 1, &op, 1);
	report();
	assert_has("\\caption{Latency of ro.4k.first, in virtual ns, not hardware. Linux");
	assert_has("\\label{tab:setmem-ro.4k.first-host}");
	assert_has("map, guest & n & boots & p50 & p99 & p99.9 & max \\\\");
	assert_has("none.on.k0 & 100 & 1 & 1490 & 1980 & 1990 & 1990 \\\\\n");
	free(metrics);
	free(hist);
}

static void store_walks(const char *cell, const char *op, int walks)
{
	char *metrics = xasprintf("\"ops\":{\"unit\":\"count\",\"value\":1000},"
				  "\"linear_walk\":{\"unit\":\"count\",\"value\":%d}", walks);
	const struct made_op made = { op, "none", metrics };

	store_boot(cell, 1, &made, 1);
	free(metrics);
}

/* Walks of an operation, in the column of the map and of what was made of it. */
static void walks(void **state)
{
	(void)state;
	store_walks("bench=tlb geometry=n1", "pread-64.booted", 996);
	store_walks("bench=tlb geometry=n1 bbm=bbml2", "pread-64.split", 16100);
	store_walks("bench=tlb geometry=a72 load=pread-64", "pread-64.fold", 2);
	report();
	assert_has("in a model of the TLB of n1 (counts, not time), 2048 MiB, 2 CPUs. Linux "
		   "7.2.12-test, tcg, clock host, guest plain, 4K pages");
	assert_has("workload & ptes & folded & blocks & split \\\\\n\\midrule\n"
		   "pread-64 & 0.996 & -- & -- & 16.1 \\\\\n\\bottomrule");
	assert_has("pread-64 & -- & 0.00200 & -- & -- \\\\\n\\bottomrule");
	assert_has("of a72 (counts, not time), pread-64, 2048 MiB");
	assert_has("\\label{tab:tlb-walks-2}");
}

/* Where realms are in the run too a table of plain guests says plain, and the other realm. */
static void walks_of_one_guest(void **state)
{
	(void)state;
	store_walks("bench=tlb geometry=n1", "pread-64.booted", 996);
	store_walks("bench=tlb geometry=n1 guest=realm", "pread-64.booted", 997);
	report();
	assert_has("guest plain, 4K pages");
	assert_has("guest realm (emulated RSI), 4K pages");
	assert_lacks("guest plain, realm");
	assert_lacks("ontrol");
}

/* Control hardly touches the linear map: all its accesses count, as in plots and reports. */
static void walks_of_control(void **state)
{
	static const struct made_op made = { "control.booted", "none",
		"\"ops\":{\"unit\":\"count\",\"value\":1000},"
		"\"linear_walk\":{\"unit\":\"count\",\"value\":1},"
		"\"kernel_walk\":{\"unit\":\"count\",\"value\":7},"
		"\"user_walk\":{\"unit\":\"count\",\"value\":680},"
		"\"insn_walk\":{\"unit\":\"count\",\"value\":0}" };

	(void)state;
	store_boot("bench=tlb geometry=n1", 1, &made, 1);
	report();
	assert_has("control & 0.688 &");
	assert_has("2 CPUs. Control: of all accesses. Linux");
}

/* A figure for each of the few plots that are there, and for no other. */
static void figures(void **state)
{
	static const char *const names[] = {
		"convert-by-memory-1c-icount", "convert-by-memory-2c-host", "boot-host",
		"boot-icount", "tlb-walks-a72-plain-1c-1024m-pread-64-icount",
		"tlb-walks-n1-plain-1c-1024m-icount",
		"tlb-walks-n1-plain-1c-1024m-pread-64-icount",
	};
	size_t i;

	(void)state;
	scratch_write("records.jsonl", "", 0);
	assert_int_equal(dir_make(scratch_path("plots")), 0);
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		char *name = xasprintf("plots/%s.svg", names[i]);

		scratch_write(name, "", 0);
		free(name);
	}
	report();
	/* a tall one leaves room for its caption */
	assert_has("[width=\\linewidth,height=0.85\\textheight,keepaspectratio]"
		   "{\\splitfoldfigures/convert-by-memory-1c-icount.pdf}\n\\caption{What a");
	assert_has("{\\splitfoldfigures/boot-icount.pdf}");
	assert_has("{\\splitfoldfigures/tlb-walks-n1-plain-1c-1024m-icount.pdf}");
	assert_lacks("convert-by-memory-2c-host");
	assert_lacks("boot-host");
	assert_lacks("pread-64");
	/* what stands for it where it is not there */
	assert_int_equal(unlink(scratch_path("plots/boot-icount.svg")), 0);
	assert_int_equal(unlink(scratch_path("plots/tlb-walks-n1-plain-1c-1024m-icount.svg")), 0);
	report();
	assert_has("{\\splitfoldfigures/boot-host.pdf}");
	assert_has("{\\splitfoldfigures/tlb-walks-a72-plain-1c-1024m-pread-64-icount.pdf}");
	assert_lacks("tlb-walks-n1");
}

static void nothing(void **state)
{
	(void)state;
	scratch_write("records.jsonl", "", 0);
	report();
	assert_lacks("\\begin");
	assert_has("\\providecommand{\\splitfoldfigures}{figures}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(escapes),
		cmocka_unit_test(table),
		scratch_test(conversions),
		scratch_test(latencies),
		scratch_test(walks), scratch_test(walks_of_one_guest),
		scratch_test(walks_of_control),
		scratch_test(figures),
		scratch_test(nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
