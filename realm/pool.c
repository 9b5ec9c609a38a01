// SPDX-License-Identifier: GPL-2.0-only
/*
 * pool.c - pages for tables, see pool.h. Taken in order, given back to a list whose
 * links lie in the free pages themselves.
 */
#include "realm/pool.h"

#include "realm/hw.h"
#include "realm/print.h"

struct pool pool;

void pool_init(u64 start, u64 end)
{
	start = ALIGN_UP(start, SZ_4K);
	end = ALIGN_DOWN(end, SZ_4K);
	if (start >= end)
		panic("no memory for tables: [%lx, %lx)", start, end);
	pool = (struct pool){ .next = start, .end = end, .pages = (end - start) / SZ_4K };
}

static void pool_count(u64 nr)
{
	pool.used += nr;
	if (pool.used > pool.peak)
		pool.peak = pool.used;
}

u64 pool_page(void)
{
	u64 page = pool.free;

	if (!page)
		return pool_pages(1);
	pool.free = *(u64 *)hw_ptr(page);
	pool_count(1);
	hw_zero(page, SZ_4K);
	return page;
}

u64 pool_pages(u64 nr)
{
	u64 page = ALIGN_UP(pool.next, nr * SZ_4K);

	if (page + nr * SZ_4K > pool.end)
		panic("the pool's %lu pages are used up", pool.pages);
	pool.next = page + nr * SZ_4K;
	pool_count(nr);
	hw_zero(page, nr * SZ_4K);
	return page;
}

void pool_free(u64 page)
{
	*(u64 *)hw_ptr(page) = pool.free;
	pool.free = page;
	pool.used--;
}
