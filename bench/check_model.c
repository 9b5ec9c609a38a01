// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_model.c - the plugin's model of TLBs (profile tlb) against figures worked out by hand
 * from what each geometry says, and what it counts against instructions known one by one.
 *
 * What is measured is a loop in assembly between the two calls, which accesses nothing but
 * what the test is about. An interrupt in it shows in the number of instructions: such a
 * try does not count. One before it can only add misses, so the least of the tries is it.
 */
#define _GNU_SOURCE
#include "bench/check.h"
#include "bench/check_model.h"

#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define BLOCK_BYTES	(2ul << 20)
#define CHANGED_PAGES	16
#define KEPT_PAGES	64
#define THREAD_EXIT_US	5000
#define CONTIGUOUS_PAGES 16

/* As the files of geometry/ have them. A72 breaks blocks of 2M down to entries of 1M. */
static const struct model_shape shapes[] = {
	{ "n1", 48, 48, 256, 5, 1, 1, false },
	{ "n1-coalesce", 48, 48, 256, 5, 1, 4, false },
	{ "n1-walk-cache", 48, 48, 256, 5, 1, 1, true },
	{ "a72", 32, 48, 256, 4, 2, 1, false },
	{ "a76", 48, 48, 256, 5, 1, 4, false },
	{ "x4", 96, 48, 256, 8, 1, 1, false },
	{ "n3", 48, 32, 256, 6, 1, 1, false },
};

/* Instructions of touch() between the calls: each page, each round, and the way out. */
#define TOUCH_PAGE	4
#define TOUCH_ROUND	4
#define TOUCH_END	2

/* One load from each of pages, so many rounds to warm up and so many that are counted. */
static void touch(const char *from, uint64_t stride, uint64_t pages, uint64_t warm, uint64_t rounds)
{
	register uint64_t begin asm("x9") = PLUGIN_FN_BEGIN;
	register uint64_t end asm("x10") = PLUGIN_FN_END;

	asm volatile("	cbz	%[warm], 3f\n"
		     "1:	mov	x4, %[from]\n"
		     "	mov	x5, %[pages]\n"
		     "2:	ldr	x6, [x4]\n"
		     "	add	x4, x4, %[stride]\n"
		     "	subs	x5, x5, #1\n"
		     "	b.ne	2b\n"
		     "	subs	%[warm], %[warm], #1\n"
		     "	b.ne	1b\n"
		     "3:	mov	x0, %[begin]\n"
		     "	" MODEL_CALL
		     "4:	mov	x4, %[from]\n"
		     "	mov	x5, %[pages]\n"
		     "5:	ldr	x6, [x4]\n"
		     "	add	x4, x4, %[stride]\n"
		     "	subs	x5, x5, #1\n"
		     "	b.ne	5b\n"
		     "	subs	%[rounds], %[rounds], #1\n"
		     "	b.ne	4b\n"
		     "	mov	x0, %[end]\n"
		     "	" MODEL_CALL
		     : [warm] "+r"(warm), [rounds] "+r"(rounds)
		     : [from] "r"(from), [stride] "r"(stride), [pages] "r"(pages),
		       [begin] "r"(begin), [end] "r"(end)
		     : "x0", "x1", "x4", "x5", "x6", "cc", "memory");
}

void least_take(struct least *least, enum plugin_class row, uint64_t insns)
{
	struct figures f;
	unsigned int i;

	figures_read(&f);
	if (f.run[PLUGIN_RUN_INSNS] != insns)
		return;
	for (i = 0; i < PLUGIN_TLB_NR; i++)
		if (!least->any || f.tlb[row][i] < least->tlb[i])
			least->tlb[i] = f.tlb[row][i];
	least->any = true;
}

void least_test(struct tap *tap, const struct least *least, uint64_t access, uint64_t refill,
		uint64_t walk, uint64_t step, const char *what)
{
	const uint64_t *tlb = least->tlb;
	char why[200];

	snprintf(why, sizeof(why),
		 "%s: accesses %" PRIu64 " for %" PRIu64 ", refills %" PRIu64 " for %" PRIu64
		 ", walks %" PRIu64 " for %" PRIu64 ", steps %" PRIu64 " for %" PRIu64,
		 least->any ? "least" : "interrupted each time", tlb[PLUGIN_TLB_ACCESS], access,
		 tlb[PLUGIN_TLB_L1_REFILL], refill, tlb[PLUGIN_TLB_WALK], walk,
		 tlb[PLUGIN_TLB_STEP], step);
	tap_test(tap, least->any && tlb[PLUGIN_TLB_ACCESS] == access &&
		 tlb[PLUGIN_TLB_L1_REFILL] == refill && tlb[PLUGIN_TLB_WALK] == walk &&
		 tlb[PLUGIN_TLB_STEP] == step, why, "%s", what);
}

static uint64_t touch_insns(uint64_t pages, uint64_t rounds)
{
	return rounds * (pages * TOUCH_PAGE + TOUCH_ROUND) + TOUCH_END;
}

unsigned int model_steps(const struct model_shape *shape, unsigned int levels)
{
	return shape->walk_cache ? 1 : levels;
}

