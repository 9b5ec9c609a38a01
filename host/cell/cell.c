// SPDX-License-Identifier: GPL-2.0-only
/*
 * cell/cell.c - one configuration, see cell/cell.h.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "host/base/alloc.h"
#include "host/cell/cell.h"
#include "host/base/text.h"

static void cell_set(struct cell *cell, enum axis_id id, const char *value)
{
	text_copy(cell->value[id], AXIS_TEXT_MAX, value);
}

static bool axis_applies(const struct cell *cell, enum axis_id id)
{
	return !axes[id].only || cell_is(cell, AXIS_BENCH, axes[id].only) ||
	       (axes[id].also && cell_is(cell, AXIS_BENCH, axes[id].also));
}

const char *cell_preset(const struct cell *cell, enum axis_id id)
{
	return axis_applies(cell, id) ? axes[id].preset : AXIS_NONE;
}

void cell_settle(struct cell *cell)
{
	int i;

	/* bench and accel decide over other axes, so they must be known first */
	if (cell_is(cell, AXIS_BENCH, ""))
		cell_set(cell, AXIS_BENCH, axes[AXIS_BENCH].preset);
	if (cell_is(cell, AXIS_ACCEL, ""))
		cell_set(cell, AXIS_ACCEL, axes[AXIS_ACCEL].preset);
	if (cell_is(cell, AXIS_CPU, "") && !cell_is(cell, AXIS_ACCEL, "tcg"))
		cell_set(cell, AXIS_CPU, "host");
	for (i = 0; i < AXIS_NR; i++)
		if (cell_is(cell, i, ""))
			cell_set(cell, i, cell_preset(cell, i));
}

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

static bool bbml2_on_n1(const struct cell *cell)
{
	return cell_is(cell, AXIS_BBM, "bbml2") && cell_is(cell, AXIS_CPU, "neoverse-n1");
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

static bool modelled_at_el2(const struct cell *cell)
{
	return modelled(cell) && !cell_is(cell, AXIS_EL, "1");
}

static bool modelled_pages(const struct cell *cell)
{
	return modelled(cell) && !cell_is(cell, AXIS_PAGE, "4");
}

static bool elsewhere(const struct cell *cell, enum axis_id id)
{
	return !axis_applies(cell, id) && !cell_is(cell, id, AXIS_NONE);
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
	{ bbml2_on_n1, AXIS_BBM, "bbm=bbml2 needs cpu=max: a Neoverse N1 has no BBML2" },
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
	{ modelled_at_el2, AXIS_EL, "bench=tlb, decay and bbm model el=1 only" },
	{ modelled_pages, AXIS_PAGE, "bench=tlb, decay and bbm model page=4k only" },
	{ no_strategy, AXIS_STRATEGY, "bench=convert needs a strategy: both, split or fold" },
	{ no_method, AXIS_METHOD, "bench=convert needs a method other than none" },
	{ upstream_fold, AXIS_METHOD, "method=upstream only splits: strategy=fold has no records" },
};

const char *cell_refuse(const struct cell *cell, enum axis_id *blame)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rules); i++) {
		if (rules[i].broken(cell)) {
			*blame = rules[i].blame;
			return rules[i].why;
		}
	}
	return NULL;
}

/*
 * A path is shortened to its last part; its checksum keeps two paths apart. A name
 * with characters that need care in a file name is treated the same.
 */
static void name_value(const char *value, char *out, size_t size)
{
	const char *last = strrchr(value, '/');
	char short_name[25];
	char *c;

	if (text_is_name(value, size - 1)) {
		text_copy(out, size, value);
		return;
	}
	snprintf(short_name, sizeof(short_name), "%s", last ? last + 1 : value);
	for (c = short_name; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("._-", *c))
			*c = '_';
	snprintf(out, size, "%s.%08lx", short_name,
		 crc32(0, (const unsigned char *)value, strlen(value)));
}

static bool name_has(const struct cell *cell, int i)
{
	if (axes[i].nameless && cell_is(cell, i, axes[i].nameless))
		return false;
	return axis_applies(cell, i);
}

void cell_name(const struct cell *cell, char name[CELL_NAME_MAX])
{
	size_t used = 0;
	int rank, i;

	name[0] = '\0';
	for (rank = 0; rank < AXIS_NR; rank++) {
		for (i = 0; i < AXIS_NR && used < CELL_NAME_MAX; i++) {
			const struct axis_name *part = &axes[i].name;
			char value[36];

			if (part->rank != rank || !name_has(cell, i))
				continue;
			name_value(cell->value[i], value, sizeof(value));
			used += snprintf(name + used, CELL_NAME_MAX - used, "%s%s%s",
					 part->before, value, part->after);
		}
	}
}

bool cell_same(const struct cell *a, const struct cell *b)
{
	int i;

	for (i = 0; i < AXIS_NR; i++)
		if (strcmp(a->value[i], b->value[i]))
			return false;
	return true;
}

void cell_map(const struct cell *cell, char *out, size_t size)
{
	snprintf(out, size, "%s.%s.k%s", cell->value[AXIS_BBM], cell->value[AXIS_RODATA],
		 cell->value[AXIS_KFENCE]);
}

int64_t cell_number(const struct cell *cell, enum axis_id id)
{
	return strtoll(cell->value[id], NULL, 10);
}
