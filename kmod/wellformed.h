/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * wellformed.h - whether tables of the linear map are such as the architecture wants them.
 *
 * The hash of census.h knows pages, not leaves: it is blind to a Contiguous bit that only
 * some of a group have. What is looked at here are the entries as a walker meets them.
 */
#ifndef SF_WELLFORMED_H
#define SF_WELLFORMED_H

#include "lmap.h"

/* What is wrong, and the first of it. */
struct wellformed {
	u64 faults;		/* entries that break a rule, each counted once */
	unsigned long va;
	int level;
	u64 desc;
	const char *rule;	/* NULL: nothing is wrong */
};

/*
 * Look at all entries under root that map a part of range; a contiguous group is looked at
 * whole. May sleep. Permissions must not change meanwhile: the kernel, too, takes a group
 * apart entry by entry (gate.h).
 */
void wellformed_take(u64 *root, const struct va_range *range, struct wellformed *found);

/*
 * Returns 0, or -EILSEQ with the first fault in reason (SPLITFOLD_REASON_MAX) when there are
 * more than so many, which a kernel had left behind before.
 */
int wellformed_check(const struct wellformed *found, u64 before, char *reason);

#endif /* SF_WELLFORMED_H */
