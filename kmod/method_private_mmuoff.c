// SPDX-License-Identifier: GPL-2.0-only
/*
 * method_private_mmuoff.c - like private, but without tables: the MMU of the editing
 * CPU is off.
 *
 * Nobody walks the tables then, the editor included, and no scratch tables are needed:
 * the entries are stored by physical address. The price is in the stores, which go past
 * the caches, and in the maintenance around them (trampoline.S).
 */
#include "convert.h"

#include "clock.h"
#include "idmap.h"
#include "reason.h"

/* Every entry's new value, by its physical address, where a CPU without MMU finds it. */
static int writes_fill(struct conversion *conv)
{
	const struct edit_list *edits = &conv->edits;
	unsigned long i, j;

	for (i = 0; i < edits->nr; i++) {
		const struct edit *edit = &edits->edit[i];
		const struct edit_word *word = &edits->word[edit->first];
		phys_addr_t pa = __pa(edit->entry);

		for (j = 0; j < edit->nr; j++) {
			int err = writes_add(&conv->writes, pa + j * sizeof(*edit->entry),
					     word[j].new, &conv->steps);

			if (err)
				return err;
		}
	}
	writes_clean(&conv->writes);
	return 0;
}

static int private_mmuoff_build(struct conversion *conv)
{
	int err = writes_fill(conv);

	return err ? fail(conv->req->reason, err, "no memory for %lu writes",
			  conv->edits.nr_words) : 0;
}

static int private_mmuoff_edit(struct conversion *conv)
{
	struct splitfold_phases *phases = &conv->req->phases;
	u64 mark = clock_ticks();
	int err = edits_check(&conv->edits);

	phases->tlbi = SPLITFOLD_NOT_APART;
	if (err)
		return err;
	if (conv->writes.nr) {
		idmap_store_mmuoff(writes_first(&conv->writes));
		conv->tlbis.local += IDMAP_CALL_TLBIS;
		conv->tlbis.all++;
		conv->entries_written += conv->writes.nr;
	}
	phases->commit = clock_lap(&mark);
	return 0;
}

/* The list has been turned round. As many writes as before: this allocates nothing. */
static void private_mmuoff_reverse(struct conversion *conv)
{
	writes_rewind(&conv->writes);
	writes_fill(conv);
}

static void private_mmuoff_finish(struct conversion *conv)
{
	writes_free(&conv->writes);
}

const struct method method_private_mmuoff = {
	.name = "private-mmuoff",
	.needs = NEEDS_DEAD,
	.folds = true,
	.own_tables = true,
	.build = private_mmuoff_build,
	.edit = private_mmuoff_edit,
	.reverse = private_mmuoff_reverse,
	.finish = private_mmuoff_finish,
};
