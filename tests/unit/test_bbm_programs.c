// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_bbm_programs.c - small programs that change tables, right and wrong, each with all
 * that the checker must say of it: a bad one trips as what it is, its good twin does not.
 */
#include "qemu/plugin/trace.h"
#include "tests/judge/judge.h"
#include "tests/unit/bbm_guest.h"

#include <unistd.h>

#define A(i)		LEAF(0x80000000 + (i) * 4096ull)	/* as the guest starts */
#define OTHER(i)	LEAF(0x88000000 + (i) * 4096ull)
#define STEPS_MAX	16

enum op {
	END,
	ST,		/* page, index, value: by CPU 0 */
	ST1,		/* the same by CPU 1 */
	RAW,		/* page, index, value: memory that no checker can have seen yet */
	ST_DSB,		/* DSB ISHST */
	DSB,		/* DSB ISH */
	DSB1,		/* by CPU 1 */
	VA,		/* TLBI VAAE1IS, value */
	VALE,		/* last level */
	ALLE,		/* TLBI VMALLE1IS */
	LOCAL,		/* TLBI VMALLE1 */
	ASIDE,		/* TLBI ASIDE1IS, of ASID value */
	LOW0,		/* TTBR0 of CPU 0 = page */
	HIGH0,		/* TTBR1 of CPU 0 = page, ASID 1 */
	HIGH1,		/* of CPU 1 */
};

struct step {
	enum op op;
	unsigned int page, index;
	uint64_t value;
};

struct expect {
	unsigned int size, address, attributes, reused, unfinished, allowed;
};

