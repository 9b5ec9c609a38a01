/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hold.h - where the other CPUs wait while one edits.
 *
 * To add a hold: write hold_<name>.c with one struct hold, and add its row to the
 * table in hold.c.
 */
#ifndef SF_HOLD_H
#define SF_HOLD_H

#include <linux/atomic.h>
#include <linux/types.h>

struct conversion;

struct hold {
	const char *name;
	bool stops_others;	/* nothing else runs between arrival and release */
	bool tables_live;	/* the waiting CPUs still translate by the kernel's tables */

	/*
	 * Bring all other CPUs to the waiting place, run the method's edit on one CPU,
	 * release them. Sets conv->err, the phases gather and held, and cpus_held.
	 */
	void (*run)(struct conversion *conv);
};

extern const struct hold *const holds[];	/* by enum splitfold_hold */

extern const struct hold hold_none;
extern const struct hold hold_spin;
extern const struct hold hold_park;

/*
 * Where waiting CPUs and the editing one meet. Waiting CPUs may have no other
 * memory mapped than this, so it is alone in its page (idmap.c), and each word in
 * its own exclusives reservation granule (CTR_EL0.ERG: at most 2 KiB).
 */
struct meeting {
	atomic64_t arrived;
	u8 pad[2048 - sizeof(atomic64_t)];
	u64 released;
};

/*
 * The frame of every hold under stop_machine(): the editing CPU waits until all
 * others arrived, stamps, edits, stamps, releases; each of the others runs wait(),
 * which arrives at meeting and returns after the release.
 */
void hold_stop_machine(struct conversion *conv, struct meeting *meeting,
		       void (*wait)(struct meeting *meeting));

#endif /* SF_HOLD_H */
