/* SPDX-License-Identifier: GPL-2.0-only */
/* clock.h - the module's only clock: the generic timer's counter, in ticks. */
#ifndef SF_CLOCK_H
#define SF_CLOCK_H

#include <asm/barrier.h>
#include <asm/sysreg.h>

/* The isb keeps the read from being done early, as in __arch_counter_get_cntvct(). */
static inline u64 clock_ticks(void)
{
	isb();
	return read_sysreg(cntvct_el0);
}

/* Ticks since *mark, which moves on to now: for phases that follow each other. */
static inline u64 clock_lap(u64 *mark)
{
	u64 now = clock_ticks();
	u64 lap = now - *mark;

	*mark = now;
	return lap;
}

#endif /* SF_CLOCK_H */
