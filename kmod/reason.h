/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * reason.h - an error and why, for the caller to read in its request.
 */
#ifndef SF_REASON_H
#define SF_REASON_H

#include <linux/kernel.h>

#include "splitfold.h"

/* Write the reason, cut to SPLITFOLD_REASON_MAX, and return err. */
#define fail(reason, err, ...)						\
({									\
	scnprintf(reason, SPLITFOLD_REASON_MAX, __VA_ARGS__);		\
	(err);								\
})

#endif /* SF_REASON_H */
