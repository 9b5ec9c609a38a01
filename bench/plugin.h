/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * plugin.h - asks QEMU's plugin (qemu/plugin/), which looks at what this system executes.
 *
 * Each returns 0, -ENODEV when there is no plugin under this system, or what it answered.
 */
#ifndef SPLITFOLD_BENCH_PLUGIN_H
#define SPLITFOLD_BENCH_PLUGIN_H

#include "qemu/plugin/abi.h"

#include <stddef.h>
#include <stdint.h>

#define PLUGIN_ABSENT	"no plugin under this system"

/* -EPROTO: there is one, of another ABI. */
int plugin_hello(enum plugin_profile *profile);
/*
 * Turn the profile on or off, and wait until it is. A profile that was on starts anew only
 * when it is turned off before. -ETIMEDOUT: it did not happen.
 */
int plugin_arm(void);
int plugin_disarm(void);
/* Around what is counted; as little as can be is between these calls and it. */
int plugin_begin(void);
int plugin_end(void);
/* -ENOENT: no such row or column. */
int plugin_read(enum plugin_table table, uint64_t row, uint64_t column, uint64_t *value);
/* A row of text, cut to size. */
int plugin_text(enum plugin_table table, uint64_t row, char *text, size_t size);

/* What an error of these means, for a reason. */
const char *plugin_error(int err);

#endif /* SPLITFOLD_BENCH_PLUGIN_H */
