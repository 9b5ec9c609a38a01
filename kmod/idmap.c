// SPDX-License-Identifier: GPL-2.0-only
/*
 * idmap.c - builds the identity map and enters it.
 *
 * 48 bits of VA (TCR_EL1.T0SZ = 16) are enough for any RAM seen so far and need the
 * same four levels with 4K and 16K pages, LPA2 or not.
 */
#include "convert.h"

#include <linux/vmalloc.h>

#include <asm/daifflags.h>
#include <asm/mmu_context.h>

#include "idmap.h"
#include "ptmap.h"
#include "trampoline.h"

#define IDMAP_VA	48
#define IDMAP_LEVEL	(LEVEL_PTE + 1 - DIV_ROUND_UP(IDMAP_VA - PAGE_SHIFT, PTDESC_TABLE_SHIFT))

static struct {
	struct ptmap map;
	struct trampoline_env env;
	struct meeting *meeting;
	phys_addr_t meeting_pa;
	phys_addr_t code_pa;
} idmap;

/* Kernel-only and global: EPAN forbids AP[1], the TLBI on the way out expects no ASID. */
static u64 idmap_desc(phys_addr_t pa, pgprot_t prot)
{
	return __phys_to_pte_val(pa) | (pgprot_val(prot) & ~PTE_NG);
}

static int idmap_map(phys_addr_t pa, pgprot_t prot)
{
	if (pa >> IDMAP_VA)
		return -EOPNOTSUPP;
	return ptmap_set(&idmap.map, pa, LEVEL_PTE, idmap_desc(pa, prot));
}

int idmap_init(void)
{
	int err = -ENOMEM;

	BUILD_BUG_ON(sizeof(struct meeting) > PAGE_SIZE);
	idmap.meeting = (struct meeting *)get_zeroed_page(GFP_KERNEL);
	if (!idmap.meeting || ptmap_init(&idmap.map, IDMAP_LEVEL, IDMAP_VA))
		goto err;
	idmap.meeting_pa = __pa(idmap.meeting);
	idmap.code_pa = page_to_phys(vmalloc_to_page(trampoline_page));

	err = idmap_map(idmap.code_pa, PAGE_KERNEL_ROX) ?:
	      idmap_map(idmap.meeting_pa, PAGE_KERNEL);
	if (err)
		goto err;

	idmap.env.ttbr0_idmap = phys_to_ttbr(__pa(idmap.map.root));
	idmap.env.ttbr0_empty = phys_to_ttbr(__pa_symbol(kernel.reserved_pg_dir));
	idmap.env.t0sz = TCR_T0SZ(IDMAP_VA);
	return 0;

err:
	idmap_exit();
	return err;
}

void idmap_exit(void)
{
	ptmap_free(&idmap.map);
	free_page((unsigned long)idmap.meeting);
	idmap.meeting = NULL;
}

struct meeting *idmap_meeting(void)
{
	return idmap.meeting;
}

/* Where function, a label of trampoline.S, lies in the idmap. */
static u64 idmap_address(const void *function)
{
	return idmap.code_pa + ((unsigned long)function - (unsigned long)trampoline_page);
}

/* The ASID stays: TCR_EL1.A1 makes TTBR1 its source, and user TLB entries depend on it. */
static u64 ttbr1_empty(void)
{
	return (read_sysreg(ttbr1_el1) & TTBRx_EL1_ASID_MASK) | idmap.env.ttbr0_empty;
}

void idmap_park(void)
{
	unsigned long flags = local_daif_save();

	trampoline_call(&idmap.env, idmap_address(trampoline_park), ttbr1_empty(),
			idmap.meeting_pa);
	local_daif_restore(flags);
}

u64 idmap_replace_ttbr1(u64 ttbr1)
{
	unsigned long flags = local_daif_save();
	u64 old = read_sysreg(ttbr1_el1);

	trampoline_call(&idmap.env, idmap_address(trampoline_replace_ttbr1), ttbr1_empty(),
			ttbr1);
	local_daif_restore(flags);
	return old;
}
