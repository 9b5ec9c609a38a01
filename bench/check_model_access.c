// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_model_access.c - each access that is executed is one of the model's, whatever kind
 * of instruction makes it: against QEMU's own counters, and instructions counted by hand.
 */
#include "bench/check_model.h"

#include <asm/hwcap.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>

#define TOTALS_BYTES	(2ul << 20)
#define ZVA_TIMES	16
#define ZVA_BYTES_MAX	512

void figures_read(struct figures *f)
{
	unsigned int i, row;

	memset(f, 0, sizeof(*f));
	for (i = 0; i < PLUGIN_RUN_NR; i++)
		plugin_read(PLUGIN_TABLE_RUN, 0, i, &f->run[i]);
	for (row = 0; row < PLUGIN_CLASS_NR; row++)
		for (i = 0; i < PLUGIN_TLB_NR; i++)
			plugin_read(PLUGIN_TABLE_TLB, row, i, &f->tlb[row][i]);
	for (i = 0; i < PLUGIN_TLB_TOTAL_NR; i++)
		plugin_read(PLUGIN_TABLE_TLB_TOTAL, 0, i, &f->total[i]);
}

uint64_t figures_accesses(const struct figures *f)
{
	return f->tlb[PLUGIN_CLASS_LINEAR][PLUGIN_TLB_ACCESS] +
	       f->tlb[PLUGIN_CLASS_KERNEL][PLUGIN_TLB_ACCESS] +
	       f->tlb[PLUGIN_CLASS_USER][PLUGIN_TLB_ACCESS];
}

/* One of each kind that needs a word of its own, and as many DC ZVA as were asked for. */
static void access_all_kinds(char *page)
{
	register uint64_t begin asm("x9") = PLUGIN_FN_BEGIN;
	register uint64_t end asm("x10") = PLUGIN_FN_END;

	asm volatile("	mov	x0, %[begin]\n"
		     "	" MODEL_CALL
		     "	ldp	x4, x5, [%[page], #16]\n"
		     "	stp	x4, x5, [%[page], #32]\n"
		     "	ldr	x4, [%[page], %[cross]]\n"
		     "	str	x4, [%[page], %[cross]]\n"
		     "	ldr	q0, [%[page], #64]\n"
		     "1:	ldaxr	x4, [%[page]]\n"
		     "	stlxr	w5, x4, [%[page]]\n"
		     "	cbnz	w5, 1b\n"
		     "	mov	x4, %[times]\n"
		     "2:	dc	zva, %[page]\n"
		     "	subs	x4, x4, #1\n"
		     "	b.ne	2b\n"
		     "	mov	x0, %[end]\n"
		     "	" MODEL_CALL
		     :
		     : [page] "r"(page), [cross] "r"(MODEL_PAGE - 4), [times] "r"(ZVA_TIMES + 0ul),
		       [begin] "r"(begin), [end] "r"(end)
		     : "x0", "x1", "x4", "x5", "v0", "cc", "memory");
}

static void model_kinds(struct tap *tap, char *buffer)
{
	const unsigned int insns = 10 + 3 * ZVA_TIMES + 1;
	struct figures f = { 0 };
	unsigned int try;
	char why[160];

	for (try = 0; try < MODEL_TRIES && f.run[PLUGIN_RUN_INSNS] != insns; try++) {
		access_all_kinds(buffer);
		figures_read(&f);
	}
	snprintf(why, sizeof(why), "%" PRIu64 " instructions, %" PRIu64 " loads, %" PRIu64
		 " stores, %" PRIu64 " DC ZVA, %" PRIu64 " over a page's end, %" PRIu64 " in all",
		 f.run[PLUGIN_RUN_INSNS], f.run[PLUGIN_RUN_LOADS], f.run[PLUGIN_RUN_STORES],
		 f.total[PLUGIN_TLB_ZVA], f.total[PLUGIN_TLB_CROSSING], figures_accesses(&f));
	tap_test(tap, f.run[PLUGIN_RUN_INSNS] == insns && f.total[PLUGIN_TLB_ZVA] == ZVA_TIMES &&
		 f.total[PLUGIN_TLB_CROSSING] == 2 && !f.total[PLUGIN_TLB_UNMODELLED] &&
		 figures_accesses(&f) == f.run[PLUGIN_RUN_LOADS] + f.run[PLUGIN_RUN_STORES] +
						 f.total[PLUGIN_TLB_ZVA],
		 why, "pairs, exclusives, vectors, DC ZVA and page ends are all accounted for");
}

/* QEMU runs vectors of SVE through helpers, which could be overlooked. */
static void model_sve(struct tap *tap, char *page)
{
	struct figures f;
	char why[80];

	if (!(getauxval(AT_HWCAP) & HWCAP_SVE)) {
		tap_skip(tap, "this CPU has no SVE", "accesses of SVE are seen");
		return;
	}
	plugin_begin();
	asm volatile("	.arch_extension sve\n"
		     "	ptrue	p0.b\n"
		     "	ld1b	{z0.b}, p0/z, [%0]\n"
		     "	st1b	{z0.b}, p0, [%0]\n"
		     :
		     : "r"(page)
		     : "memory", "v0");
	plugin_end();
	figures_read(&f);
	snprintf(why, sizeof(why), "%" PRIu64 " loads, %" PRIu64 " stores",
		 f.run[PLUGIN_RUN_LOADS], f.run[PLUGIN_RUN_STORES]);
	tap_test(tap, f.run[PLUGIN_RUN_LOADS] >= 1 && f.run[PLUGIN_RUN_STORES] >= 1, why,
		 "accesses of SVE are seen");
}

void model_access_kinds(struct tap *tap, char *page)
{
	model_kinds(tap, page);
	model_sve(tap, page);
}

/* All of the system, interrupts and faults included: only one CPU stands still for it. */
void model_access_totals(struct tap *tap)
{
	struct figures f;
	uint64_t executed;
	char why[120], *map;

	plugin_begin();
	map = mmap(NULL, TOTALS_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (map != MAP_FAILED) {
		memset(map, 0, TOTALS_BYTES);
		munmap(map, TOTALS_BYTES);
	}
	plugin_end();
	figures_read(&f);
	executed = f.run[PLUGIN_RUN_LOADS] + f.run[PLUGIN_RUN_STORES] + f.total[PLUGIN_TLB_ZVA];
	snprintf(why, sizeof(why), "%" PRIu64 " of %" PRIu64 ", unmodelled %" PRIu64,
		 figures_accesses(&f), executed, f.total[PLUGIN_TLB_UNMODELLED]);
	tap_test(tap, figures_accesses(&f) == executed && !f.total[PLUGIN_TLB_UNMODELLED], why,
		 "faults, a TLBI or more, DC ZVA: the model has each access that was executed");
	tap_test(tap, f.total[PLUGIN_TLB_TLBI] &&
		 f.total[PLUGIN_TLB_ZVA] >= TOTALS_BYTES / ZVA_BYTES_MAX, "",
		 "and the TLBIs and DC ZVAs of it");
}
