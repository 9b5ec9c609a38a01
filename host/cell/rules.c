// SPDX-License-Identifier: GPL-2.0-only
/*
 * cell/rules.c - which cells can be booted. Everything that makes or boots a cell asks
 * cell_refuse(): matrix, plan, boot and what is built on them say the same of it. First come
 * the rules that hold anywhere, then those of the machine and the set-up at hand.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "host/base/alloc.h"
#include "host/cell/cell.h"
#include "host/cell/site.h"
#include "qemu/plugin/geometry.h"

static bool tcg(const struct cell *cell)
{
	return cell_is(cell, AXIS_ACCEL, "tcg");
}

static bool icount_off_tcg(const struct cell *cell)
{
	return cell_is(cell, AXIS_CLOCK, "icount") && !tcg(cell);
}

static bool bbml2_off_tcg(const struct cell *cell)
{
	return cell_is(cell, AXIS_BBM, "bbml2") && !tcg(cell);
}

/* In a realm it is the monitor that says which part a CPU is. */
static bool bbml2_on_n1(const struct cell *cell)
{
	return cell_is(cell, AXIS_BBM, "bbml2") && cell_is(cell, AXIS_CPU, "neoverse-n1") &&
	       !cell_is_realm(cell);
}

static bool mixed_on_n1(const struct cell *cell)
{
	return cell_is(cell, AXIS_BBM, "mixed") && cell_is(cell, AXIS_CPU, "neoverse-n1");
}

static bool mixed_alone(const struct cell *cell)
{
	return cell_is(cell, AXIS_BBM, "mixed") && cell_number(cell, AXIS_CPUS) < 2;
}

static bool mixed_off_tcg(const struct cell *cell)
{
	return cell_is(cell, AXIS_BBM, "mixed") && !tcg(cell);
}

static bool mixed_at_el2(const struct cell *cell)
{
	return cell_is(cell, AXIS_BBM, "mixed") && !cell_is(cell, AXIS_EL, "1");
}

static bool realm_off_tcg(const struct cell *cell)
{
	return cell_is(cell, AXIS_GUEST, "realm") && !tcg(cell);
}

static bool realm_at_el2(const struct cell *cell)
{
	return cell_is(cell, AXIS_GUEST, "realm") && !cell_is(cell, AXIS_EL, "1");
}

static bool devices_off_tcg(const struct cell *cell)
{
	return cell_is(cell, AXIS_DEVICES, "yes") && !tcg(cell);
}

static bool devices_counted(const struct cell *cell)
{
	return cell_is(cell, AXIS_DEVICES, "yes") && cell_is(cell, AXIS_CLOCK, "icount");
}

static bool host_cpu_on_tcg(const struct cell *cell)
{
	return cell_is(cell, AXIS_CPU, "host") && tcg(cell);
}

static bool model_off_tcg(const struct cell *cell)
{
	return !cell_is(cell, AXIS_CPU, "host") && !tcg(cell);
}

static bool upstream_fold(const struct cell *cell)
{
	return cell_is(cell, AXIS_METHOD, "upstream") && cell_is(cell, AXIS_STRATEGY, "fold");
}

static bool converts(const struct cell *cell)
{
	return cell_is(cell, AXIS_BENCH, "convert");
}

static bool counts_walks(const struct cell *cell)
{
	return cell_is(cell, AXIS_BENCH, "tlb") || cell_is(cell, AXIS_BENCH, "decay");
}

/* The model knows one translation regime, and its granule. */
static bool modelled(const struct cell *cell)
{
	return tcg(cell) && (counts_walks(cell) || cell_is(cell, AXIS_BENCH, "bbm"));
}

static bool modelled_pages(const struct cell *cell)
{
	return modelled(cell) && !cell_is(cell, AXIS_PAGE, "4");
}

static bool elsewhere(const struct cell *cell, enum axis_id id)
{
	return !cell_has(cell, id) && !cell_is(cell, id, AXIS_NONE);
}

