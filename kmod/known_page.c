// SPDX-License-Identifier: GPL-2.0-only
/*
 * known_page.c - one page, changed by set_memory_ro/rw(), set_direct_map_*() and, in a
 * realm, set_memory_decrypted/encrypted().
 *
 * It is a vmalloc mapping of one page: set_memory_ro/rw() on it change the page's linear
 * alias too, the others only that. What the linear map then has to say is known, and so is
 * what lies in the page.
 *
 * While the page is shared only its alias may be used: the vmalloc mapping has the
 * protected address, at which there is nothing. The content does not outlive the change,
 * in either direction, so it is written anew.
 */
#include "known_page.h"

#include <linux/set_memory.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include <asm/rsi.h>
#include <asm/tlbflush.h>

#include "lmap.h"
#include "reason.h"

#define PAGE_WORDS	(PAGE_SIZE / sizeof(u64))
#define CHUNK_WORDS	32

const char *const known_page_state_names[] = {
	[SPLITFOLD_PAGE_RW]	 = "read-write",
	[SPLITFOLD_PAGE_RO]	 = "read-only",
	[SPLITFOLD_PAGE_INVALID] = "invalid",
	[SPLITFOLD_PAGE_SHARED]	 = "shared",
};
static_assert(ARRAY_SIZE(known_page_state_names) == SPLITFOLD_NR_PAGE_STATES);

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

	/* The bit that says unprotected is part of the address: leaf_is() looks at it. */
	desc &= ~(u64)PROT_NS_SHARED;
	return __pte_to_phys(__pte(desc)) + offset == page_to_phys(vmalloc_to_page(page->memory));
}

/* The bits that pageattr.c sets and clears. */
static bool leaf_is(u64 desc, u32 state)
{
	bool shared = desc & PROT_NS_SHARED;

	if (shared != (state == SPLITFOLD_PAGE_SHARED))
		return false;
	switch (state) {
	case SPLITFOLD_PAGE_RW:
	case SPLITFOLD_PAGE_SHARED:
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

int known_page_check(const struct known_page *page, char *reason)
{
	bool readable = page->state != SPLITFOLD_PAGE_INVALID;
	bool shared = page->state == SPLITFOLD_PAGE_SHARED;
	bool writable = page->state == SPLITFOLD_PAGE_RW || shared;
	const char *state = known_page_state_names[page->state];
	int level = LEVEL_PTE, err;
	u64 desc = page_leaf(page, &level);

	if (page->lost)
		return fail(reason, -EILSEQ, "page %u could not be shared or made private",
			    page->index);
	if (!leaf_is(desc, page->state))
		return fail(reason, -EILSEQ, "page %u should be %s, its entry is %#llx at level %d",
			    page->index, state, desc, level);
	if (!leaf_maps(desc, level, page))
		return fail(reason, -EILSEQ,
			    "page %u, %s: its entry %#llx at level %d maps another page",
			    page->index, state, desc, level);
	if (!shared && !words_are_right(page->memory, page->index, 0, PAGE_WORDS))
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

static void words_write(u64 *words, u32 index)
{
	unsigned int i;

	for (i = 0; i < PAGE_WORDS; i++)
		words[i] = page_word(index, i);
}

int known_page_alloc(struct known_page *page, u32 index)
{
	page->memory = vmalloc(PAGE_SIZE);
	if (!page->memory)
		return -ENOMEM;
	words_write(page->memory, index);
	mutex_init(&page->lock);
	page->va = (unsigned long)page_address(vmalloc_to_page(page->memory));
	page->index = index;
	page->state = SPLITFOLD_PAGE_RW;
	return 0;
}

/*
 * Newly shared and newly private pages must read as zero, or somebody would see what was
 * there before: the kernel relies on the first, the realm's secrets on both. After a
 * change that failed nobody knows which of its addresses the page has.
 */
static int page_share(struct known_page *page, bool share)
{
	u64 *words = share ? (u64 *)page->va : page->memory;
	bool zero;
	int err;

	err = share ? set_memory_decrypted(page->va, 1) : set_memory_encrypted(page->va, 1);
	page->lost = err;
	if (err)
		return err;
	page->state = share ? SPLITFOLD_PAGE_SHARED : SPLITFOLD_PAGE_RW;
	zero = !memchr_inv(words, 0, PAGE_SIZE);
	words_write(words, page->index);
	return zero ? 0 : -EILSEQ;
}

/*
 * A page that is as it should be is not touched: in a folded block even a change to
 * what it is would wait for a split.
 */
int known_page_restore(struct known_page *page)
{
	char reason[SPLITFOLD_REASON_MAX];
	int err;

	if (page->state == SPLITFOLD_PAGE_RW && !known_page_check(page, reason))
		return 0;
	if (page->lost)
		return -EIO;
	if (page->state == SPLITFOLD_PAGE_SHARED)
		return page_share(page, false);
	if (!kernel.set_direct_map_default_noflush || !kernel.set_memory_rw)
		return -EOPNOTSUPP;
	err = kernel.set_direct_map_default_noflush(vmalloc_to_page(page->memory));
	return err ?: kernel.set_memory_rw((unsigned long)page->memory, 1);
}

void known_page_free(struct known_page *page)
{
	vfree(page->memory);
}

/* By way of RW: no function of the kernel's leads from RO to INVALID or back. */
int known_page_set(struct known_page *page, u32 state)
{
	unsigned long memory = (unsigned long)page->memory;
	struct page *direct = vmalloc_to_page(page->memory);
	int err = 0, changes = page->state != SPLITFOLD_PAGE_RW;

	if (page->lost)
		return -EIO;
	if (page->state == SPLITFOLD_PAGE_RO)
		err = kernel.set_memory_rw(memory, 1);
	else if (page->state == SPLITFOLD_PAGE_INVALID)
		err = kernel.set_direct_map_default_noflush(direct);
	else if (page->state == SPLITFOLD_PAGE_SHARED)
		err = page_share(page, false);
	if (err)
		return err;
	page->state = SPLITFOLD_PAGE_RW;

	if (state == SPLITFOLD_PAGE_RW)
		return changes;
	if (state == SPLITFOLD_PAGE_RO)
		err = kernel.set_memory_ro(memory, 1);
	else if (state == SPLITFOLD_PAGE_INVALID)
		err = kernel.set_direct_map_invalid_noflush(direct);
	else
		err = page_share(page, true);
	if (err)
		return err;
	/* set_memory_*() have flushed; the other way an entry that was valid may be cached. */
	if (state == SPLITFOLD_PAGE_INVALID)
		flush_tlb_kernel_range(page->va, page->va + PAGE_SIZE);
	page->state = state;
	return changes + 1;
}
