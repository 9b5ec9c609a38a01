/* SPDX-License-Identifier: GPL-2.0-only */
/* touch.h - one access of memory that may not be there, and what came of it. */
#ifndef SPLITFOLD_BENCH_TOUCH_H
#define SPLITFOLD_BENCH_TOUCH_H

enum touch {
	TOUCH_READ,	/* the word there */
	TOUCH_WRITE,	/* the word that is in *value */
	TOUCH_EXEC,	/* a function without arguments; *value is what it returns */
	NR_TOUCHES,
};

extern const char *const touch_names[NR_TOUCHES];

/*
 * Returns 0; the si_code of a SIGBUS whose si_addr is at (BUS_OBJERR: an external abort);
 * or -EFAULT when another signal came, or another address was blamed. One thread only.
 */
int touch(volatile void *at, enum touch how, unsigned int *value);

#endif /* SPLITFOLD_BENCH_TOUCH_H */
