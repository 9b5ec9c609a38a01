// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_tlb_report.c - the tables, targets and exported figures of bench tlb, from made-up
 * boots: totals become figures of an operation, and nothing is compared with another system.
 */
#include "tests/unit/boots.h"
#include "tests/unit/stdout.h"

#define OPS	1000

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

static void assert_lacks(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("not expected:\n%s\nin:\n%s", part, text);
}

static char *class_metrics(const char *name, int refills, int walks, int s2)
{
	static const char value[] = "\"%s_%s\":{\"unit\":\"count\",\"value\":%d},";
	char *parts[] = {
		xasprintf(value, name, "access", 90000),
		xasprintf(value, name, "l1_refill", refills),
		xasprintf(value, name, "walk", walks),
		xasprintf(value, name, "step", 2 * walks),
		xasprintf(value, name, "s2_step", s2),
	};
	char *text = xasprintf("%s%s%s%s%s", parts[0], parts[1], parts[2], parts[3], parts[4]);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(parts); i++)
		free(parts[i]);
	return text;
}

/* What a workload cost: walks of the linear map and of user memory. */
static char *tlb_metrics(int linear, int user)
{
	char *parts[] = {
		class_metrics("linear", 3 * linear, linear, 5 * linear),
		class_metrics("kernel", 40, 10, 0), class_metrics("user", 2 * user, user, 0),
		class_metrics("insn", 50, 20, 0),
	};
	char *text = xasprintf("%s%s%s%s\"ops\":{\"unit\":\"count\",\"value\":%d},"
			       "\"insns\":{\"unit\":\"insn\",\"value\":%d}", parts[0], parts[1],
			       parts[2], parts[3], OPS, 1600 * OPS);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(parts); i++)
		free(parts[i]);
	return text;
}

/* A boot of pread-64 and control: walks of each at the stages that begin with booted. */
static void store_map(const char *cell, int rep, const char *const stages[3], const int walks[3],
		      int control)
{
	struct made_op ops[6];
	char *names[6];
	size_t i;

	for (i = 0; i < 6; i++) {
		const char *stage = stages[i % 3];

		names[i] = xasprintf("%s.%s", i < 3 ? "pread-64" : "control", stage);
		ops[i] = (struct made_op){ names[i], strcmp(stage, "booted") ? stage : "none",
					   i < 3 ? tlb_metrics(walks[i], 5) :
						   tlb_metrics(0, i == 5 ? control : 1000) };
	}
	store_boot(cell, rep, ops, 6);
	for (i = 0; i < 6; i++) {
		free(names[i]);
		free((char *)ops[i].metrics);
	}
}

static const char *const of_ptes[] = { "booted", "fold", "split" };
static const char *const of_blocks[] = { "booted", "split", "fold" };

static void tables(void **state)
{
	char *text;

	(void)state;
	store_map("bench=tlb mem=1G", 1, of_ptes, (int[]){ 1010, 4, 1012 }, 1005);
	store_map("bench=tlb mem=1G bbm=bbml2", 1, of_blocks, (int[]){ 4, 1010, 4 }, 1000);
	store_map("bench=tlb mem=1G guest=realm bbm=bbml2 geometry=x4", 1, of_blocks,
		  (int[]){ 7, 800, 6 }, 1000);
	text = report();
	assert_has(text, "cpus 2, TLB of n1:\nlinear_walk has a p50 of 1010. It was measured once "
		   "(n = 1): so often\nwere tables walked for addresses of the linear map");
	assert_has(text, "== tlb: accesses to the linear map; modelled: counts, not time\n"
		   "   accel tcg, clock host, page 4k, guest plain, realm (emulated RSI)\n");
	assert_has(text,
		   "                     refills   walks   steps s2 steps   walks walks\n"
		   "                         /op     /op     /op      /op /1000 i ratio\n"
		   "-- TLB of n1, plain, cpu max, 1G, cpus 2, boots 1\n"
		   "pread-64, 1000 op\n"
		   "  none.on.k0 booted     3.03    1.01    2.02     5.05   0.631 1.000\n"
		   "  none.on.k0 split      3.04    1.01    2.02     5.06   0.632 1.002\n"
		   "  none.on.k0 fold     0.0120 0.00400 0.00800   0.0200 0.00250 1/252\n"
		   "  bbml2.on.k0 booted  0.0120 0.00400 0.00800   0.0200 0.00250 1/252\n"
		   "  bbml2.on.k0 split     3.03    1.01    2.02     5.05   0.631 1.000\n"
		   "  bbml2.on.k0 fold    0.0120 0.00400 0.00800   0.0200 0.00250 1/252\n"
		   "control, 1000 op\n");
	/* no map of ptes on this system: no ratio */
	assert_has(text, "-- TLB of x4, realm, cpu max, 1G, cpus 2, boots 1\n"
		   "pread-64, 1000 op\n"
		   "  bbml2.on.k0 booted  0.0210 0.00700  0.0140   0.0350 0.00438     -\n");
	assert_has(text, "  none.on.k0 split      1.01 0.0100 0.00500  0.0200   1.05 1.002\n"
		   "  none.on.k0 fold    0.00400 0.0100 0.00500  0.0200 0.0390  1/27\n");
	assert_lacks(text, "nan");
	free(text);
}

