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
	 * CPU hotplug locked (cpus_read_lock). Bring all other CPUs to the waiting place,
	 * run the method's edit on one CPU, release them. Sets conv->err, conv->arrived,
	 * the phases gather, held and edit, and cpus_held.
	 */
	void (*run)(struct conversion *conv);
};

extern const struct hold *const holds[];	/* by enum splitfold_hold */

extern const struct hold hold_none;
extern const struct hold hold_spin;
extern const struct hold hold_park;
extern const struct hold hold_mmuoff;

/* How the others come to rest at a waiting place, and leave it. */
struct hold_place {
	/* Before anybody comes: nobody has arrived, nobody is released. */
	void (*prepare)(void);
	/* Interrupts off, on each of the others: arrive, return after the release. */
	void (*wait)(void);
	/* On the editing CPU: return when all of the others, so many, have arrived. */
	void (*gather)(unsigned int others);
	/* On the editing CPU: let them go. All that it stored before is visible to them. */
	void (*release)(void);
};

/*
 * The frame of every hold under stop_machine(): the editing CPU waits until all
 * others have arrived at place, stamps, edits, stamps, releases.
 */
void hold_stop_machine(struct conversion *conv, const struct hold_place *place);

/*
 * Where CPUs meet that have caches and exclusives to do so. Waiting CPUs may have no
 * other memory mapped than this, so it is alone in its page (idmap.c), and each word in
 * its own exclusives reservation granule (CTR_EL0.ERG: at most 2 KiB).
 */
struct meeting {
	atomic64_t arrived;
	u8 pad[2048 - sizeof(atomic64_t)];
	u64 released;
};

static inline void meeting_prepare(struct meeting *meeting)
{
	atomic64_set(&meeting->arrived, 0);
	meeting->released = 0;
}

static inline void meeting_gather(struct meeting *meeting, unsigned int others)
{
	atomic64_cond_read_acquire(&meeting->arrived, VAL == others);
}

static inline void meeting_release(struct meeting *meeting)
{
	/* Orders all edits before the release; pairs with the load-acquire in the waits. */
	smp_store_release(&meeting->released, 1);
}

#endif /* SF_HOLD_H */
