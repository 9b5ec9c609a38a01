/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * convert.h - one conversion, as the engine, the methods and the holds share it.
 */
#ifndef SF_CONVERT_H
#define SF_CONVERT_H

#include "edits.h"
#include "hold.h"
#include "lmap.h"
#include "method.h"
#include "scratch.h"
#include "splitfold.h"
#include "tables.h"

struct conversion {
	struct splitfold_convert *req;
	struct va_range range;
	const struct method *method;
	const struct hold *hold;
	struct edit_list edits;
	struct tables tables;
	struct scratch scratch;		/* method private only */
	unsigned long raced;		/* entries that changed between scan and commit */
	u64 arrived;			/* counter when all other CPUs had arrived */
	int err;			/* of the edit, set inside the hold */
};

/*
 * Run req from start to end: legality, preallocation, hold, edit, grace period,
 * accounting, census and hash. One at a time (device.c). Returns 0 or
 *  -EINVAL	a field of req is out of range
 *  -EPERM	the pair is not legal on these CPUs
 *  -ENOMEM	no memory for tables; nothing was changed
 *  -EAGAIN	the map changed under the conversion; what was done is consistent
 *  -EILSEQ	the mapping hash differs afterwards
 * with req->reason set for each.
 */
int convert(struct splitfold_convert *req);

/*
 * Whether the map is folded on a system whose set_memory_*() needs ptes and cannot
 * split by itself. While it is, the module stays pinned and SETMEM is refused.
 */
bool convert_is_folded(void);

/* Module parameter: SPLITFOLD_CONVERT_UNSAFE is honoured. */
extern bool allow_unsafe;

/* Conversions that changed the map since the module was loaded. */
u64 convert_count(void);

#endif /* SF_CONVERT_H */
