/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * record/hist_guard.h - judges an encoded histogram before HdrHistogram_c may decode it.
 *
 * The library allocates by what the header says and adds counts without a look at
 * their size; the text comes from a guest.
 */
#ifndef HOST_HIST_GUARD_H
#define HOST_HIST_GUARD_H

#include <stddef.h>
#include <stdint.h>

#define HIST_TEXT_MAX		(512u << 10)	/* as base64 */
#define HIST_PAYLOAD_MAX	(512u << 10)	/* uncompressed counts; all slots full is less */
#define HIST_COUNT_MAX		(1ll << 48)	/* samples; no boot has more */

/* NULL if text is safe and has the suite's range; else why not. */
const char *hist_guard(const char *text, size_t len);

/* A bucket that is not empty: the least and the largest value that it stands for. */
typedef void (*hist_count_fn)(int64_t lower, int64_t upper, int64_t count, void *arg);

/* The same; of a safe text fn, unless it is NULL, is then given the buckets, lowest first. */
const char *hist_guard_each(const char *text, size_t len, hist_count_fn fn, void *arg);

#endif
