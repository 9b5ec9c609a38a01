// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_model.c - the plugin's model of TLBs (profile tlb, geometry n1) against figures
 * worked out by hand, and what it counts against instructions that are known one by one.
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

#define TRIES		40
#define PAGE_BYTES	4096ul
#define BLOCK_BYTES	(2ul << 20)
#define BUFFER_PAGES	2048
#define BUFFER_BLOCKS	50
#define CHANGED_PAGES	16
#define KEPT_PAGES	64
#define THREAD_EXIT_US	5000

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

/* The least of the tries that no interrupt was in; false: there was one in each. */
struct least {
	bool any;
	uint64_t user[PLUGIN_TLB_NR];
};

static void least_take(struct least *least, const struct figures *f, uint64_t insns)
{
	const uint64_t *user = f->tlb[PLUGIN_CLASS_USER];
	unsigned int i;

	if (f->run[PLUGIN_RUN_INSNS] != insns)
		return;
	for (i = 0; i < PLUGIN_TLB_NR; i++)
		if (!least->any || user[i] < least->user[i])
			least->user[i] = user[i];
	least->any = true;
}

static void least_test(struct tap *tap, const struct least *least, uint64_t access, uint64_t refill,
		       uint64_t walk, uint64_t step, const char *what)
{
	const uint64_t *user = least->user;
	char why[200];

	snprintf(why, sizeof(why),
		 "%s: accesses %" PRIu64 " for %" PRIu64 ", refills %" PRIu64 " for %" PRIu64
		 ", walks %" PRIu64 " for %" PRIu64 ", steps %" PRIu64 " for %" PRIu64,
		 least->any ? "least" : "interrupted each time", user[PLUGIN_TLB_ACCESS], access,
		 user[PLUGIN_TLB_L1_REFILL], refill, user[PLUGIN_TLB_WALK], walk,
		 user[PLUGIN_TLB_STEP], step);
	tap_test(tap, least->any && user[PLUGIN_TLB_ACCESS] == access &&
		 user[PLUGIN_TLB_L1_REFILL] == refill && user[PLUGIN_TLB_WALK] == walk &&
		 user[PLUGIN_TLB_STEP] == step, why, "%s", what);
}

static uint64_t touch_insns(uint64_t pages, uint64_t rounds)
{
	return rounds * (pages * TOUCH_PAGE + TOUCH_ROUND) + TOUCH_END;
}

/* N1: 48 entries fully associative; 256 sets of 5. Misses of each access, by hand. */
static const struct {
	unsigned int pages, stride, refills, walks;
	const char *what;
} strides[] = {
	{ 48, 1, 0, 0, "48 pages are what the first level holds" },
	{ 49, 1, 1, 0, "49 pages in turn never hit it, with LRU" },
	{ 1280, 1, 1, 0, "1280 pages are what the second holds, five in each set" },
	{ 80, 16, 1, 0, "80 pages, each 16th: five in each of 16 sets" },
	{ 96, 16, 1, 1, "96 pages, each 16th: six in each, which never hit with LRU" },
	{ 8, 256, 0, 0, "8 pages of one set are in the first level" },
};

static void model_strides(struct tap *tap, const char *buffer, unsigned int levels)
{
	const uint64_t rounds = 3;
	struct figures f;
	unsigned int try;
	size_t i;

	for (i = 0; i < sizeof(strides) / sizeof(strides[0]); i++) {
		const uint64_t pages = strides[i].pages, n = pages * rounds;
		struct least least = { 0 };

		for (try = 0; try < TRIES; try++) {
			touch(buffer, strides[i].stride * PAGE_BYTES, pages, 4, rounds);
			figures_read(&f);
			least_take(&least, &f, touch_insns(pages, rounds));
		}
		least_test(tap, &least, n, n * strides[i].refills, n * strides[i].walks,
			   n * strides[i].walks * levels, strides[i].what);
	}
}

