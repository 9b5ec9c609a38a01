/* SPDX-License-Identifier: GPL-2.0-only */
/* kmsg.h - a time stamp of the kernel's log. */
#ifndef SPLITFOLD_BENCH_KMSG_H
#define SPLITFOLD_BENCH_KMSG_H

#include <stdint.h>

/*
 * When the kernel started the first program, in us of its own clock: the line
 * "Run <path> as init process". Returns 0, or -errno with the log unreadable or
 * the line gone from it.
 */
int kmsg_init_entry_us(uint64_t *us);

#endif /* SPLITFOLD_BENCH_KMSG_H */
