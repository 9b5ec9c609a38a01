/* SPDX-License-Identifier: GPL-2.0-only */
/* pool.h - pages for tables: all memory of the monitor that is not its image. */
#ifndef REALM_POOL_H
#define REALM_POOL_H

#include "realm/types.h"

struct pool {
	u64 next;		/* never used so far */
	u64 end;
	u64 free;		/* list of pages given back; 0 ends it */
	u64 pages;		/* in all */
	u64 used;
	u64 peak;
};

extern struct pool pool;

void pool_init(u64 start, u64 end);
/* A zeroed page, its PA. There are enough for the worst case: panics when there are not. */
u64 pool_page(void);
/* nr pages in a row, aligned to their size: only before the guest runs. */
u64 pool_pages(u64 nr);
void pool_free(u64 page);

#endif /* REALM_POOL_H */
