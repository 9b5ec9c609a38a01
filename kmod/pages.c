// SPDX-License-Identifier: GPL-2.0-only
/*
 * pages.c - known pages, changed by set_memory_ro/rw() and set_direct_map_*().
 *
 * Each is a vmalloc mapping of one page: set_memory_*() on it changes the page's linear
 * alias too, set_direct_map_*() only that. What the linear map then has to say is known,
 * and so is what lies in the page.
 *
 * Neither the changes nor the check take the lock that conversions run under. Tables are
 * walked here as update_range_prot() does it, without a lock, and are kept for us by what
 * keeps them for it: a conversion frees what it cut off only when every task has slept or
 * left the kernel.
 */
#include "pages.h"

#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include <asm/tlbflush.h>

#include "lmap.h"
#include "reason.h"
#include "splitfold.h"

#define PAGES_MAX	4096
#define PAGE_WORDS	(PAGE_SIZE / sizeof(u64))
#define CHUNK_WORDS	32

struct known_page {
	struct mutex lock;	/* over a change, the check of it, and state */
	u64 *memory;		/* the vmalloc mapping */
	unsigned long va;	/* the linear alias */
	u32 index;
	u32 state;		/* enum splitfold_page_state, as asked for last */
};

struct known_pages {
	u32 nr;
	atomic64_t changes;
	struct mutex lost_lock;
	u32 lost;		/* found wrong by pages_change() since the last check */
	char lost_reason[SPLITFOLD_REASON_MAX];
	struct known_page page[];
};

static const char *const state_names[] = {
	[SPLITFOLD_PAGE_RW]	 = "read-write",
	[SPLITFOLD_PAGE_RO]	 = "read-only",
	[SPLITFOLD_PAGE_INVALID] = "invalid",
};
static_assert(ARRAY_SIZE(state_names) == SPLITFOLD_NR_PAGE_STATES);

static u64 page_word(u32 index, unsigned int i)
{
	return ((u64)(index + 1) << 32 | i) * 0x9e3779b97f4a7c15ull;
}

/* The live leaf. The kernel may split it between the look-up and the read: look again. */
static u64 page_leaf(const struct known_page *page, int *level)
{
	u64 *entry, desc;

	do {
		entry = lmap_leaf(page->va, level);
		desc = entry ? READ_ONCE(*entry) : 0;
	} while (desc_is_table(desc, *level));
	return desc;
}

static bool leaf_maps(u64 desc, int level, const struct known_page *page)
{
	unsigned long offset = page->va & (level_size(level) - 1);

	return __pte_to_phys(__pte(desc)) + offset == page_to_phys(vmalloc_to_page(page->memory));
}

/* The bits that pageattr.c sets and clears. */
static bool leaf_is(u64 desc, u32 state)
{
	switch (state) {
	case SPLITFOLD_PAGE_RW:
		return desc & DESC_VALID && (desc & (DESC_DBM | DESC_RDONLY)) == DESC_DBM;
	case SPLITFOLD_PAGE_RO:
		return desc & DESC_VALID && (desc & (DESC_DBM | DESC_RDONLY)) == DESC_RDONLY;
	default:
		return !(desc & DESC_VALID);
	}
}

static bool words_are_right(const u64 *words, u32 index, unsigned int first, unsigned int nr)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		if (words[i] != page_word(index, first + i))
			return false;
	return true;
}

/* Read all of the linear alias: 0, -EFAULT as the MMU has it, -EILSEQ: another content. */
static int alias_read(const struct known_page *page)
{
	u64 chunk[CHUNK_WORDS];
	unsigned int i;

	for (i = 0; i < PAGE_WORDS; i += CHUNK_WORDS) {
		if (copy_from_kernel_nofault(chunk, (u64 *)page->va + i, sizeof(chunk)))
			return -EFAULT;
		if (!words_are_right(chunk, page->index, i, CHUNK_WORDS))
			return -EILSEQ;
	}
	return 0;
}

/* Write what is there already: 0, or -EFAULT. */
static int alias_write(const struct known_page *page)
{
	u64 word = page_word(page->index, 0);

	pagefault_disable();
	__put_kernel_nofault((u64 *)page->va, &word, u64, fault);
	pagefault_enable();
	return 0;
fault:
	pagefault_enable();
	return -EFAULT;
}

/*
 * Compare a page whose lock is held with what was asked for: the entry, and, as the
 * entry may be right and a TLB not, what an access through it does. Returns 0, or
 * -EILSEQ with reason set.
 */
