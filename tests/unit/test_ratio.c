// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_ratio.c - the ratio benchmark's tables and targets, from made-up boots.
 */
#include "tests/unit/boots.h"
#include "tests/unit/stdout.h"

static char *report(void)
{
	char *text;

	assert_int_equal(command_run(cmd_report, "", "--run @", &text), EXIT_OK);
	return text;
}

static void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("expected:\n%s\nin:\n%s", part, text);
}

/* Held and total of upstream and swap in one guest; held 0: the hold has none. */
struct made_guest {
	const char *cell, *unit;
	int upstream, split, split_total, fold, fold_total;
};

static char *cost(const char *unit, int held, int total)
{
	static const char value[] = "\"%s\":{\"unit\":\"%s\",\"value\":%d},";
	char *h = held ? xasprintf(value, "held", unit, held) : xstrdup("");
	char *t = xasprintf(value, "total", unit, total);
	char *text = xasprintf("%s%s\"pte_count\":{\"unit\":\"count\",\"value\":1000000}", h, t);

	free(h);
	free(t);
	return text;
}

static void store_guest(const struct made_guest *g)
{
	struct made_op ops[] = {
		{ "split.live.none", "split", cost(g->unit, 0, g->upstream / 4) },
		{ "split.upstream.spin", "split", cost(g->unit, g->upstream, g->upstream + 8) },
		{ "split.swap.park", "split", cost(g->unit, g->split, g->split_total) },
		{ "fold.swap.park", "fold", cost(g->unit, g->fold, g->fold_total) },
		{ "split.swap.mmuoff", "split", cost(g->unit, g->split / 2, g->split_total) },
	};
	size_t i;

	store_boot(g->cell, 1, ops, ARRAY_SIZE(ops));
	for (i = 0; i < ARRAY_SIZE(ops); i++)
		free((char *)ops[i].metrics);
}

static const struct made_guest guests[] = {
	{ "bench=ratio bbm=bbml2 cpus=1 clock=icount mem=2G", "insn", 10000000, 2000, 2900000,
	  2100, 4000000 },
	{ "bench=ratio bbm=bbml2 cpus=1 clock=icount mem=4G", "insn", 20000000, 2000, 2900000,
	  30000, 4000000 },
	{ "bench=ratio bbm=bbml2 cpus=1 clock=icount mem=16G", "insn", 80000000, 2400, 2900000,
	  2100, 4000000 },
	{ "bench=ratio bbm=bbml2 cpus=4 mem=4G", "ns", 90000000, 3000000, 70000000, 5000000,
	  90000000 },
};

static void tables(void **state)
{
	char *text;

	(void)state;
	store_guest(&guests[1]);
	store_guest(&guests[3]);
	text = report();
	assert_has(text, "== ratio: held and total, instructions\n"
		   "   accel tcg, clock icount,");
	assert_has(text,
		   "                    held    held    total total total\n"
		   "method.hold   n      p50   ratio      p50 ratio  /PTE\n"
		   "-- split, map bbml2.on.k0, cpu max, el 1, 4G, cpus 1\n"
		   "live.none     1        -       -  5000000  0.25  5.00\n"
		   "upstream.spin 1 20000000    base 20000008  base 20.00\n"
		   "swap.park     1     2000 1/10000  2900000  0.14  2.90\n"
		   "swap.mmuoff   1     1000 1/20000  2900000  0.14  2.90\n"
		   "-- fold, map bbml2.on.k0, cpu max, el 1, 4G, cpus 1\n"
		   "swap.park     1    30000   1/667  4000000  0.20  4.00\n"
		   "ratio: to upstream.spin's split in the same guest, of folds too: the\n"
		   "kernel has no fold\n");
	assert_has(text, "== ratio: held and total, virtual ns, not hardware\n");
	assert_has(text, "-- split, map bbml2.on.k0, cpu max, el 1, 4G, cpus 4\n");
	free(text);
}

static void targets_of_a_whole_run(void **state)
{
	char *text;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(guests); i++)
		store_guest(&guests[i]);
	text = report();
	assert_has(text, "== ratio: targets\n\n"
		   "met     split: held of swap.park is 1/10000 of upstream.spin's split\n"
		   "        (target: at most 1/1000; 4G, cpus 1, instructions)\n"
		   "MISSED  fold: held of swap.park is 1/667 of upstream.spin's split\n"
		   "        (target: at most 1/1000; 4G, cpus 1, instructions)\n"
		   "MISSED  split: held of swap.park changes by 20 % from 2G (target: at\n"
		   "        most 10 %; 16G, cpus 1, instructions)\n"
		   "met     fold: held of swap.park changes by 0 % from 2G (target: at most\n"
		   "        10 %; 16G, cpus 1, instructions)\n"
		   "met     split: held of swap.park is 1/30 of upstream.spin's split\n"
		   "        (target: at most 1/20; 4G, cpus 4, time)\n"
		   "MISSED  fold: held of swap.park is 1/18 of upstream.spin's split\n"
		   "        (target: at most 1/20; 4G, cpus 4, time)\n"
		   "met     split: the least total, of swap.park, is 2.9 a PTE (target: at\n"
		   "        most 3; 4G, cpus 1, instructions)\n"
		   "met     fold: the least total, of swap.park, is 4 a PTE (target: at most\n"
		   "        5; 4G, cpus 1, instructions)\n");
	free(text);
}

/* What was not measured is not met, and not missed either. */
static void targets_without_data(void **state)
{
	char *text;

	(void)state;
	store_guest(&guests[2]);
	text = report();
	assert_has(text, "no data split: held of swap is ? of upstream.spin's split (target: at\n"
		   "        most 1/1000; 4G, cpus 1, instructions)\n");
	assert_has(text, "no data split: held of swap.park changes by ? from 2G (target");
	assert_has(text, "no data split: the least total, of ?, is ? a PTE (target: at most 3;");
	free(text);
}

static void no_targets_elsewhere(void **state)
{
	char *text;

	(void)state;
	store_convert("bench=convert method=live hold=spin bbm=bbml2", 1, "ns", 3000000, 0, 10,
		      1024);
	text = report();
	assert_null(strstr(text, "targets"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(tables),
		scratch_test(targets_of_a_whole_run),
		scratch_test(targets_without_data),
		scratch_test(no_targets_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
