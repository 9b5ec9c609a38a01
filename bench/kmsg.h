/* SPDX-License-Identifier: GPL-2.0-only */
/* kmsg.h - what the kernel's log says: when init began, complaints, all of it. */
#ifndef SPLITFOLD_BENCH_KMSG_H
#define SPLITFOLD_BENCH_KMSG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * When the kernel started the first program, in us of its own clock: the line
 * "Run <path> as init process". Returns 0, or -errno with the log unreadable or
 * the line gone from it.
 */
int kmsg_init_entry_us(uint64_t *us);

/* The log from its first record on, for kmsg_complaint(). Returns its fd or -errno. */
int kmsg_open(void);

/*
 * Read on to the end of the log as it is now: whether the kernel complained of itself
 * (a warning, an oops, a stall) or records were lost. text: the first such line.
 */
bool kmsg_complaint(int fd, char *text, size_t size);

/*
 * Call fn with the text of each record from where fd is to the end of the log as it is
 * now, without its newline. Returns whether records were lost before they were read.
 */
typedef void (*kmsg_fn)(void *ctx, const char *text);
bool kmsg_each(int fd, kmsg_fn fn, void *ctx);

/* As kmsg_complaint(), for a line with words in it; text is left alone without one. */
bool kmsg_find(int fd, const char *words, char *text, size_t size);

#endif /* SPLITFOLD_BENCH_KMSG_H */
