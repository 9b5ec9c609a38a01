// SPDX-License-Identifier: GPL-2.0-only
/*
 * answer/options.c - Q1: what options 1, 2 and 3 cost at boot, each sum with its terms.
 */
#include <math.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/answer/build.h"
#include "host/answer/option_cost.h"

struct composed {
	struct answer *answer;
	struct option_costs of;
	bool stands_in;		/* a number of another guest or map was taken */
};

static const struct table_column sum_columns[] = {
	{ "", "option", 1 }, { "", "paging_init", 0 }, { "", "conversion", 0 }, { "", "sum", 0 },
};

static const struct table_column memory_columns[] = {
	{ "", "option", 1 }, { "others", "held", 0 }, { "tables", "new", 0 },
	{ "tables", "freed", 0 }, { "tables", "left", 0 }, { "free at", "/init", 0 },
	{ "with", "cpus", 0 },
};

/* ~ where another guest or map had to stand in for the option's own. */
static void put_term(struct composed *c, struct answer_text *row, const struct option_cost *cost,
		     const struct series *term)
{
	bool own = term && option_owns(cost->option, term);

	if (!term) {
		answer_say(row, "-");
		return;
	}
	c->stands_in |= !own;
	answer_give(c->answer, row, term, "%lld%s", (long long)term->q.p50, own ? "" : "~");
}

static void put_heading(struct answer_table *table, const struct option_cost *cost)
{
	char size[ANSWER_SIZE_MAX];

	if (cost->option != boot_options)
		return;
	answer_size(cost->mem_mib, size);
	answer_heading(table, "%s", size);
}

static struct answer_text *put_option(struct answer_table *table, const struct option_cost *cost)
{
	struct answer_text *row;

	put_heading(table, cost);
	row = answer_row(table);
	answer_say(row, "%s: %s", cost->option->guest, cost->option->label);
	return row;
}

static bool all_own(const struct option_cost *cost)
{
	const struct series *total = answer_metric(cost->conversion, "total");

	return option_owns(cost->option, cost->paging) &&
	       (!cost->option->strategy || option_owns(cost->option, total));
}

static void table_sums(struct composed *c)
{
	struct answer_table *table = answer_table(c->answer, sum_columns, ARRAY_SIZE(sum_columns),
						  "at boot, instructions of the boot CPU");
	size_t i;

	for (i = 0; i < c->of.nr; i++) {
		const struct option_cost *cost = &c->of.costs[i];
		struct answer_text *row = put_option(table, cost);
		int64_t sum = option_cost_sum(cost);

		put_term(c, row, cost, cost->paging);
		if (cost->option->strategy)
			put_term(c, row, cost, answer_metric(cost->conversion, "total"));
		else
			answer_say(row, "none");
		if (sum < 0)
			answer_say(row, "-");
		else
			answer_say(row, "%lld%s", (long long)sum, all_own(cost) ? "" : "~");
	}
	answer_note(table, "option 1: ptes, then a fold (a realm needs none); 2: blocks, then a "
		    "split (a plain guest needs none), private-mmuoff with all MMUs off; 3: right "
		    "at once; - not in this run%s", c->stands_in ? "; ~ of another kind of guest, "
		    "or of CPUs with BBML2, that does the same work" : "");
}

/* Of a number made of two: made is NULL where an option converts nothing. */
static bool all_of_own(const struct option_cost *cost, const struct series *booted,
		       const struct series *made)
{
	return option_owns(cost->option, booted) &&
	       (!cost->option->strategy || option_owns(cost->option, made));
}

static void put_memory(struct composed *c, struct answer_text *row, const struct option_cost *cost)
{
	const struct series *tables = answer_metric(cost->boot, "linear_map_tables");
	const struct series *free_kib = answer_metric(cost->boot, "mem_free");
	const struct series *made = answer_metric(cost->conversion, "tables_allocated");
	const struct series *freed = answer_metric(cost->conversion, "tables_freed");
	double more = made && freed ? (double)made->q.p50 - freed->q.p50 : 0, page_kib;

	if (cost->option->strategy) {
		put_term(c, row, cost, answer_metric(cost->conversion, "held"));
		put_term(c, row, cost, made);
		put_term(c, row, cost, freed);
	} else {
		answer_say(row, "none");
		answer_say(row, "0");
		answer_say(row, "0");
	}
	if (cost->option->strategy && (!made || !freed))
		tables = free_kib = NULL;
	page_kib = cost->boot ? cell_number(cost->boot->series->cell, AXIS_PAGE) : 1;
	if (tables)
		answer_give(c->answer, row, tables, "%.0f%s",
			    tables->q.p50 / (page_kib * 1024) + more,
			    all_of_own(cost, tables, made) ? "" : "~");
	else
		answer_say(row, "-");
	if (free_kib)
		answer_say(row, "%.0f%s", floor((free_kib->q.p50 - more * page_kib) / 1024),
			   all_of_own(cost, free_kib, made) ? "" : "~");
	else
		answer_say(row, "-");
	answer_say(row, "%s", free_kib ? free_kib->cell->value[AXIS_CPUS] : "-");
}

