// SPDX-License-Identifier: GPL-2.0-only
/*
 * setmem.c - set_memory_ro/rw/x/nx/decrypted/encrypted and set_direct_map_*, timed call
 * by call.
 *
 * The regions are what each function is for: set_memory_ro/rw/x/nx() take vmalloc memory
 * and change its linear alias page by page; set_memory_decrypted/encrypted() take linear
 * addresses; set_direct_map_*() take single pages, which their callers (secretmem,
 * vmalloc) follow with one flush for all.
 */
#include "convert.h"

#include <linux/sched/signal.h>
#include <linux/set_memory.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include <asm/rsi.h>
#include <asm/tlbflush.h>

#include "clock.h"
#include "reason.h"
#include "setmem.h"

struct setmem_op {
	const char *name;
	bool (*usable)(void);
	const char *why_not;		/* usable */
	void *(*alloc)(int pages);
	void (*free)(void *region, int pages);
	int (*change)(void *region, int pages, bool undo);
	bool needs_ptes;		/* of the regions themselves, unless the kernel splits */
};

static int ro_change(void *region, int pages, bool undo)
{
	return (undo ? kernel.set_memory_rw : kernel.set_memory_ro)((unsigned long)region, pages);
}

static bool ro_usable(void)
{
	return kernel.set_memory_ro && kernel.set_memory_rw;
}

static int x_change(void *region, int pages, bool undo)
{
	return (undo ? kernel.set_memory_nx : kernel.set_memory_x)((unsigned long)region, pages);
}

static bool x_usable(void)
{
	return kernel.set_memory_x && kernel.set_memory_nx;
}

static int direct_change(void *region, int pages, bool undo)
{
	int (*change)(struct page *page) = undo ? kernel.set_direct_map_default_noflush :
						  kernel.set_direct_map_invalid_noflush;
	unsigned long va = (unsigned long)region;
	int i, err = 0;

	for (i = 0; i < pages && !err; i++)
		err = change(virt_to_page(va + i * PAGE_SIZE));
	/* A page that becomes valid was in no TLB: secretmem flushes only the other way. */
	if (!undo)
		flush_tlb_kernel_range(va, va + pages * PAGE_SIZE);
	return err;
}

static bool direct_usable(void)
{
	return kernel.set_direct_map_default_noflush && kernel.set_direct_map_invalid_noflush &&
	       kernel.can_set_direct_map();
}

static int share_change(void *region, int pages, bool undo)
{
	return (undo ? set_memory_encrypted : set_memory_decrypted)((unsigned long)region, pages);
}

static bool share_usable(void)
{
	return is_realm_world();
}

static void *vmalloc_region(int pages)
{
	return vmalloc(pages * PAGE_SIZE);
}

static void vfree_region(void *region, int pages)
{
	vfree(region);
}

static void *direct_region(int pages)
{
	return (void *)__get_free_pages(GFP_KERNEL | __GFP_NOWARN, get_order(pages * PAGE_SIZE));
}

static void free_direct_region(void *region, int pages)
{
	free_pages((unsigned long)region, get_order(pages * PAGE_SIZE));
}

#define NOT_HERE	"this kernel has no such function"

static const struct setmem_op ops[] = {
	[SPLITFOLD_SETMEM_RO] = {
		.name = "set_memory_ro", .usable = ro_usable, .why_not = NOT_HERE,
		.alloc = vmalloc_region, .free = vfree_region, .change = ro_change,
	},
	[SPLITFOLD_SETMEM_X] = {
		.name = "set_memory_x", .usable = x_usable, .why_not = NOT_HERE,
		.alloc = vmalloc_region, .free = vfree_region, .change = x_change,
	},
	[SPLITFOLD_SETMEM_INVALID] = {
		.name = "set_direct_map_invalid_noflush", .usable = direct_usable,
		.why_not = "it does nothing here: can_set_direct_map() is false",
		.alloc = direct_region, .free = free_direct_region, .change = direct_change,
		.needs_ptes = true,
	},
	[SPLITFOLD_SETMEM_SHARE] = {
		.name = "set_memory_decrypted", .usable = share_usable,
		.why_not = "not a realm: nothing can be shared",
		.alloc = direct_region, .free = free_direct_region, .change = share_change,
		.needs_ptes = true,
	},
};
static_assert(ARRAY_SIZE(ops) == SPLITFOLD_NR_SETMEM_OPS);

