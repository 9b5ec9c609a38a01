/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bbm_guest.h - a made-up guest for the checker of break-before-make: memory, two CPUs with
 * 48-bit addresses, and tables that map the first pages of the upper half.
 */
#ifndef TESTS_UNIT_BBM_GUEST_H
#define TESTS_UNIT_BBM_GUEST_H

#include "qemu/plugin/bbm.h"
#include "qemu/plugin/stale.h"
#include "tests/unit/unit.h"

#define RAM_BASE	0x40000000ull
#define RAM_PAGES	32
#define PAGE(nr)	(RAM_BASE + (nr) * 4096ull)

#define HIGH		0xffff000000000000ull
#define SIZE_2M		(1ull << 21)

/* Pages of memory that are tables, one below the other. */
enum {
	ROOT = 1,
	LEVEL1,
	LEVEL2,
	LEVEL3,
	LEVEL3_OTHER,
	EMPTY_ROOT,
	OTHER_ROOT,
	LOW_ROOT,
	LOW_LEVEL1,
	LOW_LEVEL2,
	LOW_LEVEL3,
	DATA,
};

#define TABLE(nr)	(PAGE(nr) | 3)
#define AF		(1ull << 10)
#define NG		(1ull << 11)
#define CONT		(1ull << 52)
#define INNER		(3ull << 8)
#define LEAF(pa)	((pa) | INNER | AF | 3)
#define BLOCK(pa)	((pa) | INNER | AF | 1)

#define SCTLR_M		1ull
#define TCR_48		(16ull | 16ull << 16 | 1ull << 22 | 2ull << 30)	/* A1 */
#define TCR_52		(12ull | 12ull << 16 | 1ull << 22 | 2ull << 30 | 1ull << 59)
/* Attr0 and Attr2 the same, Attr1 another. */
#define MAIR		0xff44ffull
#define ASID(asid)	((uint64_t)(asid) << 48)

#define DSB_ISHST	0xa
#define DSB_ISH		0xb
#define DSB_NSH		0x7

static uint64_t ram[RAM_PAGES * 512];

static UNUSED int ram_read(void *ctx, uint64_t pa, uint64_t *words, unsigned int nr)
{
	(void)ctx;
	if (pa < RAM_BASE || pa + nr * 8 > RAM_BASE + sizeof(ram))
		return -1;
	memcpy(words, &ram[(pa - RAM_BASE) / 8], nr * 8);
	return 0;
}

static UNUSED uint64_t *entry(unsigned int page, unsigned int index)
{
	return &ram[page * 512 + index];
}

/* As the callback of a store has it: what lies elsewhere is not looked at. */
static UNUSED void store(unsigned int cpu, unsigned int page, unsigned int index, uint64_t value)
{
	const uint64_t pa = PAGE(page) + index * 8;

	*entry(page, index) = value;
	if (shadow_has(pa))
		bbm_store(cpu, pa, 8, 0x1234);
}

static UNUSED void set_register(unsigned int cpu, enum shadow_register which, uint64_t value)
{
	bbm_register(cpu, which, value, 0x5678);
}

static UNUSED void mmu_on(unsigned int cpu, uint64_t tcr, uint64_t ttbr0, uint64_t ttbr1)
{
	set_register(cpu, SHADOW_MAIR, MAIR);
	set_register(cpu, SHADOW_TCR, tcr);
	set_register(cpu, SHADOW_TTBR1, ttbr1);
	set_register(cpu, SHADOW_TTBR0, ttbr0);
	set_register(cpu, SHADOW_SCTLR, SCTLR_M);
}

/* CPUs 0 and 1, of which those in bbml2 have that; their MMUs are off. */
static UNUSED void guest_make(uint64_t bbml2)
{
	unsigned int i;

	memset(ram, 0, sizeof(ram));
	*entry(ROOT, 0) = TABLE(LEVEL1);
	*entry(LEVEL1, 0) = TABLE(LEVEL2);
	*entry(LEVEL2, 0) = TABLE(LEVEL3);
	*entry(LEVEL2, 1) = BLOCK(16 * SIZE_2M);
	for (i = 0; i < 512; i++)
		*entry(LEVEL3, i) = LEAF(0x80000000 + i * 4096ull);
	*entry(LOW_ROOT, 0) = TABLE(LOW_LEVEL1);
	*entry(LOW_LEVEL1, 0) = TABLE(LOW_LEVEL2);
	*entry(LOW_LEVEL2, 0) = TABLE(LOW_LEVEL3);
	*entry(LOW_LEVEL3, 0) = LEAF(0x90000000) | NG;
	assert_int_equal(bbm_init(3, bbml2, ram_read, NULL), 0);
}

/* Both CPUs on the kernel's tables, ASID 1, nothing in the lower half. */
static UNUSED void guest_start(uint64_t bbml2)
{
	guest_make(bbml2);
	mmu_on(0, TCR_48, PAGE(EMPTY_ROOT), PAGE(ROOT) | ASID(1));
	mmu_on(1, TCR_48, PAGE(EMPTY_ROOT), PAGE(ROOT) | ASID(1));
	bbm_begin();
}

static UNUSED int guest_stop(void **state)
{
	(void)state;
	bbm_exit();
	assert_int_equal(shadow_tables(), 0);
	return 0;
}

static UNUSED void tlbi(unsigned int cpu, enum tlbi_what what, bool broadcast, uint64_t start,
			uint64_t end)
{
	const struct tlbi one = {
		.what = what, .broadcast = broadcast, .start = start, .end = end, .asid = 1,
	};

	bbm_tlbi(cpu, &one);
}

static UNUSED void tlbi_va(uint64_t va)
{
	tlbi(0, TLBI_VA_ALL_ASIDS, true, va, va + 4096);
}

static UNUSED uint64_t counted(enum plugin_bbm column)
{
	uint64_t value = 0;

	assert_int_equal(bbm_value(column, &value), 0);
	return value;
}

/* All that was found since bbm_begin(). */
#define assert_found(size, address, attributes, unfinished, allowed)		\
	assert_found_reused(size, address, attributes, 0, unfinished, allowed)

#define assert_found_reused(size, address, attributes, reused, unfinished, allowed)	\
do {										\
	assert_int_equal(counted(PLUGIN_BBM_SIZE), size);			\
	assert_int_equal(counted(PLUGIN_BBM_ADDRESS), address);			\
	assert_int_equal(counted(PLUGIN_BBM_ATTRIBUTES), attributes);		\
	assert_int_equal(counted(PLUGIN_BBM_REUSED), reused);			\
	assert_int_equal(counted(PLUGIN_BBM_UNFINISHED), unfinished);		\
	assert_int_equal(counted(PLUGIN_BBM_ALLOWED), allowed);			\
} while (0)

#define assert_nothing_found()	assert_found(0, 0, 0, 0, 0)

#endif
