// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_bbm_report.c - what a report says of bench bbm, from made-up boots: a violation must
 * stand out, and so must a control that did not trip the checker.
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

static void assert_lacks(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("not expected:\n%s\nin:\n%s", part, text);
}

/* A record of the checker; address: violations; log: what it said, or "". */
struct made_record {
	const char *op, *pair, *status, *reason;
	int breaks, address, unfinished, allowed;
	const char *log;
};

static void bbm_frame(struct pile *pile, const struct made_record *r)
{
	static const char count[] = "\"%s\":{\"unit\":\"count\",\"value\":%d}%s";
	char *breaks = xasprintf(count, "breaks", r->breaks, ",");
	char *address = xasprintf(count, "address", r->address, ",");
	char *unfinished = xasprintf(count, "unfinished", r->unfinished, ",");
	char *allowed = xasprintf(count, "allowed", r->allowed, "");
	char *log = *r->log ? xasprintf(",\"log\":[\"%s\",\"and more\"]", r->log) : xstrdup("");
	char method[32], hold[32], *json;

	sscanf(r->pair, "%31[^/]/%31s", method, hold);
	json = xasprintf("{\"type\":\"record\",\"bench\":\"bbm\",\"op\":\"%s\","
			 "\"strategy\":\"none\",\"method\":\"%s\",\"hold\":\"%s\","
			 "\"status\":\"%s\",\"reason\":\"%s\","
			 "\"metrics\":{\"stores\":{\"unit\":\"count\",\"value\":5000},"
			 "\"size\":{\"unit\":\"count\",\"value\":0},"
			 "\"attributes\":{\"unit\":\"count\",\"value\":0},%s%s%s%s}%s}", r->op,
			 method, hold, r->status, r->reason, breaks, address, unfinished, allowed,
			 log);
	pile_frame(pile, json);
	free(json);
	free(breaks);
	free(address);
	free(unfinished);
	free(allowed);
	free(log);
}

static void store_records(const char *cell, int rep, const struct made_record *records, size_t nr)
{
	struct plan_boot boot = make_boot(cell, rep);
	struct collect c = { .run = "20261101-120000-beef", .boot = &boot, .frames_name = "f.bin",
			     .wall_ms = 2500 };
	struct pile pile = { 0 };
	size_t i;

	hello_frame(&pile, "bbm", cell_number(&boot.cell, AXIS_CPUS), 4);
	for (i = 0; i < nr; i++)
		bbm_frame(&pile, &records[i]);
	bye_frame(&pile, nr, "ok");
	c.frames = pile.text;
	c.frames_len = pile.len;
	said_start();
	collect_boot(&c);
	said_end();
	assert_int_equal(store_append(scratch, c.text, strlen(c.text)), 0);
	free(c.text);
	pile_free(&pile);
}

#define LINE	"ffff000012345000: 68000012345f03 to 680000aaaa5f03, by store+0x4, CPU 0"

static const struct made_record good[] = {
	{ "boot", "none/none", "ok", "", 1200, 0, 784, 0, "size, no DSB after TLBI" },
	{ "split.swap.park", "swap/park", "ok", "", 0, 0, 0, 0, "" },
	{ "split.live.spin", "live/spin", "ok", "", 0, 0, 0, 977, "" },
	{ "control-address", "none/none", "ok", "", 0, 1, 0, 0, LINE },
	{ "control-address-legal", "none/none", "ok", "", 1, 0, 0, 0, "" },
	{ "control-block", "none/none", "ok", "", 0, 0, 0, 1, "" },
	{ "control-local-tlbi", "none/none", "skip", "one CPU", 0, 0, 0, 0, "" },
};

