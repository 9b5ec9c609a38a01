/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * clock.h - the only clock: the generic timer's virtual counter, read at EL0.
 *
 * CNTVCT_EL0 is readable wherever the kernel uses the arch timer (a guest, a bare
 * machine), costs no system call and is the counter in which kmod/ gives its
 * durations, so user-space and kernel samples have one scale.
 */
#ifndef SPLITFOLD_BENCH_CLOCK_H
#define SPLITFOLD_BENCH_CLOCK_H

#include <stdint.h>
#include <time.h>

#define NSEC_PER_SEC	1000000000ull

/*
 * What a duration means. With a counter that advances by instructions
 * (-icount shift=0) a virtual nanosecond is one instruction: the number is the
 * same, and it must not be called a time.
 */
enum clock_kind {
	CLOCK_KIND_HOST,
	CLOCK_KIND_ICOUNT,
	NR_CLOCK_KINDS,
};

/*
 * The first isb keeps the read behind everything before it, the second keeps what
 * is to be timed behind the read: the counter is not ordered by itself.
 */
static inline uint64_t clock_ticks(void)
{
	uint64_t ticks;

	asm volatile("isb\n\tmrs %0, cntvct_el0\n\tisb" : "=r" (ticks) : : "memory");
	return ticks;
}

static inline uint64_t clock_hz(void)
{
	uint64_t hz;

	asm volatile("mrs %0, cntfrq_el0" : "=r" (hz));
	return hz;
}

/* Ticks to ns, rounded to nearest; exact when a tick is a whole number of ns. */
static inline uint64_t clock_ns(uint64_t ticks, uint64_t hz)
{
	return ((unsigned __int128)ticks * NSEC_PER_SEC + hz / 2) / hz;
}

/* Since the kernel started to keep time; firmware and early boot are not in it. */
static inline uint64_t clock_uptime_ns(void)
{
	struct timespec ts;

	if (clock_gettime(CLOCK_BOOTTIME, &ts))
		return 0;
	return ts.tv_sec * NSEC_PER_SEC + ts.tv_nsec;
}

static inline const char *clock_unit(enum clock_kind kind)
{
	return kind == CLOCK_KIND_ICOUNT ? "insn" : "ns";
}

#endif /* SPLITFOLD_BENCH_CLOCK_H */