static void table_memory(struct composed *c)
{
	struct answer_table *table =
		answer_table(c->answer, memory_columns, ARRAY_SIZE(memory_columns),
			     "held in instructions, tables of the linear map, free memory in MiB");
	size_t i;

	for (i = 0; i < c->of.nr; i++)
		put_memory(c, put_option(table, &c->of.costs[i]), &c->of.costs[i]);
	answer_note(table, "held: while other CPUs would wait, counted on one CPU; left and free: "
		    "as booted with so many CPUs, and what the conversion made and freed");
}

/* The size at which most is known and least had to stand in, the larger of two. */
static int64_t best_size(const struct composed *c)
{
	size_t i, k, known, most = 0;
	int64_t size = 0;

	for (i = 0; i < c->of.nr_sizes; i++) {
		for (k = known = 0; k < c->of.nr; k++)
			if (c->of.costs[k].mem_mib == c->of.sizes[i] &&
			    option_cost_sum(&c->of.costs[k]) >= 0)
				known += 1 + all_own(&c->of.costs[k]);
		if (known >= most) {
			most = known;
			size = known ? c->of.sizes[i] : size;
		}
	}
	return size;
}

static void say_cost(struct composed *c, const struct option_cost *cost, bool first)
{
	struct answer_text *said = &c->answer->said;
	const struct series *held = answer_metric(cost->conversion, "held");
	char number[TABLE_CELL_MAX], sum[TABLE_GROUPED_MAX];

	answer_say(said, "%s %s, option %s: ", first ? ":" : ";", cost->option->guest,
		   cost->option->label);
	if (!cost->option->strategy) {
		put_term(c, said, cost, cost->paging);
		return;
	}
	snprintf(number, sizeof(number), "%lld%s", (long long)option_cost_sum(cost),
		 all_own(cost) ? "" : "~");
	table_grouped(number, sum);
	answer_say(said, "%s (", sum);
	put_term(c, said, cost, cost->paging);
	answer_say(said, " and a %s of ", cost->option->strategy);
	put_term(c, said, cost, answer_metric(cost->conversion, "total"));
	if (held) {
		answer_say(said, ", others held for ");
		put_term(c, said, cost, held);
	}
	answer_say(said, ")");
}

static void say_costs(struct composed *c)
{
	int64_t size = best_size(c);
	char text[ANSWER_SIZE_MAX];
	bool first = true;
	size_t i;

	if (!size) {
		answer_say(&c->answer->said, "no sum has all its terms in this run; the terms "
			   "that are there are in the tables.");
		return;
	}
	answer_size(size, text);
	answer_say(&c->answer->said, "at %s on CPUs without BBML2, in instructions of the boot "
		   "CPU", text);
	for (i = 0; i < c->of.nr; i++) {
		if (c->of.costs[i].mem_mib != size || option_cost_sum(&c->of.costs[i]) < 0)
			continue;
		say_cost(c, &c->of.costs[i], first);
		first = false;
	}
	answer_say(&c->answer->said, ".%s", c->stands_in ? " ~ is of another kind of guest or of "
		   "CPUs with BBML2, doing the same." : "");
}

static bool lacks_paging(const struct option_cost *cost)
{
	return !cost->paging;
}

static bool lacks_conversion(const struct option_cost *cost)
{
	return cost->option->strategy && !answer_metric(cost->conversion, "total");
}

static bool lacks_boot(const struct option_cost *cost)
{
	return !answer_metric(cost->boot, "mem_free");
}

/* Options that begin on the same map of the same guest lack the same. */
static bool begins_alike(const struct boot_option *a, const struct boot_option *b)
{
	return a->ptes == b->ptes && !strcmp(a->guest, b->guest);
}

