/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scan.h - finds what a conversion has to change: one function a strategy.
 *
 * Both only read the map and append to the list, so both may run with the tables
 * live, from any context. They visit whole leaves: a leaf that only partly lies in
 * range is split when any part does, and folded into only when all of it does.
 */
#ifndef SF_SCAN_H
#define SF_SCAN_H

#include "edits.h"
#include "lmap.h"

/*
 * Every pud, contpmd, pmd and contpte leaf outside the kernel image alias and the
 * KFENCE pool shall become ptes. Returns 0, or -EAGAIN when the list is too short.
 */
int scan_split(const struct va_range *range, struct edit_list *list);

/*
 * Pages shall become contpte, pmd, contpmd and pud leaves where they are valid,
 * writable, uniform in attributes, contiguous and aligned in PA, and carry what the
 * tables above impose. Returns as scan_split().
 */
int scan_fold(const struct va_range *range, struct edit_list *list);

typedef int (*scan_fn)(const struct va_range *range, struct edit_list *list);
extern const scan_fn scans[];	/* by enum splitfold_strategy */

#endif /* SF_SCAN_H */
