// SPDX-License-Identifier: GPL-2.0-only
/* scan.c - the table of strategies. */
#include "scan.h"

#include "splitfold.h"

const scan_fn scans[] = {
	[SPLITFOLD_SPLIT] = scan_split,
	[SPLITFOLD_FOLD] = scan_fold,
};
static_assert(ARRAY_SIZE(scans) == SPLITFOLD_NR_STRATEGIES);