/* Eight accesses in each block of 2M: one refill a block when 49 take turns, and no walk. */
static void model_blocks(struct tap *tap)
{
	const size_t bytes = (BUFFER_BLOCKS + 1) * BLOCK_BYTES;
	char *map = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *from = (char *)(((uintptr_t)map + BLOCK_BYTES - 1) & -BLOCK_BYTES);
	struct least fits = { 0 }, not = { 0 };
	struct figures f;
	unsigned int try;

	if (map == MAP_FAILED || madvise(from, BUFFER_BLOCKS * BLOCK_BYTES, MADV_HUGEPAGE)) {
		tap_skip(tap, "no transparent huge pages", "blocks of 2M in both levels");
		return;
	}
	memset(from, 1, BUFFER_BLOCKS * BLOCK_BYTES);
	for (try = 0; try < TRIES; try++) {
		touch(from, BLOCK_BYTES / 8, 48 * 8, 4, 3);
		figures_read(&f);
		least_take(&fits, &f, touch_insns(48 * 8, 3));
		touch(from, BLOCK_BYTES / 8, 49 * 8, 4, 3);
		figures_read(&f);
		least_take(&not, &f, touch_insns(49 * 8, 3));
	}
	munmap(map, bytes);
	least_test(tap, &fits, 48 * 8 * 3, 0, 0, 0, "48 blocks of 2M are in the first level");
	least_test(tap, &not, 49 * 8 * 3, 49 * 3, 0, 0, "49 are in the second, as entries of 2M");
}

/* Changes permissions of some pages, from the CPU that it runs on. */
struct changer {
	char *buffer;
	int err;
};

static int change(char *buffer)
{
	return mprotect(buffer, CHANGED_PAGES * PAGE_BYTES, PROT_READ);
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

static void model_tlbi(struct tap *tap, char *buffer, unsigned int levels, int (*fn)(char *),
		       const char *what)
{
	struct least least = { 0 };
	struct figures f;
	unsigned int try;
	int err = 0;

	for (try = 0; try < TRIES && !err; try++) {
		err = mprotect(buffer, CHANGED_PAGES * PAGE_BYTES, PROT_READ | PROT_WRITE);
		memset(buffer, 1, CHANGED_PAGES * PAGE_BYTES);
		touch(buffer, PAGE_BYTES, KEPT_PAGES, 0, 4);
		err = err ? err : fn(buffer);
		touch(buffer, PAGE_BYTES, KEPT_PAGES, 0, 1);
		figures_read(&f);
		/* Others of the first level went while the kernel was at work: not looked at. */
		f.tlb[PLUGIN_CLASS_USER][PLUGIN_TLB_L1_REFILL] = 0;
		least_take(&least, &f, touch_insns(KEPT_PAGES, 1));
	}
	if (err)
		tap_test(tap, false, "mprotect, or a thread on CPU 1", "%s", what);
	else
		least_test(tap, &least, KEPT_PAGES, 0, CHANGED_PAGES, CHANGED_PAGES * levels, what);
}

static const char *model_absent(void)
{
	enum plugin_profile profile;
	char name[32];

	if (plugin_hello(&profile))
		return PLUGIN_ABSENT;
	if (profile != PLUGIN_PROFILE_TLB)
		return "the plugin has another profile on";
	if (plugin_text(PLUGIN_TABLE_GEOMETRY, 0, name, sizeof(name)) || strcmp(name, "n1"))
		return "the figures here are of geometry n1";
	return plugin_arm() ? "the profile cannot be turned on" : NULL;
}

void check_model(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	const unsigned int levels = dev->info.va_bits > 48 ? 5 : 4;
	const char *why = model_absent();
	cpu_set_t cpus;
	char *buffer;

	(void)opt;
	if (why) {
		tap_skip(tap, why, "the model of TLBs");
		return;
	}
	CPU_ZERO(&cpus);
	CPU_SET(0, &cpus);
	buffer = mmap(NULL, BUFFER_PAGES * PAGE_BYTES, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (sched_setaffinity(0, sizeof(cpus), &cpus) || buffer == MAP_FAILED) {
		tap_test(tap, false, "no buffer, or no CPU 0", "the model of TLBs");
		return;
	}
	madvise(buffer, BUFFER_PAGES * PAGE_BYTES, MADV_NOHUGEPAGE);
	memset(buffer, 1, BUFFER_PAGES * PAGE_BYTES);
	model_strides(tap, buffer, levels);
	model_blocks(tap);
	model_access_kinds(tap, buffer);
	model_tlbi(tap, buffer, levels, change, "a TLBI takes the pages that it names, no others");
	if (sysconf(_SC_NPROCESSORS_ONLN) > 1)
		model_tlbi(tap, buffer, levels, change_from_other_cpu, "so does another CPU's");
	else
		model_access_totals(tap);
	plugin_disarm();
}
