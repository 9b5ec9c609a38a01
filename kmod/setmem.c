// SPDX-License-Identifier: GPL-2.0-only
/*
 * setmem.c - set_memory_ro/rw/x/nx and set_direct_map_*, timed call by call.
 *
 * The regions are what each function is for: set_memory_*() takes vmalloc memory and
 * changes its linear alias page by page; set_direct_map_*() takes single pages, which
 * its callers (secretmem, vmalloc) follow with one flush for all.
 */
#include "convert.h"

#include <linux/sched/signal.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include <asm/tlbflush.h>

#include "clock.h"
#include "reason.h"
#include "setmem.h"

struct setmem_op {
	const char *name;
	bool (*usable)(void);
	void *(*alloc)(int pages);
	void (*free)(void *region, int pages);
	int (*change)(void *region, int pages, bool undo);
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

static const struct setmem_op ops[] = {
	[SPLITFOLD_SETMEM_RO] = {
		"set_memory_ro", ro_usable, vmalloc_region, vfree_region, ro_change },
	[SPLITFOLD_SETMEM_X] = {
		"set_memory_x", x_usable, vmalloc_region, vfree_region, x_change },
	[SPLITFOLD_SETMEM_INVALID] = {
		"set_direct_map_invalid_noflush", direct_usable, direct_region, free_direct_region,
		direct_change },
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
		return fail(req->reason, -EOPNOTSUPP,
			    "%s does nothing here: can_set_direct_map() is false",
			    ops[req->op].name);
	return 0;
}

/* One pass over the regions; two samples each, put where the user reads them. */
static int setmem_round(struct splitfold_setmem *req, void **regions, u64 __user *out)
{
	const struct setmem_op *op = &ops[req->op];
	u64 mark, pair[2];
	int i, err;

	for (i = 0; i < req->nr_regions; i++) {
		mark = clock_ticks();
		err = op->change(regions[i], req->pages, false);
		pair[0] = clock_lap(&mark);
		if (err)
			return fail(req->reason, err, "%s failed (%d)", op->name, err);

		mark = clock_ticks();
		err = op->change(regions[i], req->pages, true);
		pair[1] = clock_lap(&mark);
		if (err)
			return fail(req->reason, err, "the inverse of %s failed (%d)", op->name,
				    err);

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
	for (; i < req->nr_regions; i++) {
		regions[i] = op->alloc(req->pages);
		if (!regions[i]) {
			err = fail(req->reason, -ENOMEM, "no memory for region %d of %u pages", i,
				   req->pages);
			goto out;
		}
	}
	for (round = 0; round < req->rounds && !err; round++)
		err = setmem_round(req, regions, out + 2ul * round * req->nr_regions);
out:
	while (i--)
		op->free(regions[i], req->pages);
	kvfree(regions);
	return err;
}