static bool strategy_elsewhere(const struct cell *cell)
{
	return elsewhere(cell, AXIS_STRATEGY);
}

static bool method_elsewhere(const struct cell *cell)
{
	return elsewhere(cell, AXIS_METHOD);
}

static bool hold_elsewhere(const struct cell *cell)
{
	return elsewhere(cell, AXIS_HOLD);
}

static bool geometry_elsewhere(const struct cell *cell)
{
	return elsewhere(cell, AXIS_GEOMETRY);
}

static bool load_elsewhere(const struct cell *cell)
{
	return elsewhere(cell, AXIS_LOAD);
}

static bool no_strategy(const struct cell *cell)
{
	return converts(cell) && cell_is(cell, AXIS_STRATEGY, AXIS_NONE);
}

static bool no_method(const struct cell *cell)
{
	return converts(cell) && cell_is(cell, AXIS_METHOD, AXIS_NONE);
}

static bool no_geometry(const struct cell *cell)
{
	return counts_walks(cell) && cell_is(cell, AXIS_GEOMETRY, AXIS_NONE);
}

static bool no_load(const struct cell *cell)
{
	return cell_is(cell, AXIS_BENCH, "tlb") && cell_is(cell, AXIS_LOAD, AXIS_NONE);
}

static const struct {
	bool (*broken)(const struct cell *cell);
	enum axis_id blame;
	const char *why;
} rules[] = {
	{ icount_off_tcg, AXIS_CLOCK, "clock=icount needs accel=tcg: only QEMU's TCG counts" },
	{ bbml2_off_tcg, AXIS_BBM, "bbm=bbml2 needs accel=tcg: real CPUs have what they have" },
	{ bbml2_on_n1, AXIS_BBM,
	  "bbm=bbml2 needs cpu=max: a Neoverse N1 has no BBML2, except in a realm" },
	{ mixed_off_tcg, AXIS_BBM, "bbm=mixed needs accel=tcg: its monitor is in QEMU's EL2" },
	{ mixed_on_n1, AXIS_BBM, "bbm=mixed needs cpu=max: a Neoverse N1 has no BBML2" },
	{ mixed_alone, AXIS_BBM, "bbm=mixed needs 2 CPUs or more, that differ" },
	{ mixed_at_el2, AXIS_EL, "bbm=mixed needs el=1: EL2 is the monitor's" },
	{ realm_off_tcg, AXIS_GUEST, "guest=realm needs accel=tcg: its monitor is in QEMU's EL2" },
	{ realm_at_el2, AXIS_EL, "guest=realm needs el=1: EL2 is the monitor's" },
	{ devices_off_tcg, AXIS_DEVICES, "devices=yes needs accel=tcg: they are QEMU's" },
	{ devices_counted, AXIS_DEVICES,
	  "devices=yes needs clock=host: their interrupts make counts differ" },
	{ host_cpu_on_tcg, AXIS_CPU, "cpu=host needs an accel other than tcg" },
	{ model_off_tcg, AXIS_CPU, "a CPU model needs accel=tcg; elsewhere it is cpu=host" },
	{ strategy_elsewhere, AXIS_STRATEGY, "strategy applies to bench=convert only" },
	{ method_elsewhere, AXIS_METHOD, "method applies to bench=convert only" },
	{ hold_elsewhere, AXIS_HOLD, "hold applies to bench=convert only" },
	{ geometry_elsewhere, AXIS_GEOMETRY, "geometry applies to bench=tlb and bench=decay only" },
	{ load_elsewhere, AXIS_LOAD, "load applies to bench=tlb only" },
	{ no_geometry, AXIS_GEOMETRY, "bench=tlb and bench=decay need a geometry such as n1" },
	{ no_load, AXIS_LOAD, "bench=tlb needs a load: all, programs or a workload" },
	{ modelled_pages, AXIS_PAGE, "bench=tlb, decay and bbm model page=4k only" },
	{ no_strategy, AXIS_STRATEGY, "bench=convert needs a strategy: both, split or fold" },
	{ no_method, AXIS_METHOD, "bench=convert needs a method other than none" },
	{ upstream_fold, AXIS_METHOD, "method=upstream only splits: strategy=fold has no records" },
};

