// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_answer_text.c - a report as text: questions first, no line too wide for a mail and
 * nothing but ASCII, whatever is in the records; and the records behind a number.
 */
#include "tests/unit/answers.h"
#include "tests/unit/stdout.h"

static char *report(const char *words)
{
	char *text;

	assert_int_equal(command_run(cmd_report, "", words, &text), EXIT_OK);
	return text;
}

static const char *assert_has(const char *text, const char *part)
{
	const char *at = strstr(text, part);

	if (!at)
		fail_msg("expected:\n%s\nin:\n%s", part, text);
	return at;
}

static void assert_mailable(const char *text)
{
	const char *line = text, *c;

	for (c = text; *c; c++) {
		if (*c == '\n') {
			if (c - line > TABLE_WIDTH)
				fail_msg("too wide: %.*s", (int)(c - line), line);
			if (c > line && c[-1] == ' ')
				fail_msg("a blank at its end: %.*s", (int)(c - line), line);
			line = c + 1;
		} else if (*c < ' ' || *c > '~') {
			fail_msg("not ASCII, or a tab: %.*s", (int)strcspn(line, "\n"), line);
		}
	}
}

#define BLOCK_LEAVES	"{\"pud\":0,\"contpmd\":0,\"pmd\":1000,\"contpte\":0,\"pte\":500}"

/* The longest names that there are, large numbers, and all operations of convert. */
static void store_wide(void)
{
	static const char *const guests[] = { "plain", "realm" };
	static const char *const mems[] = { "1G", "2G", "4G", "8G", "16G" };
	static const struct made_conversion split = { 1999999999, 2099999999, 99999, 99999, 99999 };
	size_t i, k;

	for (i = 0; i < ARRAY_SIZE(guests); i++) {
		for (k = 0; k < ARRAY_SIZE(mems); k++) {
			char *cell = xasprintf("bench=convert guest=%s cpu=neoverse-n1 mem=%s "
					       "cpus=8 rodata=noalias kfence=100 "
					       "method=private-mmuoff hold=mmuoff "
					       "strategy=both", guests[i], mems[k]);

			store_conversion(cell, "ns", &split, &split);
			free(cell);
			cell = xasprintf("bench=convert guest=%s mem=%s cpus=1 clock=icount "
					 "method=private-mmuoff hold=mmuoff "
					 "strategy=both", guests[i],
					 mems[k]);
			store_conversion(cell, "insn", &split, &split);
			free(cell);
			cell = xasprintf("bench=timeline guest=%s mem=%s rodata=off kfence=100",
					 guests[i], mems[k]);
			store_op(cell, "paging_init", "none",
				 COUNT("calls", 1) "," INSN("entry", 2000000000) ","
				 INSN("work", 2100000000));
			free(cell);
		}
	}
}

static void store_times(void)
{
	static const char *const calls[] = { "ro", "rw", "x", "nx", "invalid", "decrypt" };
	char *hist = hist_json("ns", 1000000000, 100000000, 2000), *metric, *op;
	struct made_op ops[2 * ARRAY_SIZE(calls)];
	size_t i;

	metric = xasprintf("\"latency\":%s", hist);
	for (i = 0; i < ARRAY_SIZE(ops); i++) {
		op = xasprintf("%s.64k.%s", calls[i / 2], i % 2 ? "later" : "first");
		ops[i] = (struct made_op){ op, "none", metric };
	}
	store_boot("bench=setmem guest=realm cpu=neoverse-n1 cpus=8 mem=16G", 1, ops,
		   ARRAY_SIZE(ops));
	store_boot("bench=setmem bbm=bbml2 cpus=8 mem=16G", 1, ops, ARRAY_SIZE(ops));
	for (i = 0; i < ARRAY_SIZE(ops); i++)
		free((char *)ops[i].op);
	free(metric);
	free(hist);
	/* a kernel's log is whatever a guest sent: here metrics end early, for one to follow */
	store_op("bench=outcome guest=realm rodata=off kfence=100", "outcome", "none",
		 METRIC("sharing", "bool", 0) "," COUNT("failures", 1) "},\"log\":[\"WARNING: "
		 "caf\\u00e9 \\u001b[31mred\\ttab of a very long line that has to be folded "
		 "somewhere\"],\"census\":{\"before\":" BLOCK_LEAVES ",\"after\":" BLOCK_LEAVES);
	store_op("bench=boot guest=realm cpu=neoverse-n1 mem=16G", "boot", "none",
		 METRIC("counter", "ns", 98765432109) "," METRIC("mem_free", "KiB", 16000000));
}

static void store_meta(void)
{
	static const char meta[] =
		"{\"seed\":\"1\",\"matrix\":\"matrix.ini\",\"select\":\"--only bench=convert\","
		"\"qemu_argv_of_first_boot\":\"'qemu' '-M' 'virt' '-append' 'quiet \\u00e9 "
		"panic=-1 and a command line that is much longer than a page is wide, indeed'\"}";

	scratch_write("meta.json", meta, strlen(meta));
}

static void mailable(void **state)
{
	const char *questions, *tables;
	char *text;

	(void)state;
	store_wide();
	store_times();
	store_meta();
	text = report("--run @");
	assert_mailable(text);
	questions = assert_has(text, "\n== questions\n");
	tables = assert_has(text, "\n== outcome\n");
	assert_true(questions < tables);
	assert_has(text, "\"WARNING: caf?? ?[31mred?tab");
	assert_has(text, "\nQ6  ");
	assert_has(text, "\nQ11 ");
	assert_has(text, "the same again            ./run.sh matrix --seed 1 --matrix matrix.ini\n"
		   "                          --only bench=convert\n");
	assert_has(text, "command line, first boot  quiet ?? panic=-1 and a command line");
	assert_has(text, "\nExample: convert, split, map none.on.k0, 1G, cpus 1,\n"
		   "private-mmuoff.mmuoff: held has a p50 of 1,999,999,999 instructions. It");
	free(text);
}

