// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_cell.c - names of cells are stable, and what cannot boot is refused.
 */
#include "tests/unit/unit.h"
#include "host/base/text.h"

static void assert_name(const char *axes_text, const char *name)
{
	assert_string_equal(make_boot(axes_text, 1).name, name);
}

/* Records of earlier runs are found by these: they must never change. */
static void names_are_stable(void **state)
{
	(void)state;
	assert_name("bench=convert", "convert-none.on.k0-both.live.spin-max-el1-2048m-2c-host");
	assert_name("bench=null cpus=1 clock=icount", "null-none.on.k0-max-el1-2048m-1c-icount");
	assert_name("bench=convert bbm=bbml2 rodata=off kfence=100 strategy=split method=upstream "
		    "hold=none el=2 mem=512M cpus=8",
		    "convert-bbml2.off.k100-split.upstream.none-max-el2-512m-8c-host");
	assert_name("bench=boot page=16k accel=kvm",
		    "boot-none.on.k0-host-el1-2048m-2c-host-16k-kvm");
	assert_name("bench=outcome guest=realm bbm=mixed devices=yes",
		    "outcome-mixed.on.k0-max-el1-2048m-2c-host-realm-devices.yes");
	assert_name("bench=tlb", "tlb-none.on.k0-max-el1-2048m-2c-host-n1.all");
	assert_name("bench=tlb guest=realm geometry=x4 load=pread-64",
		    "tlb-none.on.k0-max-el1-2048m-2c-host-realm-x4.pread-64");
	assert_name("bench=decay bbm=bbml2", "decay-bbml2.on.k0-max-el1-2048m-2c-host-n1");
	assert_name("bench=bbm", "bbm-none.on.k0-max-el1-2048m-2c-host");
}

static void names_tell_kernels_apart(void **state)
{
	struct plan_boot a = make_boot("bench=null kernel=/a/linux", 1);
	struct plan_boot b = make_boot("bench=null kernel=/b/linux", 1);

	(void)state;
	assert_string_not_equal(a.name, b.name);
	assert_true(text_is_name(a.name, CELL_NAME_MAX - 1));
	assert_non_null(strstr(a.name, "-linux."));
	assert_name("bench=null kernel=sid", "null-none.on.k0-max-el1-2048m-2c-host-sid");
}

static void longest_name_fits(void **state)
{
	char text[512], kernel[AXIS_TEXT_MAX];
	struct plan_boot boot;

	(void)state;
	memset(kernel, 'k', sizeof(kernel) - 1);
	kernel[sizeof(kernel) - 1] = '\0';
	snprintf(text, sizeof(text), "bench=convert bbm=bbml2 rodata=noalias kfence=100000 "
		 "guest=realm devices=yes "
		 "strategy=split method=upstream hold=spin cpu=neoverse-n1 el=2 mem=1024G cpus=8 "
		 "clock=icount page=16k accel=native kernel=%s", kernel);
	boot = make_boot(text, 1);
	assert_true(text_is_name(boot.name, CELL_NAME_MAX - 1));
	assert_non_null(strstr(boot.name, "-native"));
}

static void settles_what_was_not_said(void **state)
{
	struct cell cell = { 0 };

	(void)state;
	strcpy(cell.value[AXIS_BENCH], "boot");
	strcpy(cell.value[AXIS_ACCEL], "kvm");
	cell_settle(&cell);
	assert_string_equal(cell.value[AXIS_METHOD], "none");
	assert_string_equal(cell.value[AXIS_CPU], "host");
	assert_string_equal(cell.value[AXIS_MEM], "2048");
	assert_string_equal(cell.value[AXIS_GEOMETRY], "none");
	memset(&cell, 0, sizeof(cell));
	strcpy(cell.value[AXIS_BENCH], "tlb");
	cell_settle(&cell);
	assert_string_equal(cell.value[AXIS_GEOMETRY], "n1");
	assert_string_equal(cell.value[AXIS_LOAD], "all");
	assert_string_equal(cell.value[AXIS_METHOD], "none");
}