static void targets(void **state)
{
	char *text;

	(void)state;
	store_map("bench=tlb mem=1G", 1, of_ptes, (int[]){ 1010, 20, 1012 }, 1010);
	store_map("bench=tlb mem=1G bbm=bbml2", 1, of_blocks, (int[]){ 20, 1010, 21 }, 1000);
	store_map("bench=tlb mem=1G cpus=1 clock=icount", 1, of_ptes, (int[]){ 9, 1, 9 }, 1000);
	store_map("bench=tlb mem=1G cpus=1 clock=icount", 2, of_ptes, (int[]){ 9, 1, 9 }, 1000);
	text = report();
	assert_has(text, "== tlb: targets\n\n"
		   "met     control: refills and walks of all accesses differ by 0.97 % at\n"
		   "        most (target: 2 %; none.on.k0 split beside none.on.k0 booted,\n"
		   "        TLB of n1, plain, clock host)\n"
		   "met     pread-64: the linear map's refills after a fold and on blocks as\n"
		   "        booted differ by 5 % at most (target: 10 %; bbml2.on.k0 fold\n"
		   "        beside bbml2.on.k0 booted, TLB of n1, plain, clock host)\n"
		   "met     pread-64: its walks are 21 in 1000 reads after a fold\n"
		   "        (bbml2.on.k0), 20 on blocks as booted (bbml2.on.k0), 1010 with\n"
		   "        ptes: the two differ by 0.099 % of those with ptes at most\n"
		   "        (target: 10 %; TLB of n1, plain, clock host). Of one another\n"
		   "        they differ by 5 %, in which a walk more or less decides: that\n"
		   "        is not judged\n"
		   "met     icount: 0 of 132 numbers differ between boots of a cell (target:\n"
		   "        0)\n");
	free(text);
}

static void targets_missed(void **state)
{
	char *text;

	(void)state;
	store_map("bench=tlb mem=1G", 1, of_ptes, (int[]){ 1010, 120, 1012 }, 1050);
	store_map("bench=tlb mem=1G rodata=off kfence=100", 1, of_blocks, (int[]){ 10, 1010, 10 },
		  1000);
	store_map("bench=tlb mem=1G cpus=1 clock=icount", 1, of_ptes, (int[]){ 9, 1, 9 }, 1000);
	store_map("bench=tlb mem=1G cpus=1 clock=icount", 2, of_ptes, (int[]){ 8, 1, 9 }, 1000);
	text = report();
	assert_has(text, "MISSED  control: refills and walks of all accesses differ by 4.9 %");
	assert_has(text, "booted differ by 1100 % at most (target: 10 %; none.on.k0 fold\n"
		   "        beside none.off.k100 booted,");
	assert_has(text, "MISSED  pread-64: its walks are 120 in 1000 reads after a fold\n"
		   "        (none.on.k0), 10 on blocks as booted (none.off.k100), 1010 with\n"
		   "        ptes: the two differ by 11 % of those with ptes at most (target:\n"
		   "        10 %; TLB of n1, plain, clock host). Of one another they differ\n"
		   "        by 1100 %,");
	assert_has(text,
		   "MISSED  icount: 4 of 132 numbers differ between boots of a cell (target:\n"
		   "        0; the first: linear_l1_refill of pread-64.booted in\n"
		   "        tlb-none.on.k0-max-el1-1024m-1c-icount-n1.all)\n");
	free(text);
}

