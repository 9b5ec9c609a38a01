/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * conversion.h - one conversion of the linear map, and whether it did what it should.
 *
 * Shared by the convert benchmark and the check command: both convert, neither
 * believes the module.
 */
#ifndef SPLITFOLD_BENCH_CONVERSION_H
#define SPLITFOLD_BENCH_CONVERSION_H

#include "bench/device.h"

#include <stddef.h>
#include <stdint.h>

extern const char *const strategy_names[SPLITFOLD_NR_STRATEGIES];
extern const char *const method_names[SPLITFOLD_NR_METHODS];
extern const char *const hold_names[SPLITFOLD_NR_HOLDS];

/* Room for what a check has to say. */
#define CONVERSION_WHY_MAX	224

/* How to convert. */
struct conversion_way {
	enum splitfold_method method;
	enum splitfold_hold hold;
};

/* What the CPUs at hand allow, worked out from the CPUs, not asked from the module. */
enum legality {
	LEGAL,
	ILLEGAL,
	EITHER,		/* depends on which CPU edits */
};

enum legality conversion_legality(const struct device *dev, struct conversion_way way);

/* A way that is legal on these CPUs, whatever they are, in both directions. */
struct conversion_way conversion_way_safe(const struct device *dev);

/* upstream has no fold: what goes the other way when way itself cannot. */
struct conversion_way conversion_way_back(const struct device *dev, struct conversion_way way);

static inline bool conversion_can(struct conversion_way way, enum splitfold_strategy strategy)
{
	return way.method != SPLITFOLD_UPSTREAM || strategy == SPLITFOLD_SPLIT;
}

static inline enum splitfold_strategy conversion_inverse(enum splitfold_strategy strategy)
{
	return strategy == SPLITFOLD_SPLIT ? SPLITFOLD_FOLD : SPLITFOLD_SPLIT;
}

/* The map as it was found, against which conversions are held. */
struct conversion_base {
	struct splitfold_census census;		/* of the whole map */
	struct splitfold_census alias;		/* of the kernel image alias: left alone */
	uint64_t hash;
};

/* Returns 0, or -errno with the text in reason (SPLITFOLD_REASON_MAX). */
int conversion_base_take(struct device *dev, struct conversion_base *base, char *reason);

/* A map with leaves that a split would break: it started as blocks. */
bool conversion_base_is_split(const struct conversion_base *base);

/*
 * Bring the map back to what base was, where that is safe: where the kernel needs ptes and
 * does not split by itself a folded map breaks set_memory_*(), so there it ends up split
 * whatever it was. Needs no legal way from the caller. Returns 0 also when there was nothing to do.
 */
int conversion_restore(struct device *dev, const struct conversion_base *base,
		       struct splitfold_convert *convert);

/* The whole map. flags as in struct splitfold_convert; the reason is in *convert. */
int conversion_do(struct device *dev, enum splitfold_strategy strategy, struct conversion_way way,
		  unsigned int flags, struct splitfold_convert *convert);

/* The same for [start, end), page aligned; 0, 0 is the whole map. */
int conversion_do_range(struct device *dev, enum splitfold_strategy strategy,
			struct conversion_way way, unsigned int flags, uint64_t start, uint64_t end,
			struct splitfold_convert *convert);

/*
 * What must hold after every conversion: the same pages under the same hash as
 * before, a TLBI for all CPUs if an entry was written, and after a split of the whole map no
 * leaf larger than a pte but those left alone.
 * Returns 0, or -EILSEQ with what is wrong in why.
 */
int conversion_check(const struct conversion_base *base, const struct splitfold_convert *convert,
		     char *why, size_t size);

/*
 * conversion_do() and conversion_check() against the map as it is now. why is empty, or what
 * was wrong (CONVERSION_WHY_MAX).
 */
int conversion_do_checked(struct device *dev, enum splitfold_strategy strategy,
			  struct conversion_way way, struct splitfold_convert *convert, char *why,
			  size_t size);

/*
 * Whether two censuses count the same leaves. invalid is not compared: the KFENCE
 * pool's pages come and go while the system runs.
 */
int census_compare(const struct splitfold_census *want, const struct splitfold_census *got,
		   char *why, size_t size);

#endif /* SPLITFOLD_BENCH_CONVERSION_H */
