// SPDX-License-Identifier: GPL-2.0-only
/*
 * realm_fake.c - see realm_fake.h. All memory is one array that stands for the guest's
 * and, behind it, the pool; a PA outside is a bug of the monitor and ends the test.
 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "realm/cpu.h"
#include "realm/mmio.h"
#include "realm/pool.h"
#include "realm/rtt_entry.h"
#include "tests/unit/realm_fake.h"

#define POOL_BASE	ALIGN_UP(FAKE_RAM_BASE + FAKE_RAM_SIZE, SZ_4K)
#define MEMORY_SIZE	(POOL_BASE - FAKE_RAM_BASE + FAKE_POOL_PAGES * SZ_4K)

struct fake fake;

static u8 memory[MEMORY_SIZE] __attribute__((aligned(SZ_4K)));
static u8 registers[FAKE_SMMU_SIZE] __attribute__((aligned(SZ_4K)));
static jmp_buf caught;

void *hw_ptr(u64 pa)
{
	if (pa >= FAKE_RAM_BASE && pa - FAKE_RAM_BASE < MEMORY_SIZE)
		return &memory[pa - FAKE_RAM_BASE];
	if (pa >= FAKE_SMMU_BASE && pa - FAKE_SMMU_BASE < FAKE_SMMU_SIZE)
		return &registers[pa - FAKE_SMMU_BASE];
	fprintf(stderr, "realm_fake: no memory at %lx\n", (unsigned long)pa);
	abort();
}

/* One translation for every granule that there can be, by both addresses. */
#define TLB_GRANULES	(FAKE_RAM_SIZE / SZ_4K)

static bool tlb[2][TLB_GRANULES];

static void tlb_drop(unsigned int half, u64 pa, u64 size)
{
	u64 i;

	for (i = 0; i < TLB_GRANULES; i++)
		if (FAKE_RAM_BASE + i * SZ_4K >= pa && FAKE_RAM_BASE + i * SZ_4K < pa + size)
			tlb[half][i] = false;
}

static void tlb_check(u64 pa, u64 size)
{
	for (; size && realm_is_ram(pa, SZ_4K); pa += SZ_4K, size -= SZ_4K) {
		u64 i = (pa - FAKE_RAM_BASE) / SZ_4K;

		/* A plain guest's memory, of which nothing is there, may be larger. */
		if (i >= TLB_GRANULES)
			break;
		if (tlb[0][i] || tlb[1][i]) {
			fprintf(stderr, "realm_fake: %lx is zeroed while a TLB has it\n",
				(unsigned long)pa);
			abort();
		}
	}
}

bool fake_touch(u64 ipa)
{
	u64 pa, descriptor;

	if (!fake_walk(ipa, &pa, &descriptor) &&
	    !(rtt_fault(ipa) && fake_walk(ipa, &pa, &descriptor)))
		return false;
	if (realm_is_ram(pa, 1))
		tlb[!!(ipa & realm_half())][(pa - FAKE_RAM_BASE) / SZ_4K] = true;
	return true;
}

__attribute__((weak)) void fake_zeroing(u64 pa, u64 size)
{
	(void)pa;
	(void)size;
}

void hw_zero(u64 pa, u64 size)
{
	tlb_check(pa, size);
	fake_zeroing(pa, size);
	memset(hw_ptr(pa), 0, size);
	fake.zeroed += size;
}

void hw_table_barrier(void)
{
}

bool fake_walk(u64 ipa, u64 *pa, u64 *descriptor)
{
	const u64 *table = hw_ptr(realm.root);
	u64 entry = table[ipa >> RTT_LEVEL1_SHIFT];
	int shift = RTT_LEVEL1_SHIFT;

	while (entry_is_table(entry) && shift > RTT_LEVEL3_SHIFT) {
		shift -= 9;
		table = hw_ptr(entry & S2_ADDRESS);
		entry = table[ipa >> shift & (RTT_ENTRIES - 1)];
	}
	if (!(entry & S2_VALID))
		return false;
	*descriptor = entry;
	*pa = (entry & S2_ADDRESS) + (ipa & ((1ul << shift) - 1));
	return true;
}

void hw_tlbi(u64 ipa, u64 size)
{
	unsigned int half = !!(ipa & realm_half());
	u64 pa, descriptor;

	fake.tlbis_mapped += fake_walk(ipa, &pa, &descriptor);
	fake.tlbi_used = pool.used;
	fake.tlbi_bytes += size;
	tlb_drop(half, ipa & ~realm_half(), size);
	fake.tlbis++;
	fake.tlbi_ipa = ipa;
	fake.tlbi_size = size;
}

void hw_smmu_tlbi(u64 ipa, u64 size)
{
	(void)ipa;
	(void)size;
	fake.smmu_tlbis++;
}

u64 hw_ticks(void)
{
	return fake.ticks++;
}

u64 hw_ticks_hz(void)
{
	return 1000000000;
}

/* One answer for all; a test that needs more has a firmware of its own. */
__attribute__((weak)) s64 hw_psci(u64 fn, u64 x1, u64 x2, u64 x3)
{
	fake.psci[0] = fn;
	fake.psci[1] = x1;
	fake.psci[2] = x2;
	fake.psci[3] = x3;
	fake.psci_calls++;
	return fake.psci_answer;
}

void hw_putc(char c)
{
	if (fake.said_len + 1 < sizeof(fake.said))
		fake.said[fake.said_len++] = c;
}

void hw_off(void)
{
	fake.off = true;
	longjmp(caught, 1);
}

void hw_lock(struct lock *lock)
{
	if (lock->taken) {
		fprintf(stderr, "realm_fake: a lock is taken twice\n");
		abort();
	}
	lock->taken = 1;
}

void hw_unlock(struct lock *lock)
{
	lock->taken = 0;
}

/* Registers are memory; a test that is a device has functions of its own. */
__attribute__((weak)) u32 mmio_read32(u64 pa)
{
	return *(u32 *)hw_ptr(pa);
}

__attribute__((weak)) void mmio_write32(u64 pa, u32 value)
{
	*(u32 *)hw_ptr(pa) = value;
}

__attribute__((weak)) void mmio_write64(u64 pa, u64 value)
{
	*(u64 *)hw_ptr(pa) = value;
}

u64 cpu_entry_pa(void)
{
	return POOL_BASE;
}

void fake_realm(unsigned int ipa_bits, bool blocks)
{
	fake = (struct fake){ 0 };
	memset(tlb, 0, sizeof(tlb));
	memset(registers, 0, sizeof(registers));
	pool_init(POOL_BASE, POOL_BASE + FAKE_POOL_PAGES * SZ_4K);
	realm = (struct realm){
		.ram_base = FAKE_RAM_BASE,
		.ram_size = FAKE_RAM_SIZE,
		.monitor_end = POOL_BASE + FAKE_POOL_PAGES * SZ_4K,
		.ipa_bits = ipa_bits,
		.blocks = blocks,
	};
	rtt_init();
	memset(hw_ptr(FAKE_RAM_BASE), 0xa5, FAKE_RAM_SIZE);
	fake.zeroed = 0;
}

bool fake_catch(void (*fn)(void *arg), void *arg)
{
	fake.off = false;
	if (!setjmp(caught))
		fn(arg);
	return fake.off;
}