static void refuses(void **state)
{
	static const struct {
		const char *axes;
		enum axis_id blame;
	} bad[] = {
		{ "bench=null method=live", AXIS_METHOD },
		{ "bench=boot strategy=split", AXIS_STRATEGY },
		{ "bench=setmem hold=spin", AXIS_HOLD },
		{ "bench=convert method=none", AXIS_METHOD },
		{ "bench=convert strategy=none", AXIS_STRATEGY },
		{ "bench=convert method=upstream strategy=fold", AXIS_METHOD },
		{ "bbm=bbml2 cpu=neoverse-n1", AXIS_BBM },
		{ "accel=kvm clock=icount", AXIS_CLOCK },
		{ "accel=kvm bbm=bbml2", AXIS_BBM },
		{ "accel=kvm cpu=max", AXIS_CPU },
		{ "accel=tcg cpu=host", AXIS_CPU },
		{ "accel=kvm bbm=mixed", AXIS_BBM },
		{ "bbm=mixed cpu=neoverse-n1", AXIS_BBM },
		{ "bbm=mixed cpus=1", AXIS_BBM },
		{ "bbm=mixed el=2", AXIS_EL },
		{ "guest=realm accel=kvm", AXIS_GUEST },
		{ "guest=realm el=2", AXIS_EL },
		{ "devices=yes accel=kvm", AXIS_DEVICES },
		{ "devices=yes clock=icount", AXIS_DEVICES },
		{ "bench=convert geometry=n1", AXIS_GEOMETRY },
		{ "bench=timeline load=all", AXIS_LOAD },
		{ "bench=tlb geometry=none", AXIS_GEOMETRY },
		{ "bench=tlb load=none", AXIS_LOAD },
		{ "bench=tlb method=swap", AXIS_METHOD },
		{ "bench=tlb el=2", AXIS_EL },
		{ "bench=bbm el=2", AXIS_EL },
		{ "bench=decay el=2", AXIS_EL },
		{ "bench=decay geometry=none", AXIS_GEOMETRY },
		{ "bench=decay load=all", AXIS_LOAD },
		{ "bench=bbm page=16k", AXIS_PAGE },
		{ "bench=timeline el=2", AXIS_EL },
	};
	static const char *const good[] = {
		"bench=null", "bench=null method=none hold=none", "bbm=bbml2", "accel=kvm",
		"clock=icount", "method=upstream strategy=both", "method=private hold=spin cpus=1",
		"guest=realm", "guest=realm cpu=neoverse-n1", "guest=realm clock=icount cpus=1",
		"guest=realm bbm=mixed devices=yes", "bbm=mixed", "devices=yes",
		"bench=tlb", "bench=tlb geometry=a72 load=slab guest=realm bbm=bbml2",
		"bench=timeline clock=icount cpus=4", "bench=bbm clock=icount",
		"bench=bbm bbm=mixed",
		"bench=null geometry=none load=none",
		"bench=tlb accel=kvm el=2", "guest=realm bbm=bbml2 cpu=neoverse-n1",
	};
	enum axis_id blame;
	struct cell cell;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		cell = make_boot(bad[i].axes, 1).cell;
		if (!cell_refuse(&cell, NULL, &blame))
			fail_msg("'%s' was not refused", bad[i].axes);
		assert_int_equal(blame, bad[i].blame);
	}
	for (i = 0; i < ARRAY_SIZE(good); i++) {
		cell = make_boot(good[i], 1).cell;
		if (cell_refuse(&cell, NULL, &blame))
			fail_msg("'%s' was refused: %s", good[i], cell_refuse(&cell, NULL, &blame));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_stable), cmocka_unit_test(names_tell_kernels_apart),
		cmocka_unit_test(longest_name_fits), cmocka_unit_test(settles_what_was_not_said),
		cmocka_unit_test(refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
