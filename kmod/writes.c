// SPDX-License-Identifier: GPL-2.0-only
/* writes.c - builds the list of stores that the trampoline performs. */
#include <linux/mm.h>

#include "steps.h"
#include "writes.h"

static struct write_page *write_page_of(struct page *page)
{
	return page_address(page);
}

static struct page *page_alloc(struct write_list *list, struct steps *steps)
{
	struct page *page;

	if (steps && step_fails(steps, "allocation of a page of writes"))
		return NULL;
	page = alloc_page(GFP_KERNEL);
	if (!page)
		return NULL;
	list_add_tail(&page->lru, &list->pages);
	list->nr_pages++;
	return page;
}

/* Make the page after the last one the last: one left from before a rewind, or a new one. */
static int page_append(struct write_list *list, struct steps *steps)
{
	struct page *last = list->last, *page;

	if (list->nr_pages && !last)
		page = list_first_entry(&list->pages, struct page, lru);
	else if (last && !list_is_last(&last->lru, &list->pages))
		page = list_next_entry(last, lru);
	else
		page = page_alloc(list, steps);
	if (!page)
		return -ENOMEM;

	write_page_of(page)->nr = 0;
	write_page_of(page)->next = 0;
	/* Linked only now, when a write follows: the trampoline expects one in each page. */
	if (last)
		write_page_of(last)->next = page_to_phys(page);
	list->last = page;
	return 0;
}

int writes_add(struct write_list *list, phys_addr_t pa, u64 value, struct steps *steps)
{
	struct write_page *page;

	if (!list->pages.next)
		INIT_LIST_HEAD(&list->pages);
	if (!list->last || write_page_of(list->last)->nr == WRITES_PER_PAGE) {
		int err = page_append(list, steps);

		if (err)
			return err;
	}
	page = write_page_of(list->last);
	page->write[page->nr].pa = pa;
	page->write[page->nr].value = value;
	page->nr++;
	list->nr++;
	return 0;
}

void writes_rewind(struct write_list *list)
{
	list->last = NULL;
	list->nr = 0;
}

void writes_clean(const struct write_list *list)
{
	struct page *page;

	if (!list->nr)
		return;
	list_for_each_entry(page, &list->pages, lru) {
		unsigned long start = (unsigned long)page_address(page);

		kernel.dcache_clean_inval_poc(start, start + sizeof(struct write_page));
	}
}

phys_addr_t writes_first(const struct write_list *list)
{
	return list->nr ? page_to_phys(list_first_entry(&list->pages, struct page, lru)) : 0;
}

void writes_free(struct write_list *list)
{
	struct page *page, *next;

	if (!list->pages.next)
		return;
	list_for_each_entry_safe(page, next, &list->pages, lru)
		__free_page(page);
	memset(list, 0, sizeof(*list));
}