static int setmem_check(struct splitfold_setmem *req)
{
	if (req->op >= SPLITFOLD_NR_SETMEM_OPS)
		return fail(req->reason, -EINVAL, "no operation %u", req->op);
	if (req->pages < 1 || req->pages > 512 || !is_power_of_2(req->pages))
		return fail(req->reason, -EINVAL, "pages is %u, not a power of two from 1 to 512",
			    req->pages);
	if (req->nr_regions < 1 || req->nr_regions > 4096)
		return fail(req->reason, -EINVAL, "nr_regions is %u, not 1 to 4096",
			    req->nr_regions);
	if (req->rounds < 1 || req->rounds > 65536)
		return fail(req->reason, -EINVAL, "rounds is %u, not 1 to 65536", req->rounds);
	if (convert_is_folded())
		return fail(req->reason, -EBUSY,
			    "the map is folded and this kernel cannot split it: split first");
	if (!ops[req->op].usable())
		return fail(req->reason, -EOPNOTSUPP, "%s: %s", ops[req->op].name,
			    ops[req->op].why_not);
	return 0;
}

/*
 * Where the kernel can neither split nor had to make ptes at boot its functions fail, or
 * change one entry of a contiguous group: refused, for the sake of the map.
 */
static int region_check(struct splitfold_setmem *req, void *region)
{
	unsigned long va = (unsigned long)region;

	if (!ops[req->op].needs_ptes || lmap.splits_itself ||
	    lmap_is_ptes(va, va + req->pages * PAGE_SIZE))
		return 0;
	return fail(req->reason, -EOPNOTSUPP,
		    "%s: the map has blocks and this kernel cannot split them", ops[req->op].name);
}

/*
 * The operation and its inverse on one region. One that fails leaves nobody knows what:
 * the region is not given back.
 */
static int region_change(struct splitfold_setmem *req, void **region, u64 pair[2])
{
	const struct setmem_op *op = &ops[req->op];
	u64 mark = clock_ticks();
	int err;

	err = op->change(*region, req->pages, false);
	pair[0] = clock_lap(&mark);
	if (err) {
		*region = NULL;
		return fail(req->reason, err, "%s failed (%d)", op->name, err);
	}
	mark = clock_ticks();
	err = op->change(*region, req->pages, true);
	pair[1] = clock_lap(&mark);
	if (err) {
		*region = NULL;
		return fail(req->reason, err, "the inverse of %s failed (%d)", op->name, err);
	}
	return 0;
}

/* One pass over the regions; two samples each, put where the user reads them. */
static int setmem_round(struct splitfold_setmem *req, void **regions, u64 __user *out)
{
	u64 pair[2];
	int i, err;

	for (i = 0; i < req->nr_regions; i++) {
		err = region_change(req, &regions[i], pair);
		if (err)
			return err;
		if (copy_to_user(&out[2 * i], pair, sizeof(pair)))
			return fail(req->reason, -EFAULT, "samples points to no writable memory");
		req->nr_samples += 2;
		cond_resched();
	}
	return signal_pending(current) ? fail(req->reason, -EINTR, "interrupted") : 0;
}

int setmem_run(struct splitfold_setmem *req)
{
	const struct setmem_op *op;
	u64 __user *out = u64_to_user_ptr(req->samples);
	void **regions;
	int i = 0, round, err = setmem_check(req);

	if (err)
		return err;
	op = &ops[req->op];
	regions = kvcalloc(req->nr_regions, sizeof(*regions), GFP_KERNEL);
	if (!regions)
		return fail(req->reason, -ENOMEM, "no memory for %u regions", req->nr_regions);
	while (i < req->nr_regions && !err) {
		regions[i] = op->alloc(req->pages);
		if (regions[i])
			err = region_check(req, regions[i++]);
		else
			err = fail(req->reason, -ENOMEM, "no memory for region %d of %u pages", i,
				   req->pages);
	}
	for (round = 0; round < req->rounds && !err; round++)
		err = setmem_round(req, regions, out + 2ul * round * req->nr_regions);
	while (i--)
		if (regions[i])
			op->free(regions[i], req->pages);
	kvfree(regions);
	return err;
}
