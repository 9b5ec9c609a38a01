/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * guest_tables.h - a made-up guest memory with translation tables in it, for the plugin's
 * walker and model. What is asked for is written down here by hand, level by level.
 */
#ifndef TESTS_UNIT_GUEST_TABLES_H
#define TESTS_UNIT_GUEST_TABLES_H

#include "qemu/plugin/walk.h"
#include "tests/unit/unit.h"

#define RAM_BASE	0x40000000ull
#define RAM_WORDS	(1u << 20)		/* 8 MiB */

#define VALID		1ull
#define TABLE		3ull
#define BLOCK		1ull
#define PAGE		3ull
#define AF		(1ull << 10)
#define NG		(1ull << 11)
#define CONT		(1ull << 52)

#define LINEAR48	0xffff000000000000ull
#define LINEAR52	0xfff0000000000000ull

static uint64_t ram[RAM_WORDS];
static unsigned int ram_tables;		/* pages given out */
static unsigned int ram_reads;

static UNUSED int ram_read(void *ctx, uint64_t pa, uint64_t *word)
{
	(void)ctx;
	ram_reads++;
	if (pa < RAM_BASE || (pa - RAM_BASE) / 8 >= RAM_WORDS)
		return -1;
	*word = ram[(pa - RAM_BASE) / 8];
	return 0;
}

static UNUSED uint64_t *ram_word(uint64_t pa)
{
	assert_true(pa >= RAM_BASE && (pa - RAM_BASE) / 8 < RAM_WORDS);
	return &ram[(pa - RAM_BASE) / 8];
}

/* A page for a table; several of them are contiguous, and aligned to all of it. */
static UNUSED uint64_t ram_table(unsigned int pages)
{
	ram_tables = (ram_tables + pages - 1) / pages * pages + pages;
	return RAM_BASE + (ram_tables - pages) * 4096ull;
}

static UNUSED int ram_clear(void **state)
{
	(void)state;
	memset(ram, 0, sizeof(ram));
	ram_tables = 1;
	ram_reads = 0;
	return 0;
}

/*
 * Writes the descriptor that maps va at a level, below a root at another level; the tables
 * between are made. first_bits: of the root's index.
 */
static UNUSED uint64_t ram_map(uint64_t root, int root_level, unsigned int first_bits, uint64_t va,
			       int level, uint64_t desc)
{
	uint64_t base = root;
	int at;

	for (at = root_level;; at++) {
		const unsigned int bits = at == root_level ? first_bits : 9;
		const uint64_t index = va >> (12 + 9 * (3 - at)) & ((1ull << bits) - 1);
		uint64_t *word = ram_word(base + index * 8);

		if (at == level) {
			*word = desc;
			return base + index * 8;
		}
		if (!(*word & VALID))
			*word = ram_table(1) | TABLE;
		base = *word & 0xfffffffff000;
	}
}

/* A kernel's registers with 48 bits in both halves, 16-bit ASIDs, ASID 5, no stage 2. */
static UNUSED struct regime regime48(void)
{
	return (struct regime){
		.sctlr = 1,
		.tcr = 16 | 16 << 16 | 2ull << 30 | 1ull << 36 | 1ull << 37,
		.ttbr0 = ram_table(1) | 5ull << 48,
		.ttbr1 = ram_table(1),
	};
}

static UNUSED uint64_t map48(const struct regime *regime, uint64_t va, int level, uint64_t desc)
{
	const uint64_t ttbr = va >> 55 & 1 ? regime->ttbr1 : regime->ttbr0;

	return ram_map(ttbr & 0xfffffffff000, 0, 9, va, level, desc);
}

#endif
