// SPDX-License-Identifier: GPL-2.0-only
/*
 * wellformed.c - holds each entry of the linear map against the rules for it.
 *
 * The architecture's (Arm ARM D8.3 for the formats, D8.7.1 for the Contiguous bit), and the
 * linear map's own: a page is mapped where __va() says. So a table that is linked twice is
 * found without a list of tables: one of the two maps what the other should.
 */
#include "wellformed.h"

#include <linux/mm.h>

#include "leaves.h"
#include "reason.h"

struct rules_walk {
	struct leaves walk;
	struct wellformed *found;
};

static phys_addr_t desc_pa(u64 desc)
{
	return __pte_to_phys(__pte(desc));
}

/*
 * R_QTRPM: in a group all entries have the Contiguous bit, follow each other in PA from an
 * aligned address on, and are alike; else a TLB may use any of them for any address. The
 * software's bits have to be alike as well: all of a leaf of the linear map is of one mould.
 */
static const char *group_rule(const struct leaf *leaf)
{
	unsigned long i, nr = leaf->level == LEVEL_PTE ? CONT_PTES : CONT_PMDS;
	unsigned long own = (unsigned long)leaf->entry / sizeof(u64) % nr;
	unsigned long size = level_size(leaf->level);
	u64 first = leaf->desc - own * size;

	if (!IS_ALIGNED(desc_pa(first), nr * size))
		return "contiguous group not aligned in PA (R_QTRPM)";
	for (i = 0; i < nr; i++) {
		u64 desc = READ_ONCE(leaf->entry[i - own]), want = first + i * size;

		if (desc == want)
			continue;
		if (!(desc & DESC_VALID))
			return "contiguous group with an invalid entry (R_QTRPM)";
		if (!(desc & DESC_CONT))
			return "Contiguous bit not in all entries of the group (R_QTRPM)";
		if (desc_pa(desc) != desc_pa(want))
			return "contiguous group not contiguous in PA (R_QTRPM)";
		return "contiguous group not uniform in attributes (R_QTRPM)";
	}
	return NULL;
}

static const char *leaf_rule(const struct leaf *leaf)
{
	u64 desc = leaf->desc;
	const char *rule;

	if (leaf->level < LEVEL_PUD || (leaf->level == LEVEL_PUD && !pud_sect_supported()))
		return "no table at a level without blocks";
	if (leaf->level == LEVEL_PTE && desc & DESC_VALID && !(desc & DESC_TABLE))
		return "reserved encoding of a page";
	if (!IS_ALIGNED(desc_pa(desc), level_size(leaf->level)))
		return "output address of a block not aligned";
	if (desc & DESC_VALID && desc & DESC_CONT) {
		rule = group_rule(leaf);
		if (rule)
			return rule;
	}
	if ((desc_pa(desc) & ~PROT_NS_SHARED) != __pa(leaf->va))
		return "maps what belongs elsewhere: a table linked twice, or a wrong leaf";
	if (leaf_imposed(leaf))
		return "APTable, PXNTable, UXNTable or NSTable imposes what the leaf does not say";
	return NULL;
}

static void fault_note(struct leaves *walk, const struct leaf *at, const char *rule)
{
	struct wellformed *found = container_of(walk, struct rules_walk, walk)->found;

	if (found->faults++)
		return;
	found->va = at->va;
	found->level = at->level;
	found->desc = at->desc;
	found->rule = rule;
}

static void leaf_look(struct leaves *walk, const struct leaf *leaf)
{
	const char *rule = leaf_rule(leaf);

	if (rule)
		fault_note(walk, leaf, rule);
}

/* What was freed may have anything in it, and is not looked at. */
static bool table_look(struct leaves *walk, const struct leaf *entry)
{
	phys_addr_t pa = desc_pa(entry->desc);

	if (pfn_valid(PHYS_PFN(pa)) && page_count(pfn_to_page(PHYS_PFN(pa))))
		return true;
	fault_note(walk, entry, "the table is in a free page");
	return false;
}

void wellformed_take(u64 *root, const struct va_range *range, struct wellformed *found)
{
	struct rules_walk rules = {
		.walk = { .root = root, .range = range, .leaf = leaf_look, .table = table_look },
		.found = found,
	};

	memset(found, 0, sizeof(*found));
	leaves_walk(&rules.walk);
}

int wellformed_check(const struct wellformed *found, u64 before, char *reason)
{
	if (found->faults <= before)
		return 0;
	return fail(reason, -EILSEQ, "entry %#llx of %#lx, level %d: %s", found->desc, found->va,
		    found->level, found->rule);
}
