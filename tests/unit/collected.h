/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * collected.h - what collect makes of the frames of one made-up boot, read back.
 */
#ifndef TESTS_UNIT_COLLECTED_H
#define TESTS_UNIT_COLLECTED_H

#include "tests/unit/unit.h"
#include "host/collect/collect.h"

/* What collect made of the pile, its messages dropped. */
struct outcome {
	struct plan_boot boot;
	struct collect c;
	struct record line[16];
	size_t nr;
};

static UNUSED void run_collect_of(struct outcome *o, const char *of, const struct pile *pile)
{
	char *at, *next;

	o->boot = make_boot(of, 1);
	o->c.run = "20261101-120000-beef";
	o->c.boot = &o->boot;
	o->c.frames_name = "f.bin";
	o->c.frames = pile->text ? pile->text : "";
	o->c.frames_len = pile->len;
	said_start();
	collect_boot(&o->c);
	said_end();
	/* every line must be one that readers take */
	for (at = o->c.text; *at; at = next + 1) {
		struct origin origin = { "records.jsonl", o->nr + 1, 0 };

		next = strchr(at, '\n');
		assert_non_null(next);
		assert_true(o->nr < ARRAY_SIZE(o->line));
		assert_int_equal(record_read(&o->line[o->nr++], at, next - at, &origin), 0);
	}
	assert_string_equal(o->line[o->nr - 1].op, OP_END);
	assert_int_equal(o->line[o->nr - 1].status, o->c.status);
	assert_string_equal(o->line[o->nr - 1].reason, o->c.reason);
}

static UNUSED void outcome_free(struct outcome *o)
{
	size_t i;

	for (i = 0; i < o->nr; i++)
		record_free(&o->line[i]);
	free(o->c.text);
	memset(o, 0, sizeof(*o));
}

#endif
