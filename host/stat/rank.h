/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stat/rank.h - the rank of a quantile: which sample, counted from the least one, it is. The
 * only definition of it: of tables, exports, records and intervals.
 *
 * It is the nearest rank, rounded up: the least value that at least so large a share of the
 * samples do not exceed. HdrHistogram's Java and JavaScript and its percentile text (.hgrm) have
 * the same one. hdr_value_at_percentile() of HdrHistogram_c rounds to the nearest instead, and
 * then says of 10 samples that the ninth is p94.
 */
#ifndef HOST_RANK_H
#define HOST_RANK_H

#include <math.h>
#include <stdint.h>

/*
 * 1 to n, of a share in 0..1. A share such as 0.999 is no binary fraction, so that its product
 * with n may lie one ulp above the whole number that it should be.
 */
static inline int64_t rank_of(double share, int64_t n)
{
	double rank = ceil(nextafter(share * n, 0));

	return rank < 1 ? 1 : rank > n ? n : (int64_t)rank;
}

#endif
