// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_realm_report.c - what a report says of realms: beside plain guests, with the
 * monitor's counters, how guests came out mapped; and never without "emulated RSI".
 */
#include "tests/unit/boots.h"
#include "tests/unit/stdout.h"
#include "host/report/report.h"

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

/* Every table that has a realm in it says what kind. */
static void assert_heads(const char *text)
{
	const char *at = text, *end;

	while ((at = strstr(at, "   accel "))) {
		end = strchr(at, '\n');
		if (memmem(at, end - at, "realm", 5) &&
		    !memmem(at, end - at, "realm (emulated RSI)", 20))
			fail_msg("'%.*s'", (int)(end - at), at);
		at = end;
	}
}

#define COUNT(_name, _value) "\"" _name "\":{\"unit\":\"count\",\"value\":" #_value "}"
#define INSN(_name, _value) "\"" _name "\":{\"unit\":\"insn\",\"value\":" #_value "}"

#define COUNTERS(_smc, _faults) \
	"," COUNT("smc", _smc) "," COUNT("rsi_set", 9) "," COUNT("rsi_get", 11) "," \
	COUNT("s2_fault", _faults) "," COUNT("shared_pages", 16528) "," \
	INSN("monitor_work", 60000) "," INSN("s2_fault_work", 30000)

static void store_one(const char *cell, const char *op, const char *metrics)
{
	struct made_op made = { op, "none", metrics };

	store_boot(cell, 1, &made, 1);
}

#define BOOT "bench=boot clock=icount cpus=1"

static void boots_beside_each_other(void **state)
{
	char *text;

	(void)state;
	store_one(BOOT, "boot", INSN("counter", 1000000));
	store_one(BOOT " guest=realm", "boot", INSN("counter", 1130000) COUNTERS(43, 115));
	store_one(BOOT " mem=4G guest=realm", "boot", INSN("counter", 1030000) COUNTERS(1, 1));
	text = report();
	assert_has(text, "== boot: realm beside plain; all: max el1 cpus 1\n"
		   "   accel tcg, clock icount, page 4k, guest plain, realm (emulated RSI)\n"
		   "   kernel 7.2.12-test\n\n"
		   "                  plain   realm realm less s2\n"
		   "              n     p50     p50 ratio   ratio\n"
		   "-- boot: counter, instructions\n"
		   "none.on.k0 2G 1 1000000 1130000  1.13   1.100\n"
		   "n: samples, of the guest that has fewer\n"
		   "less s2: without the work of stage 2 faults\n"
		   "- 1 row of realms has no plain guest beside it\n");
	assert_has(text, "== boot: the monitor's counters\n");
	assert_has(text,
		   "                     RIPAS RIPAS stage 2 shared monitor's of it,\n"
		   "                 smc   set   get  faults  pages      work faults\n"
		   "-- all operations, cpu max, el 1, 2G, cpus 1\n"
		   "none.on.k0 realm  43     9    11     115  16528     60000  30000\n");
	/* counters stand in their own table only */
	assert_lacks(text, "-- boot: smc");
	assert_has(text, "-- boot: counter, instructions\nnone.on.k0 2G plain 1     1 1000000");
	/* one of the pairs has no number: not known, and not met by the other */
	assert_has(text, "== realm (emulated RSI): targets\n\nno data boot as a realm");
	assert_heads(text);
	free(text);
	store_one(BOOT " mem=4G", "boot", INSN("counter", 1000000));
	text = report();
	assert_has(text, "\nmet     boot as a realm, without stage 2 faults, is 1.100 of the");
	free(text);
	store_one(BOOT " mem=8G", "boot", INSN("counter", 1000000));
	store_one(BOOT " mem=8G guest=realm", "boot", INSN("counter", 1430000) COUNTERS(1, 1));
	text = report();
	assert_has(text, "\nMISSED  boot as a realm, without stage 2 faults, is 1.400 of the");
	free(text);
}

static void conversions_beside_each_other(void **state)
{
	static const char cell[] = "bench=convert method=swap hold=park";
	char *text;

	(void)state;
	store_convert(cell, 1, "ns", 2000, 0, 10, 1024);
	store_convert("bench=convert method=swap hold=park guest=realm", 1, "ns", 3000, 0, 10,
		      1024);
	text = report();
	assert_has(text, "-- split, map none.on.k0, cpu max, el 1, 2G, cpus 2\n"
		   "swap.park   10 2000     - 2000      -  4000\n"
		   "-- split, map none.on.k0, cpu max, realm, 2G, cpus 2\n"
		   "swap.park   10 3000     - 3000      -  6000\n");
	assert_has(text, "== convert: realm beside plain; all: max el1 cpus 2 2G\n");
	assert_has(text, "-- split: held, virtual ns, not hardware\n"
		   "none.on.k0 swap.park 10  2000  3000  1.50\n");
	assert_lacks(text, "the monitor's counters");
	assert_heads(text);
	free(text);
	/* the kind of guest is a column here, also where the first row is a realm's */
	store_convert("bench=convert method=swap hold=park mem=1G guest=realm", 1, "ns", 3000, 0,
		      10, 1024);
	text = report();
	assert_has(text, "== convert: realm beside plain; all: max el1 cpus 2\n");
	free(text);
}