/* The text of rules that name values; until the next call of cell_refuse(). */
static char why_text[512];

__attribute__((format(printf, 1, 2)))
static const char *why(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(why_text, sizeof(why_text), fmt, args);
	va_end(args);
	return why_text;
}

/*
 * What makes the guest run under QEMU's plugin, for messages, or NULL: the benchmark, or the
 * user by hand, who may also run a benchmark of the plugin's without it.
 */
static const char *plugin_by(const struct cell *cell, const struct site *site)
{
	static char by[AXIS_TEXT_MAX + 32];

	if (site && site->profile) {
		snprintf(by, sizeof(by), "SPLITFOLD_PROFILE=%.32s", site->profile);
		return *site->profile ? by : NULL;
	}
	if (!modelled(cell) && !(tcg(cell) && cell_is(cell, AXIS_BENCH, "timeline")))
		return NULL;
	snprintf(by, sizeof(by), "bench=%s", cell->value[AXIS_BENCH]);
	return by;
}

static const char *plugin_refuse(const struct cell *cell, const struct site *site,
				 enum axis_id *blame)
{
	const char *by = plugin_by(cell, site);

	if (!by)
		return NULL;
	*blame = AXIS_EL;
	if (!cell_is(cell, AXIS_EL, "1"))
		return why("%s needs el=1: QEMU's plugin models translation at EL1 only", by);
	return NULL;
}

static const char *geometry_refuse(const struct cell *cell, const struct site *site)
{
	const char *name = cell->value[AXIS_GEOMETRY];
	char file[512], error[256];
	struct geometry geometry;

	if (!site->geometry || cell_is(cell, AXIS_GEOMETRY, AXIS_NONE) || !plugin_by(cell, site))
		return NULL;
	snprintf(file, sizeof(file), "%s/%s.ini", site->geometry, name);
	if (access(file, F_OK))
		return why("geometry=%s: there is no qemu/plugin/geometry/%s.ini", name, name);
	if (geometry_read(&geometry, file, error, sizeof(error)))
		return why("geometry=%s: %s", name, error);
	return NULL;
}

/* A realm's kernel that lacks support for it is no error: its boots are recorded as skipped. */
static bool kernel_here(const struct cell *cell, const struct site *site)
{
	return !site->kernel || cell_is(cell, AXIS_KERNEL, site->kernel) ||
	       (cell_is_realm(cell) && site_lists(site->no_rsi, cell->value[AXIS_KERNEL]));
}

static const char *site_refuse(const struct cell *cell, const struct site *site,
			       enum axis_id *blame)
{
	*blame = AXIS_ACCEL;
	if (site->accel && !site_lists(site->accel, cell->value[AXIS_ACCEL]))
		return why("accel=%s: run.sh boots guests under %s on this host",
			   cell->value[AXIS_ACCEL], site->accel);
	*blame = AXIS_KERNEL;
	if (!kernel_here(cell, site))
		return why("kernel=%s: set-up has the kernel of %s only",
			   cell->value[AXIS_KERNEL], site->kernel);
	*blame = AXIS_PAGE;
	if (site->page && !cell_is(cell, AXIS_PAGE, site->page))
		return why("page=%sk: the kernel that set-up has is built for %sk pages",
			   cell->value[AXIS_PAGE], site->page);
	*blame = AXIS_GEOMETRY;
	return geometry_refuse(cell, site);
}

const char *cell_refuse(const struct cell *cell, const struct site *site, enum axis_id *blame)
{
	const char *text;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rules); i++) {
		if (rules[i].broken(cell)) {
			*blame = rules[i].blame;
			return rules[i].why;
		}
	}
	text = plugin_refuse(cell, site, blame);
	return text || !site ? text : site_refuse(cell, site, blame);
}
