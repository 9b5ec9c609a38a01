// SPDX-License-Identifier: GPL-2.0-only
/*
 * idmap.c - builds the identity map and enters it.
 *
 * 48 bits of VA (TCR_EL1.T0SZ = 16) are enough for any RAM seen so far and need the
 * same four levels with 4K and 16K pages, LPA2 or not.
 */
#include "convert.h"

#include <linux/cpumask.h>
#include <linux/smp.h>
#include <linux/vmalloc.h>

#include <asm/cache.h>
#include <asm/daifflags.h>
#include <asm/mmu_context.h>

#include "idmap.h"
#include "trampoline.h"

#define IDMAP_VA	48
#define IDMAP_LEVEL	(LEVEL_PTE + 1 - DIV_ROUND_UP(IDMAP_VA - PAGE_SHIFT, PTDESC_TABLE_SHIFT))

static struct {
	struct ptmap map;
	struct trampoline_env env;
	u64 code_offset;	/* from where the trampoline's page is linked to its PA */
	struct meeting *meeting;
	phys_addr_t meeting_pa;
	struct write_page *root_writes;
	phys_addr_t root_writes_pa;
	void *words;
	phys_addr_t words_pa;
	size_t word_bytes;	/* from one word to the next */
} idmap;

/* Kernel-only and global: EPAN forbids AP[1], the TLBI on the way out expects no ASID. */
static u64 idmap_desc(phys_addr_t pa, pgprot_t prot)
{
	return __phys_to_pte_val(pa) | (pgprot_val(prot) & ~PTE_NG);
}

static int idmap_map(struct ptmap *map, phys_addr_t pa, pgprot_t prot)
{
	if (pa >> IDMAP_VA)
		return -EOPNOTSUPP;
	pa &= PAGE_MASK;
	return ptmap_set(map, pa, LEVEL_PTE, idmap_desc(pa, prot));
}

/* Where function, a label of trampoline.S, lies in the idmap. */
static u64 idmap_address(const void *function)
{
	return (u64)function + idmap.code_offset;
}

static size_t words_bytes(void)
{
	return PAGE_ALIGN((nr_cpu_ids + 1) * idmap.word_bytes);
}

/*
 * The words of hold mmuoff are read and written with the MMU off: they need memory, but
 * no place in the idmap. CTR_EL0.CWG = 0 says nothing: then the limit of 2 KiB holds.
 */
static int words_init(void)
{
	u32 cwg = cache_type_cwg();

	idmap.word_bytes = max(128, cwg ? 4 << cwg : SZ_2K);
	idmap.words = alloc_pages_exact(words_bytes(), GFP_KERNEL | __GFP_ZERO);
	if (!idmap.words)
		return -ENOMEM;
	idmap.words_pa = __pa(idmap.words);
	return 0;
}

static int pages_init(void)
{
	phys_addr_t code = page_to_phys(vmalloc_to_page(trampoline_page));

	BUILD_BUG_ON(sizeof(*idmap.meeting) > PAGE_SIZE);
	BUILD_BUG_ON(sizeof(*idmap.root_writes) > PAGE_SIZE);
	idmap.meeting = (struct meeting *)get_zeroed_page(GFP_KERNEL);
	idmap.root_writes = (struct write_page *)get_zeroed_page(GFP_KERNEL);
	if (!idmap.meeting || !idmap.root_writes)
		return -ENOMEM;
	idmap.meeting_pa = __pa(idmap.meeting);
	idmap.root_writes_pa = __pa(idmap.root_writes);
	idmap.code_offset = code + offset_in_page(trampoline_page) - (u64)trampoline_page;

	return idmap_map(&idmap.map, code, PAGE_KERNEL_ROX) ?:
	       idmap_map(&idmap.map, idmap.meeting_pa, PAGE_KERNEL) ?:
	       idmap_map(&idmap.map, idmap.root_writes_pa, PAGE_KERNEL) ?:
	       idmap_map(&idmap.map, __pa_symbol(kernel.swapper_pg_dir), PAGE_KERNEL);
}

int idmap_init(void)
{
	unsigned long code = (unsigned long)trampoline_page;
	int err;

	err = idmap_ptmap_init(&idmap.map, NULL) ?: pages_init() ?: words_init();
	if (err) {
		idmap_exit();
		return err;
	}
	idmap.env = (struct trampoline_env){
		.ttbr0 = phys_to_ttbr(__pa(idmap.map.root)),
		.ttbr0_empty = phys_to_ttbr(__pa_symbol(kernel.reserved_pg_dir)),
		.t0sz = TCR_T0SZ(IDMAP_VA),
	};
	/* With the MMU off instructions may be fetched from memory itself. */
	kernel.dcache_clean_inval_poc(code, code + TRAMPOLINE_PAGE_BYTES);
	/* Tables are visible to the walkers before a TTBR points to them. */
	dsb(ishst);
	return 0;
}

void idmap_exit(void)
{
	ptmap_free(&idmap.map);
	free_page((unsigned long)idmap.meeting);
	free_page((unsigned long)idmap.root_writes);
	if (idmap.words)
		free_pages_exact(idmap.words, words_bytes());
	memset(&idmap, 0, sizeof(idmap));
}

struct meeting *idmap_meeting(void)
{
	return idmap.meeting;
}

u64 *idmap_word(unsigned int nr)
{
	return idmap.words + nr * idmap.word_bytes;
}

struct write_page *idmap_root_writes(void)
{
	return idmap.root_writes;
}

/* The ASID stays: TCR_EL1.A1 makes TTBR1 its source, and user TLB entries depend on it. */
static u64 ttbr1_empty(void)
{
	return (read_sysreg(ttbr1_el1) & TTBRx_EL1_ASID_MASK) | idmap.env.ttbr0_empty;
}

/* Call function, a label of trampoline.S, in the idmap. */
static void idmap_enter(const void *function, u64 arg0, u64 arg1)
{
	unsigned long flags = local_daif_save();

	trampoline_call(&idmap.env, idmap_address(function), arg0, arg1);
	local_daif_restore(flags);
}

void idmap_park(void)
{
	idmap_enter(trampoline_park, ttbr1_empty(), idmap.meeting_pa);
}

void idmap_wait_mmuoff(void)
{
	idmap_enter(trampoline_wait_mmuoff,
		    idmap.words_pa + smp_processor_id() * idmap.word_bytes,
		    idmap.words_pa + IDMAP_RELEASE * idmap.word_bytes);
}

u64 idmap_replace_ttbr1(u64 ttbr1)
{
	u64 old = read_sysreg(ttbr1_el1);

	idmap_enter(trampoline_replace_ttbr1, ttbr1_empty(), ttbr1);
	return old;
}

void idmap_write_root(void)
{
	idmap_enter(trampoline_write_root, ttbr1_empty(), idmap.root_writes_pa);
}

void idmap_store_mmuoff(phys_addr_t first)
{
	idmap_enter(trampoline_store_mmuoff, first, 0);
}

void idmap_call_with_ttbr0(const struct ptmap *map, void (*fn)(void *arg), void *arg)
{
	struct trampoline_env env = idmap.env;
	unsigned long flags = local_daif_save();

	env.ttbr0 = phys_to_ttbr(__pa(map->root));
	trampoline_call(&env, (u64)fn, (u64)arg, 0);
	local_daif_restore(flags);
}

int idmap_ptmap_init(struct ptmap *map, struct steps *steps)
{
	return ptmap_init(map, IDMAP_LEVEL, IDMAP_VA, steps);
}

int idmap_alias(struct ptmap *map, phys_addr_t pa)
{
	return idmap_map(map, pa, PAGE_KERNEL);
}
