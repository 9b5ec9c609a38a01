/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stat/sample.h - one metric of one operation of one cell, boot by boot.
 *
 * What happens in a boot is not independent of the rest of that boot: evidence is
 * counted in boots, and each is summed up by statistics of its own (stat/series.h has them
 * merged, which is what a table of one run shows).
 */
#ifndef HOST_SAMPLE_H
#define HOST_SAMPLE_H

#include "host/stat/part.h"

/* A histogram's slot: no sample of it is above value. */
struct sample_slot {
	int64_t value;
	int64_t upto;		/* samples in it and below */
};

struct sample_boot {
	int64_t rep;
	int64_t n;		/* samples; a value counts as one, or as its own n */
	bool is_hist;
	int64_t min, max;	/* exact */
	double mean, sd;	/* of the samples; sd 0 if there is one */
	double value;		/* not a histogram */
	struct sample_slot *slots;
	size_t nr_slots;
};

struct sample {
	struct series key;	/* of its first part */
	struct sample_boot *boots;
	size_t nr, alloc;
	int64_t n;		/* over all boots */
	unsigned int damaged;	/* metrics left out after a message */
};

/* What is compared of a boot. */
enum stat {
	STAT_VALUE,
	STAT_MEAN,
	STAT_MIN,
	STAT_P50,
	STAT_P99,
	STAT_P999,
	STAT_MAX,
	STAT_TYPICAL,	/* of all times of a cell (compare/typical.h): no single metric has it */
	STAT_NR,
};

extern const char *const stat_names[STAT_NR];

/* In 0..1; 0 for what is no quantile. */
double stat_share(enum stat stat);

/* From parts of one side and series, a boot each. */
void sample_make(struct sample *sample, const struct part *parts, size_t nr);
void sample_free(struct sample *sample);

/* -1 if the boot does not have it: too few samples, or not of that kind. */
int sample_stat(const struct sample_boot *boot, enum stat stat, double *out);

/*
 * The least value that share (0..1) of the boot's samples do not exceed, with the
 * histogram's three digits. Of a value: the value.
 */
double sample_quantile(const struct sample_boot *boot, double share);

/* Same samples, as far as a record tells. */
bool sample_boot_same(const struct sample_boot *a, const struct sample_boot *b);

/* Makes all samples of a boot by_percent larger: for trying what a comparison finds. */
void sample_shift(struct sample_boot *boot, double by_percent);

/* A copy of some boots of sample: those of index[0..nr). sample_free() frees it. */
void sample_pick(struct sample *picked, const struct sample *sample, const size_t *index,
		 size_t nr);

#endif
