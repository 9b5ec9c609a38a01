/* SPDX-License-Identifier: GPL-2.0-only */
/* census.h - what leaves the linear map is made of, and whether it still maps the same. */
#ifndef SF_CENSUS_H
#define SF_CENSUS_H

#include "lmap.h"
#include "splitfold.h"

/* Count the leaves of range; see struct splitfold_census for what is counted. */
void census_take(const struct va_range *range, struct splitfold_census *census);

/*
 * Hash VA -> PA + attributes of every base page of range, leaf sizes and the
 * contiguous bit left out, the KFENCE pool left out. Equal hashes before and after
 * a conversion mean that no page moved or changed permissions. *pages counts the
 * pages hashed. May be called only where a walk may sleep.
 */
u64 census_hash(const struct va_range *range, u64 *pages);

#endif /* SF_CENSUS_H */
