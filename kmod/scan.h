/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scan.h - finds what a conversion has to change: one function a strategy.
 *
 * Both only read the map and append to the list; both may sleep, and may run while
 * permissions change: what they saw is in the list. They visit whole leaves: a leaf
 * that only partly lies in range is split when any part does, and folded into only
 * when all of it does.
 */
#ifndef SF_SCAN_H
#define SF_SCAN_H

#include "edits.h"
#include "lmap.h"

struct scan {
	struct va_range range;
	struct edit_list *list;
	u64 overlook;		/* attribute bits that a fold does not compare: 0 but in tests */
};

/*
 * Every pud, contpmd, pmd and contpte leaf outside the kernel image alias and the
 * KFENCE pool shall become ptes. Returns 0 or -ENOMEM.
 */
int scan_split(struct scan *scan);

/*
 * Pages shall become contpte, pmd, contpmd and pud leaves where they are valid,
 * writable, private to a realm, uniform in attributes, contiguous and aligned in PA, and
 * carry what the tables above impose. Not in the crash kernel's memory, which is protected page by
 * page when it is loaded, and not across sections of memory that can be unplugged.
 * Returns 0 or -ENOMEM.
 */
int scan_fold(struct scan *scan);

typedef int (*scan_fn)(struct scan *scan);
extern const scan_fn scans[];	/* by enum splitfold_strategy */

#endif /* SF_SCAN_H */