static const struct program {
	const char *name;
	uint64_t bbml2;
	struct expect expect;
	struct step step[STEPS_MAX];
} programs[] = {
	{ "good: a leaf is broken, invalidated, made", 0, { 0 },
	  { { ST, LEVEL3, 0, 0 }, { .op = ST_DSB }, { .op = VA, .value = HIGH }, { .op = DSB },
	    { ST, LEVEL3, 0, OTHER(0) } } },
	{ "bad: a leaf written without break", 0, { .address = 1 },
	  { { ST, LEVEL3, 0, OTHER(0) } } },
	{ "bad: no TLBI", 0, { .address = 1 },
	  { { ST, LEVEL3, 0, 0 }, { .op = DSB }, { ST, LEVEL3, 0, OTHER(0) } } },
	{ "bad: no DSB before the TLBI", 0, { .address = 1 },
	  { { ST, LEVEL3, 0, 0 }, { .op = VA, .value = HIGH }, { .op = DSB },
	    { ST, LEVEL3, 0, OTHER(0) } } },
	{ "bad: no DSB after the TLBI", 0, { .unfinished = 1 },
	  { { ST, LEVEL3, 0, 0 }, { .op = DSB }, { .op = VA, .value = HIGH },
	    { ST, LEVEL3, 0, OTHER(0) } } },
	{ "good: the ASID of a user's leaf", 0, { 0 },
	  { { .op = LOW0, .page = LOW_ROOT }, { ST, LOW_LEVEL3, 0, 0 }, { .op = DSB },
	    { .op = ASIDE, .value = 1 }, { .op = DSB },
	    { ST, LOW_LEVEL3, 0, OTHER(0) | NG } } },
	{ "bad: another ASID", 0, { .address = 1 },
	  { { .op = LOW0, .page = LOW_ROOT }, { ST, LOW_LEVEL3, 0, 0 }, { .op = DSB },
	    { .op = ASIDE, .value = 2 }, { .op = DSB },
	    { ST, LOW_LEVEL3, 0, OTHER(0) | NG } } },
	/* A table that is cut off. */
	{ "bad: its leaf changes before it is led to again, with no TLBI", 0,
	  { .reused = 1, .address = 1 },
	  { { ST, LEVEL2, 0, 0 }, { .op = DSB }, { ST, LEVEL3, 0, OTHER(0) },
	    { ST, LEVEL2, 0, TABLE(LEVEL3) } } },
	{ "good: the same, invalidated", 0, { 0 },
	  { { ST, LEVEL2, 0, 0 }, { .op = DSB }, { .op = ALLE }, { .op = DSB },
	    { ST, LEVEL3, 0, OTHER(0) },
	    { ST, LEVEL2, 0, TABLE(LEVEL3) } } },
	{ "good: led to again as it was", 0, { 0 },
	  { { ST, LEVEL2, 0, 0 }, { ST, LEVEL2, 0, TABLE(LEVEL3) }, { ST, LEVEL3, 0, 0 },
	    { .op = DSB },
	    { .op = VA, .value = HIGH }, { .op = DSB }, { ST, LEVEL3, 0, OTHER(0) } } },
	{ "bad: led to again, and a leaf that was broken before made", 0, { .address = 1 },
	  { { ST, LEVEL3, 0, 0 }, { ST, LEVEL2, 0, 0 }, { ST, LEVEL2, 0, TABLE(LEVEL3) },
	    { ST, LEVEL3, 0, OTHER(0) } } },
	{ "bad: freed without TLBI, and data", 0, { .reused = 1 },
	  { { ST, LEVEL2, 0, 0 }, { .op = DSB }, { ST1, LEVEL3, 7, 0x1234567 },
	    { ST1, LEVEL3, 8, 0x1234567 } } },
	{ "bad: freed after a TLBI of leaves only", 0, { .reused = 1 },
	  { { ST, LEVEL2, 0, 0 }, { .op = DSB }, { .op = VALE, .value = HIGH }, { .op = DSB },
	    { ST, LEVEL3, 7, 0x1234567 } } },
	{ "bad: freed after a TLBI of one CPU", 0, { .reused = 1 },
	  { { ST, LEVEL2, 0, 0 }, { .op = DSB }, { .op = LOCAL }, { .op = DSB },
	    { ST, LEVEL3, 7, 1 } } },
	{ "bad: freed after a TLBI that is not complete", 0, { .unfinished = 1 },
	  { { ST, LEVEL2, 0, 0 }, { .op = DSB }, { .op = VA, .value = HIGH }, { .op = DSB1 },
	    { ST, LEVEL3, 7, 1 } } },
	{ "good: freed after a TLBI of one address: walks of all of it", 0, { 0 },
	  { { ST, LEVEL2, 0, 0 }, { .op = DSB }, { .op = VA, .value = HIGH + 0x5000 },
	    { .op = DSB },
	    { ST, LEVEL3, 7, 1 } } },
	{ "bad: the page is another table's, with no TLBI", 0, { .reused = 1 },
	  { { ST, LEVEL2, 0, 0 }, { .op = DSB }, { ST, LEVEL2, 3, TABLE(LEVEL3) } } },
	{ "good: the same, invalidated", 0, { 0 },
	  { { ST, LEVEL2, 0, 0 }, { .op = DSB }, { .op = VA, .value = HIGH }, { .op = DSB },
	    { ST, LEVEL2, 3, TABLE(LEVEL3) } } },
	{ "bad: two levels cut off, the lower one reused", 0, { .reused = 1 },
	  { { ST, LEVEL1, 0, 0 }, { .op = DSB }, { .op = VA, .value = HIGH + SIZE_2M },
	    { .op = DSB },
	    { ST, LEVEL3, 7, 1 } } },
	{ "good: the upper one of these, which no walk reaches any more", 0, { 0 },
	  { { ST, LEVEL1, 0, 0 }, { .op = DSB }, { .op = VA, .value = HIGH + SIZE_2M },
	    { .op = DSB },
	    { ST, LEVEL2, 7, 1 } } },
	/* With BBML2. */
	{ "good: a block for its table", 3, { .allowed = 1 },
	  { { ST, LEVEL2, 0, BLOCK(0x80000000) } } },
	{ "bad: a block of other pages", 3, { .address = 1 },
	  { { ST, LEVEL2, 0, BLOCK(0x82000000) } } },
	{ "bad: a block of another type", 3, { .attributes = 1 },
	  { { ST, LEVEL2, 0, BLOCK(0x80000000) | 1 << 2 } } },
	{ "bad: a block for a table with one other leaf", 3, { .address = 1 },
	  { { ST, LEVEL3, 9, 0 }, { .op = DSB }, { .op = ALLE }, { .op = DSB },
	    { ST, LEVEL3, 9, OTHER(9) },
	    { ST, LEVEL2, 0, BLOCK(0x80000000) } } },
	{ "bad: a table of other pages for a block", 3, { .address = 1 },
	  { { RAW, LEVEL3_OTHER, 3, OTHER(3) }, { ST, LEVEL2, 1, TABLE(LEVEL3_OTHER) } } },
	{ "good: a table of its pages for a block", 3, { .allowed = 1 },
	  { { RAW, LEVEL3_OTHER, 3, LEAF(16 * SIZE_2M + 0x3000) },
	    { ST, LEVEL2, 1, TABLE(LEVEL3_OTHER) } } },
	{ "bad: the table freed before a TLBI", 3, { .allowed = 1, .reused = 1 },
	  { { ST, LEVEL2, 0, BLOCK(0x80000000) }, { .op = DSB }, { ST, LEVEL3, 0, 0x1235 } } },
	{ "good: the table freed after it", 3, { .allowed = 1 },
	  { { ST, LEVEL2, 0, BLOCK(0x80000000) }, { .op = DSB }, { .op = VA, .value = HIGH },
	    { .op = DSB },
	    { ST, LEVEL3, 0, 0x1235 } } },
	{ "bad: then the block moves, a TLBI for one leaf of the table", 3,
	  { .allowed = 1, .address = 1 },
	  { { ST, LEVEL2, 0, BLOCK(0x80000000) }, { ST, LEVEL2, 0, 0 }, { .op = DSB },
	    { .op = VALE, .value = HIGH }, { .op = DSB }, { ST, LEVEL2, 0, BLOCK(0x82000000) } } },
	{ "good: then the block moves, after a TLBI for all", 3, { .allowed = 1 },
	  { { ST, LEVEL2, 0, BLOCK(0x80000000) }, { ST, LEVEL2, 0, 0 }, { .op = DSB },
	    { .op = ALLE }, { .op = DSB },
	    { ST, LEVEL2, 0, BLOCK(0x82000000) } } },
	/* Roots. */
	{ "bad: a tree given up by one CPU is live on another", 0, { .address = 1 },
	  { { .op = HIGH0, .page = EMPTY_ROOT }, { .op = LOCAL }, { .op = DSB },
	    { ST, LEVEL3, 7, OTHER(7) } } },
	{ "good: given up by both", 0, { 0 },
	  { { .op = HIGH0, .page = EMPTY_ROOT }, { .op = HIGH1, .page = EMPTY_ROOT },
	    { .op = ALLE }, { .op = DSB },
	    { ST, LEVEL3, 7, OTHER(7) } } },
	{ "bad: switched away, changed and back", 0, { .address = 1 },
	  { { .op = HIGH0, .page = EMPTY_ROOT }, { .op = HIGH1, .page = EMPTY_ROOT },
	    { ST, LEVEL3, 7, OTHER(7) },
	    { .op = HIGH0, .page = ROOT } } },
	{ "bad: switched away, a table of it cut off and reused, and back", 0, { .reused = 1 },
	  { { .op = HIGH0, .page = EMPTY_ROOT }, { .op = HIGH1, .page = EMPTY_ROOT },
	    { ST, LEVEL2, 0, 0 },
	    { ST, LEVEL3, 7, 1 }, { .op = HIGH0, .page = ROOT } } },
	{ "good: switched away, changed, invalidated and back", 0, { 0 },
	  { { .op = HIGH0, .page = EMPTY_ROOT }, { .op = HIGH1, .page = EMPTY_ROOT },
	    { ST, LEVEL3, 7, OTHER(7) }, { .op = DSB },
	    { .op = ALLE }, { .op = DSB }, { .op = HIGH0, .page = ROOT },
	    { .op = HIGH1, .page = ROOT } } },
};

