/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sharing.h - a buffer that a realm shares and takes back, mapped by both of its
 * addresses (SPLITFOLD_IOC_SHARED).
 *
 * It belongs to an open file of its own: what one test shares is gone with it, and a buffer
 * that could not be made private again does not stand in the way of the next one.
 */
#ifndef SPLITFOLD_BENCH_SHARING_H
#define SPLITFOLD_BENCH_SHARING_H

#include "bench/device.h"

#include <stddef.h>
#include <stdint.h>

struct sharing {
	struct device dev;		/* of its own; locked by nobody */
	unsigned int pages;
	size_t bytes;
	uint64_t ipa;			/* protected address of the first page */
	uint64_t unprotected_bit;
	volatile uint64_t *protected;	/* the buffer by either address: what is not there */
	volatile uint64_t *unprotected;	/* by its RIPAS gives SIGBUS */
	char reason[SPLITFOLD_REASON_MAX];
};

/* Private at first. Returns 0, or -errno with reason set; -EOPNOTSUPP: not a realm. */
int sharing_open(struct sharing *sharing, unsigned int pages, unsigned int page_bytes);
void sharing_close(struct sharing *sharing);

/* Returns 0, or -errno with reason set; -EBUSY: the map is folded, ask again. */
int sharing_set(struct sharing *sharing, bool shared);

/* Write a pattern that differs from word to word, and with the seed. */
void sharing_fill(volatile uint64_t *words, size_t bytes, uint64_t seed);
/* Compare: -EILSEQ when anything differs. */
int sharing_compare(const volatile uint64_t *words, size_t bytes, uint64_t seed);
/* -EILSEQ when anything is not zero. */
int sharing_is_zero(const volatile uint64_t *words, size_t bytes);

/*
 * Share the buffer and take it back: each time the old content is gone, and the memory
 * works by the address that it has now. Returns 0, or -errno with reason set.
 */
int sharing_try(struct sharing *sharing);

#endif /* SPLITFOLD_BENCH_SHARING_H */