static void tables(void **state)
{
	char *text;

	(void)state;
	store_records("bench=bbm bbm=bbml2", 1, good, ARRAY_SIZE(good));
	store_records("bench=bbm guest=realm", 1, good, 2);
	store_records("bench=bbm guest=realm", 2, good, 1);
	text = report();
	assert_has(text, "== bbm: break-before-make, as far as TCG shows it\n"
		   "   accel tcg, clock host, page 4k, guest plain, realm (emulated RSI)\n");
	assert_has(text,
		   "                       table         bad  bad  bad  no   al-\n"
		   "                      stores breaks size addr attr DSB lowed\n"
		   "-- map bbml2.on.k0, plain, cpu max, 2G, cpus 2\n"
		   "boot                    5000   1200    0    0    0 784     0 no DSB\n"
		   "split.swap.park         5000      0    0    0    0   0     0 clean\n"
		   "split.live.spin         5000      0    0    0    0   0   977 clean\n"
		   "control-address         5000      0    0    1    0   0     0 trips\n"
		   "control-address-legal   5000      1    0    0    0   0     0 clean\n"
		   "control-block           5000      0    0    0    0   0     1 allowed\n"
		   "control-local-tlbi      5000      0    0    0    0   0     0 skip\n"
		   "-- map none.on.k0, realm, cpu max, 2G, cpus 2\n"
		   "boot                    5000   1200    0    0    0 784     0 no DSB\n"
		   "split.swap.park         5000      0    0    0    0   0     0 clean\n"
		   "-- map none.on.k0, realm, cpu max, 2G, cpus 2, boot 2\n");
	assert_lacks(text, "monitor's counters");
	/* of what is expected one line is enough, and of one boot */
	assert_has(text, "\nbbml2.on.k0, plain, boot:\n    size, no DSB after TLBI\n");
	assert_lacks(text, "realm, boot:");
	assert_has(text, "bbml2.on.k0, plain, control-address:\n"
		   "    ffff000012345000: 68000012345f03 to 680000aaaa5f03, by store+0x4,\n"
		   "    CPU 0\n");
	assert_lacks(text, "and more");
	assert_has(text, "== bbm: targets\n\n"
		   "met     boots without a violation but for a DSB: 3, 0 not (target: 0\n"
		   "        not)\n"
		   "met     legal conversions without a violation: 3, 0 not (target: 0 not)\n"
		   "met     controls that tripped the checker as they should: 1, 0 not\n"
		   "        (target: 0 not)\n");
	free(text);
}

static void failures_stand_out(void **state)
{
	static const struct made_record bad[] = {
		{ "boot", "none/none", "fail", "1 violation", 0, 1, 0, 0, LINE },
		{ "fold.bbm.spin", "bbm/spin", "ok", "", 0, 2, 0, 0, LINE },
		{ "fold.bbm.park", "bbm/park", "ok", "", 0, 0, 3, 0, "" },
		{ "fold.swap.park", "swap/park", "fail", "no memory", 0, 0, 0, 0, "" },
		{ "control-address", "none/none", "fail", "not seen", 0, 0, 0, 0, "" },
	};
	char *text;

	(void)state;
	store_records("bench=bbm", 1, bad, ARRAY_SIZE(bad));
	text = report();
	assert_has(text,
		   "boot              5000      0    0    1    0   0     0 BROKEN\n"
		   "fold.bbm.spin     5000      0    0    2    0   0     0 BROKEN\n"
		   "fold.bbm.park     5000      0    0    0    0   3     0 BROKEN\n"
		   "fold.swap.park    5000      0    0    0    0   0     0 FAILED\n"
		   "control-address   5000      0    0    0    0   0     0 FAILED\n");
	assert_has(text, "none.on.k0, plain, fold.bbm.spin:\n"
		   "    ffff000012345000: 68000012345f03 to 680000aaaa5f03, by store+0x4,\n"
		   "    CPU 0\n"
		   "    and more\n");
	assert_has(text, "MISSED  boots without a violation but for a DSB: 0, 1 not (target: 0\n"
		   "        not)\n"
		   "MISSED  legal conversions without a violation: 0, 3 not (target: 0 not)\n"
		   "MISSED  controls that tripped the checker as they should: 0, 1 not\n"
		   "        (target: 0 not)\n");
	free(text);
}

static void no_plugin(void **state)
{
	static const struct made_record none[] = {
		{ "boot", "none/none", "skip", "no plugin under this system", 0, 0, 0, 0, "" },
	};
	char *text;

	(void)state;
	store_records("bench=bbm accel=kvm", 1, none, 1);
	text = report();
	assert_has(text, "no data boots without a violation but for a DSB: 0, 0 not (target: 0\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(tables), scratch_test(failures_stand_out), scratch_test(no_plugin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
