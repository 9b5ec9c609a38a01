// SPDX-License-Identifier: GPL-2.0-only
/*
 * tally.c - gathers the fields of struct splitfold_convert into metrics.
 *
 * A count is the same in every conversion unless something is odd: then its metric
 * is one value. When conversions differ it is a histogram, so that the odd one shows.
 */
#include "bench/tally.h"

#include <assert.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>

struct field {
	const char *name;
	size_t offset;
};

#define OFFSET(field) offsetof(struct splitfold_convert, field)

static const struct field phase_fields[] = {
	{ .name = "scan", .offset = OFFSET(phases.scan) },
	{ .name = "prealloc", .offset = OFFSET(phases.prealloc) },
	{ .name = "fill", .offset = OFFSET(phases.fill) },
	{ .name = "build", .offset = OFFSET(phases.build) },
	{ .name = "gate", .offset = OFFSET(phases.gate) },
	{ .name = "fixup", .offset = OFFSET(phases.fixup) },
	{ .name = "gather", .offset = OFFSET(phases.gather) },
	{ .name = "held", .offset = OFFSET(phases.held) },
	{ .name = "commit", .offset = OFFSET(phases.commit) },
	{ .name = "tlbi", .offset = OFFSET(phases.tlbi) },
	{ .name = "edit", .offset = OFFSET(phases.edit) },
	{ .name = "grace", .offset = OFFSET(phases.grace) },
	{ .name = "post", .offset = OFFSET(phases.post) },
	{ .name = "closed", .offset = OFFSET(phases.closed) },
	{ .name = "total", .offset = OFFSET(phases.total) },
};
static_assert(ARRAY_SIZE(phase_fields) == TALLY_PHASES, "a row for every phase of the ABI");

static const struct field count_fields[] = {
	{ .name = "tables_allocated", .offset = OFFSET(tables_allocated) },
	{ .name = "tables_freed", .offset = OFFSET(tables_freed) },
	{ .name = "tables_spare", .offset = OFFSET(tables_spare) },
	{ .name = "pages_peak", .offset = OFFSET(pages_peak) },
	{ .name = "entries_written", .offset = OFFSET(entries_written) },
	{ .name = "ranges_changed", .offset = OFFSET(ranges_changed) },
	{ .name = "tlbis_all", .offset = OFFSET(tlbis.all) },
	{ .name = "tlbis_va", .offset = OFFSET(tlbis.va) },
	{ .name = "tlbis_range", .offset = OFFSET(tlbis.range) },
	{ .name = "tlbis_local", .offset = OFFSET(tlbis.local) },
	{ .name = "cpus_held", .offset = OFFSET(cpus_held) },
};
static_assert(ARRAY_SIZE(count_fields) == TALLY_COUNTS, "a row for every count");

static uint64_t field_get(const struct splitfold_convert *convert, const struct field *field)
{
	uint64_t value;

	memcpy(&value, (const char *)convert + field->offset, sizeof(value));
	return value;
}

int tally_init(struct tally *tally)
{
	int err = 0;
	size_t i;

	memset(tally, 0, sizeof(*tally));
	for (i = 0; i < TALLY_PHASES && !err; i++)
		err = hist_init(&tally->phases[i]);
	for (i = 0; i < TALLY_COUNTS && !err; i++)
		err = hist_init(&tally->counts[i]);
	return err;
}

void tally_add(struct tally *tally, const struct splitfold_convert *convert, uint64_t counter_hz)
{
	size_t i;

	for (i = 0; i < TALLY_PHASES; i++) {
		uint64_t ticks = field_get(convert, &phase_fields[i]);

		if (ticks != SPLITFOLD_NOT_APART)
			hist_record(&tally->phases[i], clock_ns(ticks, counter_hz));
	}
	for (i = 0; i < TALLY_COUNTS; i++) {
		uint64_t count = field_get(convert, &count_fields[i]);

		if (count != SPLITFOLD_NOT_APART)
			hist_record(&tally->counts[i], count);
	}
	tally->before = convert->before;
	tally->after = convert->after;
	tally->n++;
}

void tally_record(const struct tally *tally, struct record *record)
{
	const char *unit = clock_unit(record->run->opt->clock);
	size_t i;

	if (!tally->n)
		return;
	for (i = 0; i < TALLY_PHASES; i++) {
		if (tally->phases[i].n)
			record_hist(record, phase_fields[i].name, unit, &tally->phases[i]);
		else
			record_skipped(record, phase_fields[i].name,
				       "not a phase of its own with this method and hold");
	}
	for (i = 0; i < TALLY_COUNTS; i++) {
		const struct hist *count = &tally->counts[i];

		if (!count->n)
			record_skipped(record, count_fields[i].name, "this method cannot count it");
		else if (count->min == count->max)
			record_value(record, count_fields[i].name, "count", count->min);
		else
			record_hist(record, count_fields[i].name, "count", count);
	}
	record_value(record, "pte_count", "count", tally->before.pages);
	record_clock_step(record);
	record_census(record, &tally->before, &tally->after);
}

void tally_free(struct tally *tally)
{
	size_t i;

	for (i = 0; i < TALLY_PHASES; i++)
		hist_free(&tally->phases[i]);
	for (i = 0; i < TALLY_COUNTS; i++)
		hist_free(&tally->counts[i]);
}