static void tlbi_step(const struct step *step)
{
	struct tlbi one = { .what = TLBI_VA_ALL_ASIDS, .broadcast = true, .start = step->value,
			    .end = step->value + 4096, .last_level = step->op == VALE };

	if (step->op == ALLE || step->op == LOCAL)
		one.what = TLBI_ALL;
	if (step->op == ASIDE)
		one.what = TLBI_ASID;
	one.asid = step->value;
	one.broadcast = step->op != LOCAL;
	bbm_tlbi(0, &one);
}

static void step_do(const struct step *step)
{
	switch (step->op) {
	case ST:
	case ST1:
		store(step->op == ST1, step->page, step->index, step->value);
		break;
	case RAW:
		*entry(step->page, step->index) = step->value;
		break;
	case ST_DSB:
		stale_dsb(0, DSB_ISHST);
		break;
	case DSB:
	case DSB1:
		stale_dsb(step->op == DSB1, DSB_ISH);
		break;
	case LOW0:
		set_register(0, SHADOW_TTBR0, PAGE(step->page));
		break;
	case HIGH0:
	case HIGH1:
		set_register(step->op == HIGH1, SHADOW_TTBR1, PAGE(step->page) | ASID(1));
		break;
	default:
		tlbi_step(step);
	}
}

static void all_programs(void **state)
{
	const struct program *program;
	unsigned int i, nr_good = 0, wrong = 0;
	size_t p;

	(void)state;
	for (p = 0; p < ARRAY_SIZE(programs); p++) {
		program = &programs[p];
		guest_start(program->bbml2);
		for (i = 0; i < STEPS_MAX && program->step[i].op != END; i++)
			step_do(&program->step[i]);
		const struct expect seen = {
			counted(PLUGIN_BBM_SIZE), counted(PLUGIN_BBM_ADDRESS),
			counted(PLUGIN_BBM_ATTRIBUTES), counted(PLUGIN_BBM_REUSED),
			counted(PLUGIN_BBM_UNFINISHED), counted(PLUGIN_BBM_ALLOWED),
		};

		if (memcmp(&seen, &program->expect, sizeof(seen))) {
			print_error("%s: seen %u size %u address %u attributes %u reused"
				    " %u unfinished %u allowed\n",
				    program->name, seen.size, seen.address, seen.attributes,
				    seen.reused, seen.unfinished, seen.allowed);
			wrong++;
		}
		nr_good += !strncmp(program->name, "good", 4);
		guest_stop(NULL);
	}
	assert_int_equal(wrong, 0);
	assert_true(nr_good >= 12 && nr_good + 20 <= ARRAY_SIZE(programs));
}

