/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * known_page.h - one page whose permissions and content are known.
 */
#ifndef SF_KNOWN_PAGE_H
#define SF_KNOWN_PAGE_H

#include <linux/mutex.h>
#include <linux/types.h>

#include "splitfold.h"

struct known_page {
	struct mutex lock;	/* over a change, the check of it, and state */
	u64 *memory;		/* the vmalloc mapping */
	unsigned long va;	/* the linear alias */
	u32 index;
	u32 state;		/* enum splitfold_page_state, as asked for last */
	bool lost;		/* sharing it, or the way back, failed */
};

extern const char *const known_page_state_names[SPLITFOLD_NR_PAGE_STATES];

/* Read-write, with a content that says which page it is. 0 or -ENOMEM. */
int known_page_alloc(struct known_page *page, u32 index);

/*
 * Read-write again, whatever became of it. Returns 0, or the error of the kernel's
 * function: then its memory must not be used again.
 */
int known_page_restore(struct known_page *page);

/* After a successful restore. */
void known_page_free(struct known_page *page);

/* These two with its lock held. */

/*
 * Returns the number of changes made, or the error of the kernel's function, or -EILSEQ
 * when a page newly shared or private again was not zero.
 */
int known_page_set(struct known_page *page, u32 state);

/*
 * Compare it with what was asked for: the entry, and, as the entry may be right and a
 * TLB not, what an access through it does. Returns 0, or -EILSEQ with reason
 * (SPLITFOLD_REASON_MAX) set.
 */
int known_page_check(const struct known_page *page, char *reason);

#endif /* SF_KNOWN_PAGE_H */
