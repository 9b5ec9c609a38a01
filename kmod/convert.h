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
#include "ptmap.h"
#include "shadow.h"
#include "splitfold.h"
#include "steps.h"
#include "tables.h"
#include "wellformed.h"
#include "writes.h"

/* In vmalloc memory, like all that method bbm reads while the linear map is broken. */
struct conversion {
	struct splitfold_convert *req;	/* in the linear map: not while it is broken */
	struct va_range range;
	const struct method *method;
	const struct hold *hold;
	struct steps steps;
	struct edit_list edits;
	struct tables tables;
	struct splitfold_tlbis tlbis;	/* so far */
	u64 entries_written;		/* so far */
	u64 closed;			/* counter when the gate had closed */
	u64 looking;			/* ticks spent on census and hash, which are not timed */
	u64 pages;			/* that the hash before was taken over */
	u64 faults;			/* of the tables, as they were found (wellformed.h) */
	u64 arrived;			/* counter when all other CPUs had arrived */
	int err;			/* of the edit, set inside the hold */
	bool stuck;			/* its tables may be in use, though it failed: leak them */

	/* of one method each */
	struct ptmap map;		/* private: scratch tables; bbm: aliases of tables */
	struct write_list writes;	/* private-mmuoff: all; swap: of the root */
	struct shadow shadow;		/* swap: the new upper tables */
};

/*
 * Run req from start to end: legality, scan, preallocation, build, hold, verification,
 * grace period, accounting. One at a time (device.c). Returns 0 or
 *  -EINVAL	a field of req is out of range
 *  -EPERM	the pair is not legal on these CPUs
 *  -EOPNOTSUPP	the method cannot do this, or the kernel lacks what it needs
 *  -ENOMEM	no memory for tables
 *  -EAGAIN	the map changed under the conversion in a way that the gate did not see
 *  -EILSEQ	the mapping hash differed afterwards, or the tables were not well-formed; it
 *		was rolled back
 * with req->reason set. After every error the map is what it was.
 */
int convert(struct splitfold_convert *req);

/*
 * Whether the map is folded on a system whose set_memory_*() needs ptes and cannot
 * split by itself. While it is, the module stays pinned and SETMEM is refused.
 */
bool convert_is_folded(void);

/* Module parameter: the flags for tests and fail_nth are honoured. */
extern bool allow_unsafe;

/* Conversions that changed the map since the module was loaded. */
u64 convert_count(void);

#endif /* SF_CONVERT_H */