static int page_check(const struct known_page *page, char *reason)
{
	bool readable = page->state != SPLITFOLD_PAGE_INVALID;
	bool writable = page->state == SPLITFOLD_PAGE_RW;
	const char *state = state_names[page->state];
	int level = LEVEL_PTE, err;
	u64 desc = page_leaf(page, &level);

	if (!leaf_is(desc, page->state))
		return fail(reason, -EILSEQ, "page %u should be %s, its entry is %#llx at level %d",
			    page->index, state, desc, level);
	if (!leaf_maps(desc, level, page))
		return fail(reason, -EILSEQ, "page %u, %s: its entry %#llx at level %d maps another page",
			    page->index, state, desc, level);
	if (!words_are_right(page->memory, page->index, 0, PAGE_WORDS))
		return fail(reason, -EILSEQ, "page %u, %s: its content changed", page->index,
			    state);
	err = alias_read(page);
	if (err != (readable ? 0 : -EFAULT))
		return fail(reason, -EILSEQ, "page %u, %s: %s through the linear map",
			    page->index, state,
			    !err ? "reads" : err == -EFAULT ? "faults" : "reads as something else");
	if (alias_write(page) != (writable ? 0 : -EFAULT))
		return fail(reason, -EILSEQ, "page %u, %s: a write through the linear map %s",
			    page->index, state, writable ? "faults" : "succeeds");
	return 0;
}

static int page_alloc(struct known_page *page, u32 index)
{
	unsigned int i;

	page->memory = vmalloc(PAGE_SIZE);
	if (!page->memory)
		return -ENOMEM;
	for (i = 0; i < PAGE_WORDS; i++)
		page->memory[i] = page_word(index, i);
	mutex_init(&page->lock);
	page->va = (unsigned long)page_address(vmalloc_to_page(page->memory));
	page->index = index;
	page->state = SPLITFOLD_PAGE_RW;
	return 0;
}

/*
 * RW again, whatever became of it. A page that is as it should be is not touched: in a
 * folded block even a change to what it is would wait for a split.
 */
static int page_restore(struct known_page *page)
{
	char reason[SPLITFOLD_REASON_MAX];
	int err;

	if (page->state == SPLITFOLD_PAGE_RW && !page_check(page, reason))
		return 0;
	err = kernel.set_direct_map_default_noflush(vmalloc_to_page(page->memory));
	return err ?: kernel.set_memory_rw((unsigned long)page->memory, 1);
}

static void known_pages_free(struct known_pages *pages)
{
	u32 i, leaked = 0;

	/* Each failure may have taken a minute: after the first, only what needs nothing. */
	for (i = 0; i < pages->nr; i++) {
		struct known_page *page = &pages->page[i];

		if ((!leaked || page->state == SPLITFOLD_PAGE_RW) && !page_restore(page))
			vfree(page->memory);
		else
			leaked++;
	}
	WARN(leaked, "%u known pages could not be made read-write again and are lost\n", leaked);
	kvfree(pages);
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
	while (pages->nr < req->nr) {
		if (page_alloc(&pages->page[pages->nr], pages->nr)) {
			known_pages_free(pages);
			return fail(req->reason, -ENOMEM, "no memory for %u pages", req->nr);
		}
		pages->nr++;
	}
	/* Complete before it can be seen: pairs with known_pages_of(). */
	if (!cmpxchg_release(&file->private_data, NULL, pages))
		return 0;
	known_pages_free(pages);
	return fail(req->reason, -EEXIST, "this open file has its pages already");
}

static struct known_pages *known_pages_of(struct file *file)
{
	return smp_load_acquire(&file->private_data);
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
	return 0;
}

/* By way of RW: no function of the kernel's leads from RO to INVALID or back. */
static int page_set(struct known_page *page, u32 state, atomic64_t *changes)
{
	unsigned long memory = (unsigned long)page->memory;
	struct page *direct = vmalloc_to_page(page->memory);
	int err = 0;

	if (page->state == SPLITFOLD_PAGE_RO)
		err = kernel.set_memory_rw(memory, 1);
	else if (page->state == SPLITFOLD_PAGE_INVALID)
		err = kernel.set_direct_map_default_noflush(direct);
	if (err)
		return err;
	if (page->state != SPLITFOLD_PAGE_RW)
		atomic64_inc(changes);
	page->state = SPLITFOLD_PAGE_RW;

	if (state == SPLITFOLD_PAGE_RW)
		return 0;
	if (state == SPLITFOLD_PAGE_RO)
		err = kernel.set_memory_ro(memory, 1);
	else
		err = kernel.set_direct_map_invalid_noflush(direct);
	if (err)
		return err;
	/* set_memory_*() have flushed; the other way an entry that was valid may be cached. */
	if (state == SPLITFOLD_PAGE_INVALID)
		flush_tlb_kernel_range(page->va, page->va + PAGE_SIZE);
	atomic64_inc(changes);
	page->state = state;
	return 0;
}

/* What the next change would hide is looked at before it. */
static void page_check_last(struct known_pages *pages, const struct known_page *page)
{
	char reason[SPLITFOLD_REASON_MAX];

	if (!page_check(page, reason))
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
	int err;

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
	err = page_set(page, req->state, &pages->changes);
	mutex_unlock(&page->lock);
	return err ? fail(req->reason, err, "page %u could not be made %s (%d)", req->index,
			  state_names[req->state], err) : 0;
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

	*req = (struct splitfold_pages_check){ };
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
		if (page_check(page, reason) && !req->wrong++)
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