static bool alike_before(size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (begins_alike(&boot_options[i], &boot_options[at]))
			return true;
	return false;
}

/* As a matrix has it. */
static void mem_size(int64_t mib, char out[ANSWER_SIZE_MAX])
{
	bool whole = mib % 1024 == 0;

	snprintf(out, ANSWER_SIZE_MAX, "%lld%s", (long long)(whole ? mib / 1024 : mib),
		 whole ? "G" : "M");
}

/* What would supply a term that no record has; each kind once, with its sizes. */
static void say_lacking(struct composed *c, const char *what, size_t at,
			bool (*lacks)(const struct option_cost *cost))
{
	const struct boot_option *option = &boot_options[at];
	struct answer_text *missing = &c->answer->missing;
	char size[ANSWER_SIZE_MAX];
	bool any = false;
	size_t i;

	for (i = 0; i < c->of.nr; i++) {
		const struct option_cost *cost = &c->of.costs[i];

		if (cost->option != option || !lacks(cost))
			continue;
		mem_size(cost->mem_mib, size);
		if (any)
			answer_say(missing, ",%s", size);
		else
			answer_say(missing, "%s%s guest=%s %s mem=%s", what,
				   lacks == lacks_conversion ? option->matrix_pair : "",
				   option->guest, option->ptes ? "rodata=on" : "rodata=off "
					   "kfence=100", size);
		any = true;
	}
	if (any)
		answer_say(missing, "; ");
}

static void say_missing(struct composed *c)
{
	struct answer_text *missing = &c->answer->missing;
	size_t before, i;

	answer_say(missing, "%sterms that these cells would supply: ", missing->nr ? "; " : "");
	before = missing->nr;
	for (i = 0; i < OPTIONS_NR; i++)
		if (!alike_before(i))
			say_lacking(c, "bench=timeline", i, lacks_paging);
	for (i = 0; i < OPTIONS_NR; i++)
		say_lacking(c, "bench=convert clock=icount", i, lacks_conversion);
	for (i = 0; i < OPTIONS_NR; i++)
		if (!alike_before(i))
			say_lacking(c, "bench=boot", i, lacks_boot);
	if (missing->nr == before)
		answer_say(missing, "none, all are there; ");
	answer_say(missing, "time on hardware, and what more CPUs add: with several a count "
		   "holds the waiting ones' spinning too. The conversions ran after /init, with a "
		   "system around them. Option 3's own probing is in no kernel that was booted.");
}

static const struct table_column held_columns[] = {
	{ "", "option", 1 }, { "cpus", "1", 0 }, { "", "2", 0 }, { "", "4", 0 }, { "", "8", 0 },
};

/* Time, of which the emulated kind says little; at least it knows more than one CPU. */
static void table_held(struct composed *c)
{
	static const int cpus[] = { 1, 2, 4, 8 };
	struct answer_table *table = NULL;
	size_t i, k;

	for (i = 0; i < c->of.nr; i++) {
		const struct option_cost *cost = &c->of.costs[i];
		const struct series *held[ARRAY_SIZE(cpus)], *any = NULL;
		struct answer_text *row;
		char size[ANSWER_SIZE_MAX];

		for (k = 0; k < ARRAY_SIZE(cpus); k++) {
			held[k] = option_held(&c->of, cost, cpus[k]);
			any = any ? any : held[k];
		}
		if (!any)
			continue;
		if (!table)
			table = answer_table(c->answer, held_columns, ARRAY_SIZE(held_columns),
					     "how long others are held, by CPUs, in %s",
					     answer_unit(any));
		row = answer_row(table);
		answer_size(cost->mem_mib, size);
		answer_say(row, "%s: %s, %s", cost->option->guest, cost->option->label, size);
		for (k = 0; k < ARRAY_SIZE(cpus); k++)
			answer_median(c->answer, row, held[k]);
	}
}

void answer_options(struct answer *answer, const struct report *report)
{
	struct composed c = { .answer = answer };

	option_costs_make(&c.of, report);
	if (c.of.nr) {
		say_costs(&c);
		table_sums(&c);
		table_memory(&c);
		table_held(&c);
		answer_say_waiting(answer, report);
		say_missing(&c);
	} else {
		answer_not_measured(answer, "no records of bench=timeline (paging_init) or of "
				    "bench=convert clock=icount (a conversion's work), which would "
				    "supply the terms.");
	}
	option_costs_free(&c.of);
}