static void counters_by_operation(void **state)
{
	const struct made_op same[] = {
		{ "ro", "none", COUNT("x", 1) COUNTERS(11, 2) },
		{ "rw", "none", COUNT("x", 1) COUNTERS(11, 2) },
	};
	const struct made_op idle[] = {
		{ "ro", "none", COUNT("x", 1) COUNTERS(11, 2) },
		{ "rw", "none", COUNT("x", 1) COUNTERS(0, 0) },
	};
	char *text;

	(void)state;
	store_boot("bench=setmem guest=realm", 1, same, 2);
	text = report();
	assert_has(text, "-- all operations, cpu max, el 1, 2G, cpus 2\n"
			 "none.on.k0 realm  11     9    11       2  16528");
	assert_lacks(text, "it was never entered");
	free(text);
	store_boot("bench=setmem guest=realm bbm=bbml2", 1, idle, 2);
	text = report();
	assert_has(text, "-- ro, cpu max, el 1, 2G, cpus 2\n"
			 "none.on.k0 realm   11     9    11       2  16528");
	assert_has(text, "in 1 other row it was never entered\n");
	free(text);
}

/* Of one time on each side a ratio says what the host did; counts have none of that. */
static void few_times_have_no_ratio(void **state)
{
	static const char plain[] = "bench=convert method=swap hold=park";
	static const char realm[] = "bench=convert method=swap hold=park guest=realm";
	char *text;

	(void)state;
	store_convert(plain, 1, "ns", 2000, 0, 10, 1024);
	store_convert(realm, 1, "ns", 3000, 0, 2, 1024);
	text = report();
	assert_has(text, "none.on.k0 swap.park 2  2000  3000     -\n");
	assert_has(text, "n: samples, of the guest that has fewer; -: fewer than 3 emulated "
			 "times\n");
	free(text);
	store_convert(realm, 2, "ns", 3000, 0, 1, 1024);
	text = report();
	assert_has(text, "none.on.k0 swap.park 3  2000  3000  1.50\n");
	assert_has(text, "n: samples, of the guest that has fewer\n");
	free(text);
}

/* Where no row entered the monitor there is no table: its head would stand over nothing. */
static void monitor_never_entered(void **state)
{
	char *text;

	(void)state;
	store_one("bench=null guest=realm", "null", COUNT("x", 1) COUNTERS(0, 0));
	text = report();
	assert_has(text, "== null: the monitor's counters\n"
		   "   accel tcg, clock host, page 4k, guest realm (emulated RSI)\n"
		   "   kernel 7.2.12-test\n\n"
		   "in 1 row, all there are, it was never entered\n");
	assert_lacks(text, "RIPAS");
	free(text);
}

/* A record of bench outcome; log is what stands between the brackets, or NULL. */
static void outcome_frame(struct pile *pile, const char *op, const char *metrics, const char *log,
			  int pmd, int pte)
{
	bool mended = strcmp(op, "outcome");
	char *json = xasprintf("{\"type\":\"record\",\"bench\":\"outcome\",\"op\":\"%s\","
			       "\"strategy\":\"%s\",\"method\":\"%s\",\"hold\":\"%s\","
			       "\"status\":\"ok\",\"reason\":\"\",\"metrics\":{%s}%s%s%s,"
			       "\"census\":{\"before\":{\"pud\":0,\"contpmd\":0,\"pmd\":%d,"
			       "\"contpte\":0,\"pte\":%d},\"after\":{\"pud\":0,\"contpmd\":0,"
			       "\"pmd\":%d,\"contpte\":0,\"pte\":%d}}}", op,
			       mended ? "split" : "none", mended ? "private" : "none",
			       mended ? "park" : "none", metrics, log ? ",\"log\":[" : "",
			       log ? log : "", log ? "]" : "", pmd, pte, pmd, pte);

	pile_frame(pile, json);
	free(json);
}

static void store_pile(const char *cell, int rep, struct pile *pile, int records)
{
	struct plan_boot boot = make_boot(cell, rep);
	struct collect c = { .run = "r", .boot = &boot, .frames_name = "f", .wall_ms = -1 };

	bye_frame(pile, records, "ok");
	c.frames = pile->text;
	c.frames_len = pile->len;
	collect_boot(&c);
	assert_int_equal(c.status, STATUS_OK);
	assert_int_equal(store_append(scratch, c.text, c.text_len), 0);
	free(c.text);
	pile_free(pile);
}

static const char broken_log[] =
	"\"WARNING: arch/arm64/mm/pageattr.c:57 at pageattr_pmd_entry+0x0/0x0\","
	"\"Failed to decrypt memory, 16384 pages will be leaked, which is a lot of them\"";

