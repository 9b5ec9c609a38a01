// SPDX-License-Identifier: GPL-2.0-only
/*
 * pages.c - the known pages of an open file: allocated, changed, compared on request.
 *
 * Neither the changes nor the check take the lock that conversions run under. Tables are
 * walked here as update_range_prot() does it, without a lock, and are kept for us by what
 * keeps them for it: a conversion frees what it cut off only when every task has slept or
 * left the kernel.
 */
#include "pages.h"

#include <asm/rsi.h>

#include "file.h"
#include "known_page.h"
#include "reason.h"

#define PAGES_MAX	4096
#define PAGES_APART	128ul	/* at most: memory between two known pages */
#define APART_MAX	8192ul	/* pages between all of them together */

struct known_pages {
	u32 nr;
	atomic64_t changes;
	struct mutex lost_lock;
	u32 lost;		/* found wrong by pages_change() since the last check */
	char lost_reason[SPLITFOLD_REASON_MAX];
	struct known_page page[];
};

static void known_pages_free(struct known_pages *pages)
{
	u32 i, leaked = 0;

	/* Each failure may have taken a minute: after the first, only what needs nothing. */
	for (i = 0; i < pages->nr; i++) {
		struct known_page *page = &pages->page[i];

		if ((!leaked || page->state == SPLITFOLD_PAGE_RW) && !known_page_restore(page))
			known_page_free(page);
		else
			leaked++;
	}
	WARN(leaked, "%u known pages could not be made read-write again and are lost\n", leaked);
	kvfree(pages);
}

/*
 * Pages to have between two known ones, until all are there: what a conversion joins or
 * splits is 2 MiB, and as long as one page in it is read-only it is left in ptes.
 */
static void apart_take(struct list_head *apart, unsigned long nr)
{
	while (nr--) {
		struct page *page = alloc_page(GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN);

		if (!page)
			return;
		list_add(&page->lru, apart);
	}
}

static void apart_give_back(struct list_head *apart)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, apart, lru)
		__free_page(page);
}

static int known_pages_fill(struct known_pages *pages, u32 nr)
{
	LIST_HEAD(apart);
	int err = 0;

	while (pages->nr < nr && !err) {
		apart_take(&apart, min(PAGES_APART, APART_MAX / nr));
		err = known_page_alloc(&pages->page[pages->nr], pages->nr);
		if (!err)
			pages->nr++;
	}
	apart_give_back(&apart);
	return err;
}

long pages_alloc(struct file *file, void *arg)
{
	struct splitfold_pages *req = arg;
	struct known_pages *pages;

	req->reason[0] = '\0';
	if (req->nr < 1 || req->nr > PAGES_MAX)
		return fail(req->reason, -EINVAL, "nr is %u, not 1 to %u", req->nr, PAGES_MAX);
	pages = kvzalloc(struct_size(pages, page, req->nr), GFP_KERNEL);
	if (!pages)
		return fail(req->reason, -ENOMEM, "no memory for %u pages", req->nr);
	mutex_init(&pages->lost_lock);
	if (known_pages_fill(pages, req->nr)) {
		known_pages_free(pages);
		return fail(req->reason, -ENOMEM, "no memory for %u pages", req->nr);
	}
	/* Complete before it can be seen: pairs with known_pages_of(). */
	if (!cmpxchg_release(&device_file(file)->pages, NULL, pages))
		return 0;
	known_pages_free(pages);
	return fail(req->reason, -EEXIST, "this open file has its pages already");
}

static struct known_pages *known_pages_of(struct file *file)
{
	return smp_load_acquire(&device_file(file)->pages);
}

static int state_check(u32 state, char *reason)
{
	if (state >= SPLITFOLD_NR_PAGE_STATES)
		return fail(reason, -EINVAL, "no state %u", state);
	if (state == SPLITFOLD_PAGE_RO &&
	    !(*kernel.rodata_full && kernel.set_memory_ro && kernel.set_memory_rw))
		return fail(reason, -EOPNOTSUPP,
			    "set_memory_ro() leaves the linear map alone: rodata is not \"on\"");
	if (state == SPLITFOLD_PAGE_INVALID &&
	    !(kernel.can_set_direct_map() && kernel.set_direct_map_invalid_noflush &&
	      kernel.set_direct_map_default_noflush))
		return fail(reason, -EOPNOTSUPP,
			    "set_direct_map_*() do nothing here: can_set_direct_map() is false");
	if (state == SPLITFOLD_PAGE_SHARED && !is_realm_world())
		return fail(reason, -EOPNOTSUPP, "not a realm: nothing can be shared");
	return 0;
}

/* What the next change would hide is looked at before it. */
static void page_check_last(struct known_pages *pages, const struct known_page *page)
{
	char reason[SPLITFOLD_REASON_MAX];

	if (!known_page_check(page, reason))
		return;
	mutex_lock(&pages->lost_lock);
	if (!pages->lost++)
		strscpy(pages->lost_reason, reason);
	mutex_unlock(&pages->lost_lock);
}

long pages_change(struct file *file, void *arg)
{
	struct splitfold_page *req = arg;
	struct known_pages *pages = known_pages_of(file);
	struct known_page *page;
	int err, done;

	req->reason[0] = '\0';
	if (!pages || req->index >= pages->nr)
		return fail(req->reason, -ENXIO, "this open file has no page %u", req->index);
	err = state_check(req->state, req->reason);
	if (err)
		return err;
	page = &pages->page[req->index];
	if (mutex_lock_interruptible(&page->lock))
		return fail(req->reason, -EINTR, "interrupted");
	page_check_last(pages, page);
	done = known_page_set(page, req->state);
	mutex_unlock(&page->lock);
	if (done < 0)
		return fail(req->reason, done, "page %u could not be made %s (%d)", req->index,
			    known_page_state_names[req->state], done);
	atomic64_add(done, &pages->changes);
	return 0;
}

/*
 * A page whose change is under way is passed by: its owner may wait in the gate for a
 * split that only our caller can ask for. Nothing escapes by that: the change that is
 * under way has compared the one before it (page_check_last()), and is itself compared
 * by the next check or the next change. Nor can the one under way be half done because
 * of a conversion: a change passes the gate as a whole or waits in front of it.
 */
long pages_check(struct file *file, void *arg)
{
	struct splitfold_pages_check *req = arg;
	struct known_pages *pages = known_pages_of(file);
	char reason[SPLITFOLD_REASON_MAX];
	u32 i;

	memset(req, 0, sizeof(*req));
	if (!pages)
		return fail(req->reason, -ENXIO, "this open file has no pages");
	mutex_lock(&pages->lost_lock);
	req->wrong = pages->lost;
	strscpy(req->reason, pages->lost_reason);
	pages->lost = 0;
	pages->lost_reason[0] = '\0';
	mutex_unlock(&pages->lost_lock);

	for (i = 0; i < pages->nr; i++) {
		struct known_page *page = &pages->page[i];

		if (!mutex_trylock(&page->lock))
			continue;
		req->checked++;
		if (known_page_check(page, reason) && !req->wrong++)
			strscpy(req->reason, reason);
		mutex_unlock(&page->lock);
	}
	req->changes = atomic64_read(&pages->changes);
	return 0;
}

void pages_release(struct file *file)
{
	struct known_pages *pages = known_pages_of(file);

	if (pages)
		known_pages_free(pages);
}
