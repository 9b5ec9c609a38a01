/* SPDX-License-Identifier: GPL-2.0-only */
/* rtt_walk.h - getting to entries, and changing what may be in use: rtt_*.c only. */
#ifndef REALM_RTT_WALK_H
#define REALM_RTT_WALK_H

#include "realm/rtt_entry.h"
#include "realm/rtt.h"

/* One at a time, tables and RIPAS together; the two below and rtt.h's functions take it. */
extern struct lock rtt_lock;

/* The level 2 entry of ipa; its table is made if there is none. */
u64 *rtt_level2(u64 ipa);
/* The same without making one: NULL. */
u64 *rtt_level2_find(u64 ipa);
/* The level 3 entry of ipa under a level 2 entry that is a table. */
u64 *rtt_level3(u64 level2, u64 ipa);

/*
 * The level 2 entry of ipa becomes a table of 512 entries that say what it said. A valid
 * block is broken first: others fault meanwhile and wait for the lock.
 */
void rtt_split(u64 *level2, u64 ipa);

/* The table under a level 2 entry, of which nothing is mapped, goes; entry takes its place. */
void rtt_fold(u64 *level2, u64 ipa, u64 entry);

#endif /* REALM_RTT_WALK_H */