static void store_outcomes(void)
{
	static const char broken[] = "bench=outcome guest=realm rodata=off kfence=100";
	static const char good[] = "bench=outcome guest=realm";
	struct pile pile = { 0 };
	int rep;

	for (rep = 1; rep <= 2; rep++) {
		hello_frame(&pile, "outcome", 2, 4);
		outcome_frame(&pile, "outcome", "\"sharing\":{\"unit\":\"bool\",\"value\":0},"
			      COUNT("failures", 2), broken_log, 44, 266);
		outcome_frame(&pile, "mended", "\"sharing\":{\"unit\":\"bool\",\"value\":1},"
			      COUNT("failures", 0), NULL, 0, 524288);
		store_pile(broken, rep, &pile, 2);
	}
	hello_frame(&pile, "outcome", 2, 4);
	outcome_frame(&pile, "outcome", "\"sharing\":{\"unit\":\"bool\",\"value\":1},"
		      COUNT("failures", 0), NULL, 0, 524288);
	store_pile(good, 1, &pile, 1);
	hello_frame(&pile, "outcome", 2, 4);
	outcome_frame(&pile, "outcome", COUNT("failures", 0), NULL, 0, 524288);
	store_pile("bench=outcome", 1, &pile, 1);
}

static void outcomes(void **state)
{
	char *text;

	(void)state;
	store_outcomes();
	text = report();
	assert_has(text, "== outcome: the map as it came out, and sharing memory in it\n"
		   "   accel tcg, clock host, page 4k, guest plain, realm (emulated RSI)\n"
		   "   kernel 7.2.12-test\n\n"
		   "                      shar- fail leaves\n"
		   "                    n   ing ures    pud contpmd pmd contpte    pte\n"
		   "-- cpu max, el 1, 2G, cpus 2\n"
		   "none.on.k0 plain    1     -    0      0       0   0       0 524288\n"
		   "none.on.k0 realm    1 works    0      0       0   0       0 524288\n"
		   "none.off.k100 realm 2 FAILS    2      0       0  44       0    266\n"
		   "  mended            2 works    0      0       0   0       0 524288\n");
	assert_has(text, "\nnone.off.k100 realm, cpus 2, outcome:\n"
		   "    first  WARNING: arch/arm64/mm/pageattr.c:57 at\n"
		   "           pageattr_pmd_entry+0x0/0x0\n"
		   "    then   Failed to decrypt memory, 16384 pages will be leaked, which\n"
		   "           is a lot of them\n");
	assert_heads(text);
	free(text);
}

/* Boots of one cell that do not agree are told apart; a log in the same words is not. */
static void outcomes_that_differ(void **state)
{
	struct pile pile = { 0 };
	char *text;

	(void)state;
	store_outcomes();
	hello_frame(&pile, "outcome", 2, 4);
	outcome_frame(&pile, "outcome", COUNT("failures", 2), broken_log, 0, 524288);
	store_pile("bench=outcome", 2, &pile, 1);
	text = report();
	assert_has(text, "none.on.k0 plain    1     -    0 ");
	assert_has(text, "none.on.k0 plain    1     -    2 ");
	assert_has(text, "\nnone.on.k0 plain, cpus 2, outcome, and 1 other row:\n    first");
	assert_lacks(text, "\nnone.off.k100 realm, cpus 2, outcome:");
	free(text);
}

static void plain_runs_say_nothing_of_realms(void **state)
{
	char *text, *tables;

	(void)state;
	store_one(BOOT, "boot", INSN("counter", 1000000));
	text = report();
	/* but for the questions, which ask of them */
	tables = strstr(text, "\n== outcome\n");
	assert_non_null(tables);
	assert_lacks(tables, "realm");
	assert_lacks(tables, "monitor");
	free(text);
}

static void lines_are_short(void **state)
{
	char *text, *c;
	size_t width = 0;

	(void)state;
	store_outcomes();
	store_convert("bench=convert method=private-mmuoff hold=mmuoff guest=realm bbm=mixed "
		      "rodata=off kfence=100 mem=16G cpus=8", 1, "ns", 2000000000, 0, 10, 1024);
	store_one(BOOT " guest=realm", "boot", INSN("counter", 1130000) COUNTERS(43, 115));
	text = report();
	for (c = text; *c; c++) {
		width = *c == '\n' ? 0 : width + 1;
		if (width > 72)
			fail_msg("too wide: %.80s", c - 72);
	}
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(boots_beside_each_other),
		scratch_test(conversions_beside_each_other),
		scratch_test(counters_by_operation),
		scratch_test(few_times_have_no_ratio),
		scratch_test(monitor_never_entered),
		scratch_test(outcomes),
		scratch_test(outcomes_that_differ),
		scratch_test(plain_runs_say_nothing_of_realms),
		scratch_test(lines_are_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
