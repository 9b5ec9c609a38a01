// SPDX-License-Identifier: GPL-2.0-only
/*
 * method_bbm.c - break-before-make, entry by entry, on the live map.
 *
 * What every CPU allows (Arm ARM, "Using break-before-make when updating translation
 * table entries"): write an invalid entry, invalidate, write the new one. A contiguous
 * group is broken, invalidated and made as a whole.
 *
 * Between break and make a part of the linear map is not there, perhaps the one that
 * holds this CPU's current, per-CPU data, or the tables themselves. So the tables are
 * reached through aliases in TTBR0, and what runs in the window uses registers, the
 * vmapped stack, module text and vmalloc memory: no tracing, no stack protector (its
 * canary is in current), no exceptions. The other CPUs wait where they touch none of it
 * either.
 */
#include "convert.h"

#include <linux/compiler.h>

#include <asm/daifflags.h>

#include "clock.h"
#include "idmap.h"
#include "reason.h"
#include "tlbi.h"

static int bbm_build(struct conversion *conv)
{
	unsigned long i;
	u64 *page = NULL;
	int err;

	err = idmap_ptmap_init(&conv->map, &conv->steps);
	for (i = 0; i < conv->edits.nr && !err; i++) {
		u64 *table = PTR_ALIGN_DOWN(conv->edits.edit[i].entry, PAGE_SIZE);

		if (table != page)
			err = idmap_alias(&conv->map, __pa(table));
		page = table;
	}
	/* Visible to the walker before TTBR0 points here. */
	dsb(ishst);
	return err ? fail(conv->req->reason, err, "no memory for the aliases of the tables") : 0;
}

/* Leaves under an edit, before or after it, are at least this far apart. */
static __always_inline unsigned long bbm_stride(const struct edit *edit)
{
	return edit->kind == EDIT_FOLD ? PAGE_SIZE : level_size(edit->level);
}

/* The hole in the linear map opens and closes in here. */
static noinstr __no_stack_protector void bbm_window(void *arg)
{
	struct conversion *conv = arg;
	unsigned long i;
	int j;

	for (i = 0; i < conv->edits.nr; i++) {
		const struct edit *edit = &conv->edits.edit[i];
		const struct edit_word *word = &conv->edits.word[edit->first];
		u64 *alias = (u64 *)__pa(edit->entry);

		for (j = 0; j < edit->nr; j++)
			WRITE_ONCE(alias[j], 0);
		tlbi_range(edit->va, edit->nr * level_size(edit->level), bbm_stride(edit),
			   &conv->tlbis);
		for (j = 0; j < edit->nr; j++)
			WRITE_ONCE(alias[j], word[j].new);
		/* Valid again before the next break: its walks may need this entry. */
		dsb(ishst);
		isb();
	}
}

static int bbm_edit(struct conversion *conv)
{
	u64 mark = clock_ticks();
	int err = edits_check(&conv->edits);

	if (err)
		return err;
	idmap_call_with_ttbr0(&conv->map, bbm_window, conv);
	conv->entries_written += 2 * conv->edits.nr_words;
	conv->tlbis.local += IDMAP_CALL_TLBIS;
	conv->req->phases.commit = clock_lap(&mark);
	return 0;
}

static void bbm_finish(struct conversion *conv)
{
	ptmap_free(&conv->map);
}

const struct method method_bbm = {
	.name = "bbm",
	.needs = NEEDS_QUIET,
	.folds = true,
	.own_tables = true,
	.build = bbm_build,
	.edit = bbm_edit,
	.finish = bbm_finish,
};