/* The other judge, of the traces of all programs: it says the same. */
static void both_judges(void **state)
{
	char path[] = "/tmp/bbm-trace.XXXXXX";
	const int fd = mkstemp(path);
	struct totals totals;
	unsigned int i;
	size_t p;
	FILE *in;

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	for (p = 0; p < ARRAY_SIZE(programs); p++) {
		const struct expect *expect = &programs[p].expect;

		assert_int_equal(trace_open(path, 3, programs[p].bbml2), 0);
		guest_start(programs[p].bbml2);
		for (i = 0; i < STEPS_MAX && programs[p].step[i].op != END; i++)
			step_do(&programs[p].step[i]);
		trace_close();
		guest_stop(NULL);
		in = fopen(path, "re");
		assert_non_null(in);
		if (trace_judge(in, programs[p].name, stderr, &totals))
			fail_msg("%s", programs[p].name);
		fclose(in);
		assert_int_equal(totals.verdicts[V_SIZE], expect->size);
		assert_int_equal(totals.verdicts[V_ADDRESS], expect->address);
		assert_int_equal(totals.verdicts[V_ATTRIBUTES], expect->attributes);
		assert_int_equal(totals.verdicts[V_REUSED], expect->reused);
		assert_int_equal(totals.verdicts[V_UNFINISHED], expect->unfinished);
		assert_int_equal(totals.verdicts[V_ALLOWED], expect->allowed);
	}
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_judges),
		cmocka_unit_test(all_programs),
	};

	return cmocka_run_group_tests_name("bbm programs", tests, NULL, NULL);
}
