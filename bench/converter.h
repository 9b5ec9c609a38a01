/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * converter.h - a process that folds and splits the whole map over and over, by each
 * legal method and hold in turn, while its parent does something to the system.
 */
#ifndef SPLITFOLD_BENCH_CONVERTER_H
#define SPLITFOLD_BENCH_CONVERTER_H

#include "bench/device.h"

#include <sys/types.h>

/* In memory that both processes have. */
struct converter_state {
	_Atomic bool stop;
	_Atomic unsigned int conversions;
	_Atomic unsigned int refused;		/* with -EBUSY, and tried again */
	int err;				/* what ended it; -EBUSY does not */
	char reason[SPLITFOLD_REASON_MAX];
};

struct converter {
	pid_t pid;
	struct converter_state *state;
};

/* Returns 0 or -errno. dev stays usable, but its requests take turns. */
int converter_start(struct converter *converter, struct device *dev);

/*
 * Wait until it has made so many more conversions. Returns 0, -EIO when it ended before,
 * -ETIMEDOUT after timeout_s.
 */
int converter_wait(const struct converter *converter, unsigned int more, unsigned int timeout_s);

/* Stop it: the map is split then. Returns 0, or its error with the text in reason. */
int converter_stop(struct converter *converter, unsigned int *conversions, char *reason);

#endif /* SPLITFOLD_BENCH_CONVERTER_H */
