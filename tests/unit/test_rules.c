// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_rules.c - what can be booted on the site at hand; matrix, plan and cell say the same.
 */
#include "tests/unit/unit.h"
#include "tests/unit/stdout.h"
#include "host/base/option.h"
#include "host/cell/site.h"

#define HERE	"accel=tcg kernel=trixie-backports page=4 no_rsi=trixie,bookworm"

static const struct {
	const char *site, *axes;
	enum axis_id blame;
	const char *why;	/* NULL: can be booted */
} cases[] = {
	{ HERE, "bench=null", 0, NULL },
	{ "", "bench=null accel=exec kernel=/a page=16k", 0, NULL },
	{ HERE, "accel=native", AXIS_ACCEL,
	  "accel=native: run.sh boots guests under tcg on this host" },
	{ HERE, "accel=kvm", AXIS_ACCEL, "accel=kvm: run.sh boots guests under tcg on this host" },
	{ "accel=tcg,kvm", "accel=kvm", 0, NULL },
	{ "accel=tcg,kvm", "accel=exec", AXIS_ACCEL, "boots guests under tcg,kvm on" },
	{ HERE, "bench=null page=16k", AXIS_PAGE,
	  "page=16k: the kernel that set-up has is built for 4k pages" },
	{ HERE, "kernel=sid", AXIS_KERNEL,
	  "kernel=sid: set-up has the kernel of trixie-backports only" },
	{ HERE, "kernel=trixie", AXIS_KERNEL, "kernel=trixie: set-up has" },
	{ HERE, "kernel=trixie guest=realm", 0, NULL },
	{ HERE, "kernel=book guest=realm", AXIS_KERNEL, "kernel=book: set-up has" },
	/* what is wrong anywhere is said first */
	{ HERE, "bench=null guest=realm el=2 page=16k", AXIS_EL, "guest=realm needs el=1" },
	{ "profile=bbm", "bench=null el=2", AXIS_EL, "SPLITFOLD_PROFILE=bbm needs el=1" },
	{ "profile=bbm", "bench=null clock=icount", 0, NULL },
	{ "profile=", "bench=timeline el=2", 0, NULL },
	{ "", "bench=timeline el=2", AXIS_EL, "bench=timeline needs el=1" },
};

static void site_decides(void **state)
{
	enum axis_id blame;
	struct site site;
	const char *why;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct plan_boot boot = make_boot(cases[i].axes, 1);

		assert_int_equal(site_parse(&site, cases[i].site), 0);
		why = cell_refuse(&boot.cell, &site, &blame);
		if (!why != !cases[i].why || (why && !strstr(why, cases[i].why)))
			fail_msg("'%s': %s", cases[i].axes, why ? why : "taken");
		if (why)
			assert_int_equal(blame, cases[i].blame);
		site_free(&site);
	}
}

static void geometry_is_read(void **state)
{
	static const char bad[] = "[l1d]\nentries = many\n";
	struct plan_boot boot = make_boot("bench=tlb geometry=own", 1);
	char *text = xasprintf("geometry=%s", scratch);
	enum axis_id blame;
	struct site site;

	(void)state;
	assert_int_equal(site_parse(&site, text), 0);
	assert_non_null(strstr(cell_refuse(&boot.cell, &site, &blame),
			       "there is no qemu/plugin/geometry/own.ini"));
	assert_int_equal(blame, AXIS_GEOMETRY);
	scratch_write("own.ini", bad, strlen(bad));
	assert_non_null(strstr(cell_refuse(&boot.cell, &site, &blame),
			       "own.ini:2: entries = many: expected a number from 1 to"));
	/* no plugin, no geometry */
	site.profile = "";
	assert_null(cell_refuse(&boot.cell, &site, &blame));
	site_free(&site);
	free(text);
}

static void bad_sites(void **state)
{
	static const struct {
		const char *text, *said;
	} bad[] = {
		{ "accel", "--site: 'accel': expected KEY=VALUE" },
		{ "page=4 pages=4", "--site: 'pages' is not known; expected accel, kernel" },
		{ "page=4 page=16", "--site: a second 'page'" },
	};
	struct site site;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		said_start();
		assert_int_equal(site_parse(&site, bad[i].text), -1);
		assert_said(bad[i].said);
		site_free(&site);
	}
}

/* Exit status 2, these words and no output. */
static void assert_refused(int (*run)(const struct command *, int, char **), int argc, char **argv,
			   const char *why)
{
	char *text;

	said_start();
	assert_int_equal(command_argv(run, "[AXIS=VALUE...]", argc, argv, &text), EXIT_BAD);
	assert_said(why);
	assert_string_equal(text, "");
	free(text);
}

/* A section with the cell alone, a line of a plan, and words say the same of it. */
static void assert_agree(const char *axes_text, const char *why)
{
	struct plan_boot boot = make_boot(axes_text, 1);
	char ini[1024] = "[a]\n", words[AXIS_NR][AXIS_TEXT_MAX + 16];
	char site[] = "--site=" HERE, tsv[] = "--format=tsv";
	char *matrix = xasprintf("--matrix=%s", scratch_path("m.ini"));
	char *plan = xasprintf("--plan=%s", scratch_path("plan.tsv"));
	char *of_plan[] = { site, tsv, matrix }, *of_lines[] = { site, plan };
	char *of_words[AXIS_NR + 1] = { site };
	FILE *out;
	int i;

	for (i = 0; i < AXIS_NR; i++) {
		snprintf(words[i], sizeof(words[i]), "%s=%s%s", axes[i].key, boot.cell.value[i],
			 i == AXIS_MEM ? "M" : "");
		strcat(strcat(ini, words[i]), "\n");
		of_words[i + 1] = words[i];
	}
	scratch_write("m.ini", ini, strlen(ini));
	out = fopen(scratch_path("plan.tsv"), "w");
	assert_non_null(out);
	plan_line_write(out, &boot);
	assert_int_equal(fclose(out), 0);
	assert_refused(cmd_plan, ARRAY_SIZE(of_plan), of_plan, why);
	assert_refused(cmd_cell, ARRAY_SIZE(of_lines), of_lines, why);
	assert_refused(cmd_cell, ARRAY_SIZE(of_words), of_words, why);
	free(matrix);
	free(plan);
}

static void commands_agree(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		if (cases[i].why && !strcmp(cases[i].site, HERE))
			assert_agree(cases[i].axes, cases[i].why);
	assert_agree("bench=null bbm=mixed cpus=1", "bbm=mixed needs 2 CPUs or more");
	assert_agree("bench=convert method=none", "bench=convert needs a method other than none");
}

static void cell_is_printed(void **state)
{
	struct plan_boot boot;
	char *text;

	(void)state;
	assert_int_equal(command_run(cmd_cell, "[AXIS=VALUE...]",
				     "bench=null cpus=1 mem=1G cpus=4", &text), EXIT_OK);
	assert_int_equal(plan_line_parse(text, &boot), 0);
	assert_string_equal(boot.name, "null-none.on.k0-max-el1-1024m-4c-host");
	free(text);
	said_start();
	assert_int_equal(command_run(cmd_cell, "[AXIS=VALUE...]", "cpus=x", NULL), EXIT_BAD);
	assert_said("cpus 'x' is not known; expected a number from 1 to 8");
	said_start();
	assert_int_equal(command_run(cmd_cell, "[AXIS=VALUE...]", "cpus", NULL), EXIT_BAD);
	assert_said("'cpus': expected AXIS=VALUE");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(site_decides), scratch_test(geometry_is_read),
		cmocka_unit_test(bad_sites), scratch_test(commands_agree),
		scratch_test(cell_is_printed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
