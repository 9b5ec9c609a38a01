// SPDX-License-Identifier: GPL-2.0-only
/*
 * load.c - two loads on the linear map, for as long as a file is open.
 *
 * The chase has one pointer in each of its pages, at a random cache line, and all of them
 * make one circle in random order: each step has to wait for the load before it, and
 * finds its page in a TLB only if the map's leaves are large. Its pages stay the same until
 * the file is closed, so that a conversion between two beginnings changes nothing else.
 *
 * The slab load keeps some thousand objects of all sizes and replaces them at random.
 */
#include "load.h"

#include <linux/mm.h>
#include <linux/prandom.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "file.h"
#include "reason.h"

#define SIZE_MAX_NR	(1u << 20)	/* pages or objects */
#define LINE_BYTES	64u
#define OBJECT_MIN	32u
#define OBJECT_SIZES	8u		/* powers of two: 32 bytes to 4 KiB */
#define OPS_AT_ONCE	65536u		/* between looking for signals */

struct load {
	struct mutex lock;
	struct rnd_state rnd;		/* of the slab load */
	u32 nr_pages;
	struct list_head pages;		/* of the chase */
	void **first;
	void **at;
	u32 nr_objects;
	u64 **objects;			/* NULL: none there */
};

static u32 below(struct rnd_state *rnd, u32 nr)
{
	return (u64)prandom_u32_state(rnd) * nr >> 32;
}

static void chase_free(struct load *load)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, &load->pages, lru)
		__free_page(page);
	INIT_LIST_HEAD(&load->pages);
	load->nr_pages = 0;
}

/* Sattolo's shuffle: any order, but always one circle. */
static void chase_link(struct load *load, void ***line, u32 nr, u64 seed)
{
	struct rnd_state rnd;
	u32 i, other;

	prandom_seed_state(&rnd, seed);
	for (i = nr - 1; i; i--) {
		other = below(&rnd, i);		/* swap() takes its arguments twice */
		swap(line[i], line[other]);
	}
	for (i = 0; i < nr; i++)
		*line[i] = line[(i + 1) % nr];
	load->first = line[0];
}

static int chase_alloc(struct load *load, u32 nr, u64 seed)
{
	void ***line = kvmalloc_array(nr, sizeof(*line), GFP_KERNEL);
	struct rnd_state rnd;
	u32 i;

	if (!line)
		return -ENOMEM;
	prandom_seed_state(&rnd, ~seed);
	for (i = 0; i < nr; i++) {
		struct page *page = alloc_page(GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN);

		if (!page)
			break;
		list_add(&page->lru, &load->pages);
		line[i] = page_address(page) + below(&rnd, PAGE_SIZE / LINE_BYTES) * LINE_BYTES;
	}
	if (i == nr) {
		chase_link(load, line, nr, seed);
		load->nr_pages = nr;
	} else {
		chase_free(load);
	}
	kvfree(line);
	return i == nr ? 0 : -ENOMEM;
}

static int chase_begin(struct load *load, u32 nr, u64 seed)
{
	int err = 0;

	if (load->nr_pages != nr) {
		chase_free(load);
		err = chase_alloc(load, nr, seed);
	}
	load->at = load->first;
	return err;
}

static void chase_step(struct load *load, u32 ops)
{
	void **at = load->at;

	while (ops--)
		at = READ_ONCE(*at);
	load->at = at;
}

static void slab_free(struct load *load)
{
	u32 i;

	for (i = 0; i < load->nr_objects; i++)
		kfree(load->objects[i]);
	kvfree(load->objects);
	load->objects = NULL;
	load->nr_objects = 0;
}

static int slab_begin(struct load *load, u32 nr, u64 seed)
{
	slab_free(load);
	load->objects = kvcalloc(nr, sizeof(*load->objects), GFP_KERNEL);
	if (!load->objects)
		return -ENOMEM;
	load->nr_objects = nr;
	prandom_seed_state(&load->rnd, seed);
	return 0;
}

/* What is there goes, where nothing is comes something: both ends of it are touched. */
static int slab_step(struct load *load, u32 ops)
{
	while (ops--) {
		u64 **object = &load->objects[below(&load->rnd, load->nr_objects)];
		size_t words = (OBJECT_MIN << below(&load->rnd, OBJECT_SIZES)) / sizeof(u64);

		if (*object) {
			kfree(*object);
			*object = NULL;
			continue;
		}
		*object = kmalloc(words * sizeof(u64), GFP_KERNEL);
		if (!*object)
			return -ENOMEM;
		WRITE_ONCE((*object)[0], words);
		WRITE_ONCE((*object)[words - 1], words);
	}
	return 0;
}

static int load_begin(struct load *load, struct splitfold_load *req)
{
	int err;

	if (req->nr < 2 || req->nr > SIZE_MAX_NR)
		return fail(req->reason, -EINVAL, "nr is %u, not 2 to %u", req->nr, SIZE_MAX_NR);
	err = req->kind == SPLITFOLD_LOAD_CHASE ? chase_begin(load, req->nr, req->seed) :
						  slab_begin(load, req->nr, req->seed);
	return err ? fail(req->reason, err, "no memory for %u", req->nr) : 0;
}

static int load_step(struct load *load, struct splitfold_load *req)
{
	bool chase = req->kind == SPLITFOLD_LOAD_CHASE;
	u64 left = req->ops;
	int err = 0;

	if (chase ? !load->nr_pages : !load->nr_objects)
		return fail(req->reason, -EINVAL, "ops before the load has begun");
	while (left && !err) {
		u32 ops = min(left, OPS_AT_ONCE);

		if (chase)
			chase_step(load, ops);
		else
			err = slab_step(load, ops);
		left -= ops;
		cond_resched();
		if (left && !err && signal_pending(current))
			err = -EINTR;
	}
	return err ? fail(req->reason, err, "stopped with %llu ops left", left) : 0;
}

static struct load *load_of(struct file *file)
{
	struct load *load = smp_load_acquire(&device_file(file)->load), *other;

	if (load)
		return load;
	load = kzalloc(sizeof(*load), GFP_KERNEL);
	if (!load)
		return NULL;
	mutex_init(&load->lock);
	INIT_LIST_HEAD(&load->pages);
	/* Complete before it can be seen: pairs with the above. */
	other = cmpxchg_release(&device_file(file)->load, NULL, load);
	if (!other)
		return load;
	kfree(load);
	return smp_load_acquire(&device_file(file)->load);
}

long load_run(struct file *file, void *arg)
{
	struct splitfold_load *req = arg;
	struct load *load;
	int err;

	req->reason[0] = '\0';
	if (req->kind >= SPLITFOLD_NR_LOADS)
		return fail(req->reason, -EINVAL, "no load %u", req->kind);
	load = load_of(file);
	if (!load)
		return fail(req->reason, -ENOMEM, "no memory");
	if (mutex_lock_interruptible(&load->lock))
		return -EINTR;
	err = req->ops ? load_step(load, req) : load_begin(load, req);
	mutex_unlock(&load->lock);
	return err;
}

void load_release(struct file *file)
{
	struct load *load = device_file(file)->load;

	if (!load)
		return;
	chase_free(load);
	slab_free(load);
	kfree(load);
}
