/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * writes.h - a list of descriptor stores by physical address, for the trampoline.
 *
 * Code with the MMU off, or with TTBR1 empty, has no virtual addresses: it walks this
 * list page by page.
 */
#ifndef SF_WRITES_H
#define SF_WRITES_H

#include <linux/build_bug.h>
#include <linux/list.h>
#include <linux/types.h>

struct page;
struct steps;

#define WRITES_PER_PAGE	255

/* One page. The layout is known to trampoline.S. */
struct write_page {
	u64 nr;
	u64 next;		/* physical address of the next page; 0: the last */
	struct {
		u64 pa;
		u64 value;
	} write[WRITES_PER_PAGE];
};
static_assert(sizeof(struct write_page) == 4096);

struct write_list {
	struct list_head pages;	/* struct page, by lru, in the order of the writes */
	struct page *last;	/* that is being filled */
	unsigned long nr;
	unsigned long nr_pages;
};

/* Append. 0, or -ENOMEM with steps->failed or not. Begins a zeroed list. May sleep. */
int writes_add(struct write_list *list, phys_addr_t pa, u64 value, struct steps *steps);

/* Empty the list but keep its pages: as many writes as before fit without allocation. */
void writes_rewind(struct write_list *list);

/* Clean the list to the point of coherency, for a reader with the MMU off. */
void writes_clean(const struct write_list *list);

/* Physical address of the first page, 0 when empty. */
phys_addr_t writes_first(const struct write_list *list);

/* Harmless on a zeroed list. */
void writes_free(struct write_list *list);

#endif /* SF_WRITES_H */