/* With LRU what takes turns either fits, or is missed each time. */
void model_strides_fill(const struct model_shape *shape, unsigned int l1,
			struct model_stride strides[MODEL_STRIDES])
{
	const unsigned int sets = shape->sets, ways = shape->ways;
	const struct model_stride all[MODEL_STRIDES] = {
		{ l1, 1, 0, 0, "as many pages as the first level holds" },
		{ l1 + 1, 1, 1, 0, "one more, in turn: none is there any more" },
		{ sets * ways, 1, 1, 0, "as many as the second level holds" },
		{ sets / 16 * ways, 16, 1, 0, "each 16th: what so many of its sets hold" },
		{ sets / 16 * (ways + 1), 16, 1, 1, "one more in each" },
		{ ways + 1, sets, 0, 0, "too many for their set, but not for the first level" },
	};

	memcpy(strides, all, sizeof(all));
}

static void model_data(struct tap *tap, const struct model_shape *shape, const char *buffer,
		       unsigned int levels)
{
	struct model_stride strides[MODEL_STRIDES];
	const uint64_t rounds = 3;
	unsigned int try, i;
	char what[120];

	model_strides_fill(shape, shape->l1d, strides);
	for (i = 0; i < MODEL_STRIDES; i++) {
		const uint64_t pages = strides[i].pages, n = pages * rounds;
		struct least least = { 0 };

		for (try = 0; try < MODEL_TRIES; try++) {
			touch(buffer, strides[i].stride * MODEL_PAGE, pages, 4, rounds);
			least_take(&least, PLUGIN_CLASS_USER, touch_insns(pages, rounds));
		}
		snprintf(what, sizeof(what), "%" PRIu64 " pages of data: %s", pages,
			 strides[i].what);
		least_test(tap, &least, n, n * strides[i].refills, n * strides[i].walks,
			   n * strides[i].walks * model_steps(shape, levels), what);
	}
}

/* Eight accesses in each block of 2M: blocks that fit the first level, and one more. */
static void model_blocks_try(struct tap *tap, const struct model_shape *shape, char *from,
			     unsigned int fit)
{
	const uint64_t refills = 3ul * (fit + 1) * shape->block_entries;
	struct least fits = { 0 }, not = { 0 };
	unsigned int try;

	for (try = 0; try < MODEL_TRIES; try++) {
		touch(from, BLOCK_BYTES / 8, fit * 8, 4, 3);
		least_take(&fits, PLUGIN_CLASS_USER, touch_insns(fit * 8, 3));
		touch(from, BLOCK_BYTES / 8, (fit + 1) * 8, 4, 3);
		least_take(&not, PLUGIN_CLASS_USER, touch_insns((fit + 1) * 8, 3));
	}
	least_test(tap, &fits, fit * 8 * 3, 0, 0, 0, "blocks of 2M that the first level holds");
	least_test(tap, &not, (fit + 1) * 8 * 3, refills, 0, 0,
		   "one more: each is refilled from the second, as an entry of 2M there");
}

/*
 * Pages beside each other in memory, as parts of what was a block: one of them may not be
 * written, so no contiguous group is made of them, and the last of four groups has three
 * of the same attributes.
 */
static void model_contiguous(struct tap *tap, const struct model_shape *shape, char *from,
			     unsigned int levels)
{
	const unsigned int groups = CONTIGUOUS_PAGES / 4 + 1;
	const unsigned int walks = shape->coalesce > 1 ? groups : CONTIGUOUS_PAGES;
	struct least least = { 0 };
	unsigned int try;
	int err = mprotect(from + (CONTIGUOUS_PAGES - 1) * MODEL_PAGE, MODEL_PAGE, PROT_READ);

	/* Turned off and on all TLBs are empty; then their tables are read by the page behind. */
	for (try = 0; try < MODEL_TRIES && !err; try++) {
		err = plugin_disarm();
		err = err ? err : plugin_arm();
		touch(from + CONTIGUOUS_PAGES * MODEL_PAGE, MODEL_PAGE, 1, 0, 1);
		touch(from, MODEL_PAGE, CONTIGUOUS_PAGES, 0, 1);
		least_take(&least, PLUGIN_CLASS_USER, touch_insns(CONTIGUOUS_PAGES, 1));
	}
	least_test(tap, &least, CONTIGUOUS_PAGES, CONTIGUOUS_PAGES, walks,
		   walks * model_steps(shape, levels),
		   shape->coalesce > 1 ? "contiguous pages share entries of the second level" :
					 "contiguous pages share no entries");
}

static void model_blocks(struct tap *tap, const struct model_shape *shape, unsigned int levels)
{
	const unsigned int fit = shape->l1d / shape->block_entries;
	const size_t bytes = (fit + 2) * BLOCK_BYTES;
	char *map = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *from = (char *)(((uintptr_t)map + BLOCK_BYTES - 1) & -BLOCK_BYTES);

	if (map == MAP_FAILED || madvise(from, (fit + 1) * BLOCK_BYTES, MADV_HUGEPAGE)) {
		tap_skip(tap, "no transparent huge pages", "blocks of 2M in both levels");
		return;
	}
	memset(from, 1, (fit + 1) * BLOCK_BYTES);
	model_blocks_try(tap, shape, from, fit);
	model_contiguous(tap, shape, from, levels);
	munmap(map, bytes);
}

