// SPDX-License-Identifier: GPL-2.0-only
/*
 * shared.c - the shared buffer of an open file: set_memory_decrypted() and back.
 *
 * A change of pages that fails half-way leaves them neither here nor there: invalid in
 * the linear map, or with another RIPAS than it says. The kernel's callers leak such
 * memory, and so do we: a buffer that failed once stays as it is for good.
 */
#include "shared.h"

#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/set_memory.h>
#include <linux/slab.h>

#include <asm/rsi.h>

#include "convert.h"
#include "file.h"
#include "reason.h"

#define BUFFER_MAX	512

struct shared_buffer {
	unsigned long va;	/* in the linear map */
	u32 pages;
	bool shared;
	bool lost;		/* a change failed */
};

/* Over the buffers of all files: a change is rare and short. */
static DEFINE_MUTEX(shared_lock);

static struct shared_buffer *buffer_alloc(u32 pages)
{
	struct shared_buffer *buffer = kzalloc(sizeof(*buffer), GFP_KERNEL);

	if (!buffer)
		return NULL;
	buffer->pages = pages;
	buffer->va = __get_free_pages(GFP_KERNEL | __GFP_ZERO | __GFP_NOWARN,
				      get_order(pages * PAGE_SIZE));
	if (buffer->va)
		return buffer;
	kfree(buffer);
	return NULL;
}

/* The buffer of the file, made if it has none yet. */
static int buffer_get(struct device_file *file, struct splitfold_shared *req)
{
	if (req->pages < 1 || req->pages > BUFFER_MAX || !is_power_of_2(req->pages))
		return fail(req->reason, -EINVAL, "pages is %u, not a power of two from 1 to %u",
			    req->pages, BUFFER_MAX);
	if (req->shared > 1)
		return fail(req->reason, -EINVAL, "shared is %u, not 0 or 1", req->shared);
	if (file->shared && file->shared->pages != req->pages)
		return fail(req->reason, -EINVAL, "this open file's buffer has %u pages, not %u",
			    file->shared->pages, req->pages);
	if (!is_realm_world())
		return fail(req->reason, -EOPNOTSUPP, "not a realm: nothing can be shared");
	if (!file->shared)
		file->shared = buffer_alloc(req->pages);
	return file->shared ? 0 : fail(req->reason, -ENOMEM, "no memory for %u pages", req->pages);
}

static int buffer_change(struct shared_buffer *buffer, struct splitfold_shared *req)
{
	bool share = req->shared;
	int err;

	if (buffer->lost)
		return fail(req->reason, -EIO, "an earlier change of this buffer failed");
	if (buffer->shared == share)
		return 0;
	/* What is shared is in ptes, or the kernel splits: only this direction may wait. */
	if (share && convert_is_folded())
		return fail(req->reason, -EBUSY,
			    "the map is folded and this kernel cannot split it: split first");
	err = share ? set_memory_decrypted(buffer->va, buffer->pages) :
		      set_memory_encrypted(buffer->va, buffer->pages);
	buffer->lost = err;
	buffer->shared = share;
	return err ? fail(req->reason, err, "set_memory_%s() of %u pages failed (%d)",
			  share ? "decrypted" : "encrypted", buffer->pages, err) : 0;
}

long shared_change(struct file *file, void *arg)
{
	struct splitfold_shared *req = arg;
	struct device_file *owner = device_file(file);
	int err;

	req->ipa = 0;
	req->unprotected = 0;
	req->reason[0] = '\0';
	mutex_lock(&shared_lock);
	err = buffer_get(owner, req);
	if (!err) {
		req->ipa = __pa(owner->shared->va);
		/* In a descriptor's place; all realms so far have the bit below 48, as in a PA. */
		req->unprotected = PROT_NS_SHARED;
		err = buffer_change(owner->shared, req);
	}
	mutex_unlock(&shared_lock);
	return err;
}

int shared_mmap(struct file *file, struct vm_area_struct *vma)
{
	const unsigned long other = SPLITFOLD_MAP_UNPROTECTED >> PAGE_SHIFT;
	bool unprotected = vma->vm_pgoff >= other;
	unsigned long first = vma->vm_pgoff - (unprotected ? other : 0), nr = vma_pages(vma);
	const struct shared_buffer *buffer;

	mutex_lock(&shared_lock);
	buffer = device_file(file)->shared;
	mutex_unlock(&shared_lock);
	if (!buffer || !(vma->vm_flags & VM_SHARED))
		return -EINVAL;
	if (first >= buffer->pages || nr > buffer->pages - first)
		return -ENXIO;
	if (unprotected)
		vma->vm_page_prot = pgprot_decrypted(vma->vm_page_prot);
	return remap_pfn_range(vma, vma->vm_start, PHYS_PFN(__pa(buffer->va)) + first,
			       nr << PAGE_SHIFT, vma->vm_page_prot);
}

/* No mapping is left: each had a reference of the file. */
void shared_release(struct file *file)
{
	struct shared_buffer *buffer = device_file(file)->shared;

	if (!buffer)
		return;
	if (!buffer->lost && buffer->shared)
		buffer->lost = set_memory_encrypted(buffer->va, buffer->pages);
	if (!buffer->lost)
		free_pages(buffer->va, get_order(buffer->pages * PAGE_SIZE));
	kfree(buffer);
}