/* A boot of programs on blocks: redis and its start, and a load that has none. */
static void programs(void **state)
{
	const struct made_op ops[] = {
		{ "redis-start.booted", "none", tlb_metrics(200, 5) },
		{ "redis.booted", "none", tlb_metrics(1200, 5) },
		{ "redistribute.booted", "none", tlb_metrics(1300, 5) },
		{ "redis.split", "split", tlb_metrics(1400, 5) },
		{ "redis.fold", "fold", xasprintf("\"own_get\":{\"unit\":\"op/s\",\"value\":99},"
						  "\"file\":{\"unit\":\"MiB\",\"value\":256}") },
	};
	char *start = strstr(ops[0].metrics, "\"ops\":"), *text;
	size_t i;

	(void)state;
	memcpy(strstr(start, "1000"), "   1", 4);
	memcpy(strstr(start, "1600000"), " 600000", 7);
	store_boot("bench=tlb mem=1G load=programs bbm=bbml2", 1, ops, ARRAY_SIZE(ops));
	for (i = 0; i < ARRAY_SIZE(ops); i++)
		free((char *)ops[i].metrics);
	text = report();
	assert_has(text, ", load programs, file of 256\n");
	/* (1200 - 200) / (1000 - 1) */
	assert_has(text, "redis, 999 op\n"
		   "  bbml2.on.k0 booted    3.00  1.00  2.00     5.01    1.00     -\n"
		   "  bbml2.on.k0 split     4.20  1.40  2.80     7.00   0.875     -\n");
	assert_has(text, "redis-start, 1 op\n  bbml2.on.k0 booted     600   200   400");
	assert_has(text, "redistribute, 1000 op\n  bbml2.on.k0 booted    3.90  1.30  2.60");
	assert_has(text, "Programs: less what it takes to start them");
	assert_has(text, "programs' own numbers; virtual time: not to be quoted\n");
	assert_has(text, "bbml2.on.k0 fold: get  99 op/s\n");
	free(text);
}

static void without_a_model(void **state)
{
	static const struct made_op ops[] = {
		{ "redis.booted", "none",
		  "\"ops\":{\"unit\":\"count\",\"value\":2000},"
		  "\"own_get\":{\"unit\":\"op/s\",\"value\":54321}" },
		{ "pread-64.booted", "none",
		  "\"ops\":{\"unit\":\"count\",\"value\":2000},"
		  "\"pmu_instructions\":{\"unit\":\"count\",\"value\":4000000},"
		  "\"pmu_l1d_tlb_refill\":{\"unit\":\"count\",\"value\":5000},"
		  "\"pmu_l1d_tlb_refill_share\":{\"unit\":\"percent\",\"value\":50}" },
	};
	char *text;

	(void)state;
	store_boot("bench=tlb accel=kvm", 1, ops, ARRAY_SIZE(ops));
	text = report();
	assert_lacks(text, "accesses to the linear map");
	assert_has(text, "== tlb: the CPU's own counters\n");
	assert_has(text, "-- pread-64, plain, cell of n1\n"
		   "none.on.k0 booted: instructions   2000    1000\n"
		   "none.on.k0 booted: l1d_tlb_refill 2.50    1.25\n");
	assert_has(text, "== tlb: programs' own numbers\n");
	assert_has(text, "none.on.k0 booted: get 54321 op/s\n");
	assert_has(text, "no data control: refills and walks of all accesses differ by ?");
	/* the event's share; Q3 asks who can share */
	assert_lacks(text, "refill_share");
	free(text);
}

static void exports_figures_of_an_operation(void **state)
{
	char *text;

	(void)state;
	store_map("bench=tlb mem=1G", 1, of_ptes, (int[]){ 1010, 4, 1012 }, 1005);
	assert_int_equal(command_run(cmd_export, "", "--run @", NULL), EXIT_OK);
	text = scratch_read("export/tlb_per_op.tsv");
	assert_has(text, "\tgeometry\tload\top\tstage\tmetric\tunit\tn\tboots\tmin\tp50\tp99"
		   "\tmax\n");
	assert_has(text, "\tn1\tall\tpread-64\tfold\tlinear_walk\t1/op\t1000\t1\t0.004\t0.004"
		   "\t0.004\t0.004\n");
	assert_has(text, "\tcontrol\tsplit\tall_walk\t1/op\t1000\t1\t1.035\t");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(tables), scratch_test(targets), scratch_test(targets_missed),
		scratch_test(programs), scratch_test(without_a_model),
		scratch_test(exports_figures_of_an_operation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
