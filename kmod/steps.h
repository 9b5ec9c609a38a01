/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * steps.h - counts the steps of a conversion that may fail, and makes one fail.
 *
 * Every allocation and every check asks step_fails() first. With fail_nth counting up
 * a test meets each of them once and can see that nothing is left behind.
 */
#ifndef SF_STEPS_H
#define SF_STEPS_H

#include <linux/types.h>

#include "reason.h"

struct steps {
	u64 taken;
	u64 fail_nth;		/* 0: none */
	const char *failed;	/* the name of the one made to fail, or NULL */
	char *reason;		/* of the request */
};

/*
 * name: what is about to happen, a string that stays. Sets the reason when it is the
 * one. Also for use inside a hold: it only writes to the request's reason.
 */
static inline bool step_fails(struct steps *steps, const char *name)
{
	if (++steps->taken != steps->fail_nth)
		return false;
	steps->failed = name;
	return true;
}

#endif /* SF_STEPS_H */