#define HUGE_LEAVES	"{\"pud\":9223372036854775807,\"contpmd\":9223372036854775807," \
			"\"pmd\":9223372036854775807,\"contpte\":9223372036854775807," \
			"\"pte\":9223372036854775807}"
#define HUGE_CENSUS	"},\"census\":{\"before\":" HUGE_LEAVES ",\"after\":" HUGE_LEAVES
#define HUGE_WALKS(of)	COUNT(of "_access", 9223372036854775807) "," \
			COUNT(of "_walk", 9223372036854775807)

/* The largest numbers that a guest may send: nothing overflows, nothing divides by none. */
static void huge(void **state)
{
	static const char all[] =
		INSN("held", 9223372036854775807) "," INSN("total", 9223372036854775807) ","
		COUNT("tables_allocated", 9223372036854775807) "," COUNT("tables_freed", 0) ","
		COUNT("pages_peak", 9223372036854775807) ","
		COUNT("tlbis_all", 9223372036854775807) ","
		COUNT("tlbis_va", 9223372036854775807) "," COUNT("tlbis_range", 0);
	static const struct made_op both[] = { { "split", "split", all }, { "fold", "fold", all } };
	char *text;

	(void)state;
	store_boot("bench=convert bbm=bbml2 clock=icount cpus=1 method=swap hold=park", 1, both, 2);
	store_boot("bench=convert bbm=bbml2 clock=icount cpus=1 method=upstream hold=spin", 1, both,
		   1);
	store_op("bench=timeline bbm=bbml2", "paging_init", "none",
		 INSN("entry", 1) "," INSN("work", 9223372036854775807));
	store_op("bench=boot bbm=bbml2", "boot", "none",
		 METRIC("linear_map_tables", "bytes", 9223372036854775807) ","
		 METRIC("mem_free", "KiB", 9223372036854775807));
	store_op("bench=outcome guest=realm rodata=off kfence=100", "outcome", "none",
		 METRIC("sharing", "bool", 0) HUGE_CENSUS);
	store_op("bench=setmem bbm=bbml2", "ro.4k.first", "none",
		 METRIC("latency", "ns", 9223372036854775807) HUGE_CENSUS);
	store_op("bench=tlb cpus=1", "pread-64.booted", "none",
		 COUNT("ops", 0) "," HUGE_WALKS("linear"));
	store_op("bench=bbm", "split.swap.park", "none", COUNT("size", 9223372036854775807));
	text = report("--run @");
	assert_mailable(text);
	assert_has(text, "Q11 which");
	assert_has(text, "\nplain: 2 or 3\n    paging_init: 9223372036854775807~\n");
	free(text);
}

/* A cell's number in the text leads to its records. */
static void sources(void **state)
{
	static const struct made_conversion split = { 224, 1200000, 1000, 1030, 1 };
	char *text, *other;

	(void)state;
	store_conversion("bench=convert bbm=bbml2 clock=icount cpus=1 method=swap hold=park",
			 "insn", &split, &split);
	text = report("--run @");
	assert_has(text, "\nswap.park     224  224 1200000 1200000   1.00 1\n");
	assert_has(text, "\n[1] convert-bbml2.on.k0-both.swap.park-max-el1-2048m-1c-icount\n");
	assert_has(text, "records: --records Q2, of the 1 cell under == Q2\n");
	free(text);
	text = report("--run @ --records Q2.1");
	assert_mailable(text);
	assert_has(text, "\nline 2, boot 1, op split: ok\n"
		   "    convert-bbml2.on.k0-both.swap.park-max-el1-2048m-1c-icount\n"
		   "    held: 224 insn\n    total: 1200000 insn\n");
	assert_has(text, "\n4 records of run ");
	free(text);
	text = report("--run @ --records bench=convert+clock=icount");
	assert_has(text, "\n4 records of run ");
	free(text);
	/* the second cell of an answer is another one than the first */
	store_conversion("bench=convert bbm=bbml2 clock=icount cpus=1 method=bbm hold=spin",
			 "insn", &split, &split);
	text = report("--run @ --records Q2.1");
	other = report("--run @ --records Q2.2");
	assert_has(text, "\n4 records of run ");
	assert_has(other, "\n4 records of run ");
	assert_string_not_equal(text, other);
	free(other);
	free(text);
}

static void sources_wrong(void **state)
{
	static const char *const wrong[][2] = {
		{ "--run @ --records Q2.2", "the answer has cells 1 to 1" },
		{ "--run @ --records Q2.0", "the answer has cells 1 to 1" },
		{ "--run @ --records Q2.x", "the answer has cells 1 to 1" },
		{ "--run @ --records Q12", "there is no such question; expected Q1 to Q11" },
		{ "--run @ --records Q", "Q" },
		{ "--run @ --records Q6", "no record fits" },
		{ "--run @ --records bench=boot", "no record fits" },
		{ "--run @ --records nonsense=3", "nonsense" },
	};
	static const struct made_conversion split = { 224, 1200000, 1000, 1030, 1 };
	size_t i;

	(void)state;
	store_conversion("bench=convert bbm=bbml2 clock=icount cpus=1 method=swap hold=park",
			 "insn", &split, &split);
	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		said_start();
		assert_int_equal(command_run(cmd_report, "", wrong[i][0], NULL), EXIT_BAD);
		assert_said(wrong[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(mailable), scratch_test(huge), scratch_test(sources),
		scratch_test(sources_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
