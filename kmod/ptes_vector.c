// SPDX-License-Identifier: GPL-2.0-only
/*
 * ptes_vector.c - compares and fills tables two entries an instruction.
 *
 * A file to itself: it alone is compiled with the vector registers allowed. LDP and STP
 * move four entries; a turn of the loop does sixteen.
 */
#include <asm/neon-intrinsics.h>

#include "ptes_vector.h"

static __always_inline uint64x2_t pair(u64 first, u64 step)
{
	return vcombine_u64(vcreate_u64(first), vcreate_u64(first + step));
}

struct eight {
	uint64x2_t v[4];
};

static __always_inline struct eight eight_from(u64 first, u64 step)
{
	return (struct eight){ {
		pair(first, step), pair(first + 2 * step, step),
		pair(first + 4 * step, step), pair(first + 6 * step, step),
	} };
}

static __always_inline void eight_store(u64 *entry, const struct eight *a)
{
	vst1q_u64(entry, a->v[0]);
	vst1q_u64(entry + 2, a->v[1]);
	vst1q_u64(entry + 4, a->v[2]);
	vst1q_u64(entry + 6, a->v[3]);
}

static __always_inline void eight_add(struct eight *a, uint64x2_t b)
{
	a->v[0] = vaddq_u64(a->v[0], b);
	a->v[1] = vaddq_u64(a->v[1], b);
	a->v[2] = vaddq_u64(a->v[2], b);
	a->v[3] = vaddq_u64(a->v[3], b);
}

/* diff |= entry[0..7] ^ expect */
static __always_inline void eight_compare(struct eight *diff, const u64 *entry,
					  const struct eight *expect)
{
	diff->v[0] = vorrq_u64(diff->v[0], veorq_u64(vld1q_u64(entry), expect->v[0]));
	diff->v[1] = vorrq_u64(diff->v[1], veorq_u64(vld1q_u64(entry + 2), expect->v[1]));
	diff->v[2] = vorrq_u64(diff->v[2], veorq_u64(vld1q_u64(entry + 4), expect->v[2]));
	diff->v[3] = vorrq_u64(diff->v[3], veorq_u64(vld1q_u64(entry + 6), expect->v[3]));
}

static __always_inline u64 eight_or(const struct eight *a)
{
	uint64x2_t or = vorrq_u64(vorrq_u64(a->v[0], a->v[1]), vorrq_u64(a->v[2], a->v[3]));

	return vgetq_lane_u64(or, 0) | vgetq_lane_u64(or, 1);
}

void ptes_vector_diff(u64 *const *table, u64 *diff, int nr, int entries, u64 step)
{
	uint64x2_t step8 = vdupq_n_u64(8 * step);
	int i;

	for (i = 0; i < nr; i++) {
		const u64 *entry = table[i], *end = entry + entries;
		struct eight expect, or = { };

		if (!entry)
			continue;
		expect = eight_from(entry[0], step);
		do {
			eight_compare(&or, entry, &expect);
			eight_add(&expect, step8);
			eight_compare(&or, entry + 8, &expect);
			eight_add(&expect, step8);
			entry += 16;
		} while (entry != end);
		diff[i] = eight_or(&or);
	}
}

void ptes_vector_fill(u64 *const *table, const u64 *first, int nr, int entries, u64 step)
{
	uint64x2_t step8 = vdupq_n_u64(8 * step);
	int i;

	for (i = 0; i < nr; i++) {
		u64 *entry = table[i], *end = entry + entries;
		struct eight next = eight_from(first[i], step);

		do {
			eight_store(entry, &next);
			eight_add(&next, step8);
			eight_store(entry + 8, &next);
			eight_add(&next, step8);
			entry += 16;
		} while (entry != end);
	}
}