/* Changes permissions of some pages, from the CPU that it runs on. */
struct changer {
	char *buffer;
	int err;
};

static int change(char *buffer)
{
	return mprotect(buffer, CHANGED_PAGES * MODEL_PAGE, PROT_READ);
}

static void *change_elsewhere(void *arg)
{
	struct changer *changer = arg;
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(1, &cpus);
	changer->err = pthread_setaffinity_np(pthread_self(), sizeof(cpus), &cpus);
	if (!changer->err)
		changer->err = change(changer->buffer);
	return NULL;
}

static int change_from_other_cpu(char *buffer)
{
	struct changer changer = { .buffer = buffer };
	pthread_t thread;

	if (pthread_create(&thread, NULL, change_elsewhere, &changer))
		return -1;
	pthread_join(thread, NULL);
	/* It is gone for us, but its CPU is still at work on that. */
	usleep(THREAD_EXIT_US);
	return changer.err;
}

static void model_tlbi(struct tap *tap, char *buffer, unsigned int steps, int (*fn)(char *),
		       const char *what)
{
	struct least least = { 0 };
	unsigned int try;
	int err = 0;

	for (try = 0; try < MODEL_TRIES && !err; try++) {
		err = mprotect(buffer, CHANGED_PAGES * MODEL_PAGE, PROT_READ | PROT_WRITE);
		memset(buffer, 1, CHANGED_PAGES * MODEL_PAGE);
		touch(buffer, MODEL_PAGE, KEPT_PAGES, 0, 4);
		err = err ? err : fn(buffer);
		touch(buffer, MODEL_PAGE, KEPT_PAGES, 0, 1);
		least_take(&least, PLUGIN_CLASS_USER, touch_insns(KEPT_PAGES, 1));
	}
	/* Others of the first level went while the kernel was at work: not looked at. */
	least.tlb[PLUGIN_TLB_L1_REFILL] = 0;
	if (err)
		tap_test(tap, false, "mprotect, or a thread on CPU 1", "%s", what);
	else
		least_test(tap, &least, KEPT_PAGES, 0, CHANGED_PAGES, CHANGED_PAGES * steps, what);
}

/*
 * One page of memory at so many addresses: entries that could hold several pages then have
 * none beside it. NULL: there is no memory.
 */
static char *buffer_map(size_t pages)
{
	char *buffer = mmap(NULL, pages * MODEL_PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			    0);
	int fd = memfd_create("page", 0);
	void *page = buffer;
	size_t i;

	if (buffer == MAP_FAILED || fd < 0 || ftruncate(fd, MODEL_PAGE))
		return NULL;
	for (i = 0; i < pages && page != MAP_FAILED; i++)
		page = mmap(buffer + i * MODEL_PAGE, MODEL_PAGE, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_FIXED | MAP_POPULATE, fd, 0);
	close(fd);
	return page == MAP_FAILED ? NULL : buffer;
}

static const char *model_absent(const struct model_shape **shape)
{
	enum plugin_profile profile;
	char name[32];
	size_t i;

	if (plugin_hello(&profile))
		return PLUGIN_ABSENT;
	if (profile != PLUGIN_PROFILE_TLB)
		return "the plugin has another profile on";
	if (plugin_text(PLUGIN_TABLE_GEOMETRY, 0, name, sizeof(name)))
		return "the plugin does not say which geometry it has";
	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		if (!strcmp(name, shapes[i].name))
			*shape = &shapes[i];
	if (!*shape)
		return "no figures were worked out for this geometry";
	return plugin_arm() ? "the profile cannot be turned on" : NULL;
}

void check_model(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	const unsigned int levels = dev->info.va_bits > 48 ? 5 : 4;
	const struct model_shape *shape = NULL;
	const char *why = model_absent(&shape);
	unsigned int steps;
	cpu_set_t cpus;
	char *buffer;

	(void)opt;
	if (why) {
		tap_skip(tap, why, "the model of TLBs");
		return;
	}
	CPU_ZERO(&cpus);
	CPU_SET(0, &cpus);
	buffer = buffer_map(shape->sets * (shape->ways + 1));
	if (sched_setaffinity(0, sizeof(cpus), &cpus) || !buffer) {
		tap_test(tap, false, "no buffer, or no CPU 0", "the model of TLBs");
		return;
	}
	steps = model_steps(shape, levels);
	model_data(tap, shape, buffer, levels);
	model_blocks(tap, shape, levels);
	model_fetches(tap, shape, levels);
	model_access_kinds(tap, buffer);
	model_tlbi(tap, buffer, steps, change, "a TLBI takes the pages that it names, no others");
	if (sysconf(_SC_NPROCESSORS_ONLN) > 1)
		model_tlbi(tap, buffer, steps, change_from_other_cpu, "so does another CPU's");
	else
		model_access_totals(tap);
	plugin_disarm();
}
