/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * trampoline.S - the code that runs while TTBR1 is empty or changes, or the MMU is off.
 *
 * What is in the idmap's page uses registers only: there is no stack. On a VHE kernel
 * the EL1 names reach the EL2 registers (HCR_EL2.E2H), and VMALLE1 and VMALLE1IS act
 * on the EL2&0 regime.
 */
#include <linux/linkage.h>
#include <asm/alternative.h>
#include <asm/assembler.h>
#include <asm/sysreg.h>
#include "trampoline.h"

	/*
	 * No entry of the old tables may be left when the new ones come. The barrier also
	 * waits for walks under way.
	 */
	.macro	drop_tlb
	isb
	tlbi	vmalle1
	dsb	nsh
	isb
	.endm

/* Its name until 7.2. */
#ifdef ARM64_WORKAROUND_REPEAT_TLBI
#define ARM64_WORKAROUND_REPEAT_TLBI_SYNC	ARM64_WORKAROUND_REPEAT_TLBI
#endif

	/* After stores to tables that are complete. As __tlbi_sync_s1ish_kernel() repeats. */
	.macro	drop_all_tlbs
	tlbi	vmalle1is
	dsb	ish
alternative_if ARM64_WORKAROUND_REPEAT_TLBI_SYNC
	tlbi	vale1is, xzr
	dsb	ish
alternative_else_nop_endif
	isb
	.endm

	/*
	 * From here on data accesses are Device-nGnRnE, whatever SCTLR_EL1.C says, and no
	 * walk begins (Arm ARM, "The effects of disabling an address translation stage").
	 * The way back is the kernel's set_sctlr_el1: it also drops instructions that were
	 * fetched past the data caches, beyond this page perhaps stale ones.
	 */
	.macro	mmu_off, saved, tmp
	mrs	\saved, sctlr_el1
	bic	\tmp, \saved, #SCTLR_ELx_M
	pre_disable_mmu_workaround
	msr	sctlr_el1, \tmp
	isb
	.endm

	/*
	 * Do op with x4 = pa, x5 = value for each write of the chain of pages at first, which
	 * stays. Corrupts x3 to x7.
	 */
	.macro	each_write, first, op:vararg
	mov	x7, \first
.Lpage\@:
	ldp	x3, x6, [x7], #16		// nr, next
.Lwrite\@:
	ldp	x4, x5, [x7], #16
	\op
	subs	x3, x3, #1
	b.ne	.Lwrite\@
	mov	x7, x6
	cbnz	x7, .Lpage\@
	.endm

	.text

SYM_FUNC_START(trampoline_call)
	stp	x29, x30, [sp, #-48]!
	mov	x29, sp
	stp	x19, x20, [sp, #16]
	str	x21, [sp, #32]

	mrs	x19, ttbr0_el1
	mrs	x20, tcr_el1
	ldp	x4, x21, [x0, #TRAMPOLINE_TTBR0]	// and TRAMPOLINE_EMPTY
	ldr	x5, [x0, #TRAMPOLINE_T0SZ]
	mov	x6, x1
	mov	x0, x2
	mov	x1, x3

	/* T0SZ changes while TTBR0 maps nothing: cpu_install_idmap()'s order. */
	msr	ttbr0_el1, x21
	drop_tlb
	mov	x7, x20
	bfi	x7, x5, #0, #6
	msr	tcr_el1, x7
	isb
	msr	ttbr0_el1, x4
	isb
	blr	x6

	msr	ttbr0_el1, x21
	drop_tlb
	msr	tcr_el1, x20
	isb
	msr	ttbr0_el1, x19
	isb

	ldr	x21, [sp, #32]
	ldp	x19, x20, [sp, #16]
	ldp	x29, x30, [sp], #48
	ret
SYM_FUNC_END(trampoline_call)

	/* A page to itself: nothing else of the module becomes executable by its PA. */
	.section ".text.splitfold_idmap", "ax"
	.balign	TRAMPOLINE_PAGE_BYTES
SYM_DATA_START(trampoline_page)

/* x0: empty TTBR1, x1: meeting. */
SYM_INNER_LABEL(trampoline_park, SYM_L_GLOBAL)
	mrs	x2, ttbr1_el1
	msr	ttbr1_el1, x0
	drop_tlb

1:	ldxr	x3, [x1]
	add	x3, x3, #1
	stlxr	w4, x3, [x1]			// release: this CPU's TLB is clean before it arrives
	cbnz	w4, 1b

	/* The exclusive load arms the monitor: the releasing store ends the wfe. */
	add	x1, x1, #TRAMPOLINE_RELEASED
	sevl
2:	wfe
	ldaxr	x3, [x1]
	cbz	x3, 2b

	/* Nothing was cached of an empty table; what came before was dropped above. */
	msr	ttbr1_el1, x2
	isb
	ret

/* x0: this CPU's word, x1: the word of release; by physical address. */
SYM_INNER_LABEL(trampoline_wait_mmuoff, SYM_L_GLOBAL)
	mmu_off	x2, x3
	drop_tlb

	/* This CPU's cached stores to tables come first: a Device store would not wait. */
	mov	x3, #1
	dsb	sy
	str	x3, [x0]
	dsb	sy

	/* The editing CPU sends an event after its store; the first look needs none. */
	sevl
1:	wfe
	ldr	x3, [x1]
	cbz	x3, 1b
	dsb	sy				// no later access before the release was seen

	set_sctlr_el1 x2
	ret

/* x0: empty TTBR1, x1: new TTBR1. */
SYM_INNER_LABEL(trampoline_replace_ttbr1, SYM_L_GLOBAL)
	msr	ttbr1_el1, x0
	drop_tlb
	msr	ttbr1_el1, x1
	isb
	ret

/* x0: empty TTBR1, x1: one page of writes. */
SYM_INNER_LABEL(trampoline_write_root, SYM_L_GLOBAL)
	mrs	x2, ttbr1_el1
	msr	ttbr1_el1, x0
	drop_tlb

	ldr	x3, [x1], #16
1:	ldp	x4, x5, [x1], #16
	str	x5, [x4]
	subs	x3, x3, #1
	b.ne	1b
	dsb	ishst
	drop_all_tlbs

	msr	ttbr1_el1, x2
	isb
	ret

/*
 * x0: first page of writes.
 *
 * The entries' lines are in caches: the kernel writes its tables cached, the walkers
 * read them so. The stores go past those caches, so both sides need maintenance (Arm
 * ARM, "Mismatched memory attributes"). Nothing dirties a line meanwhile: the other CPUs
 * are held, this one caches no data.
 */
SYM_INNER_LABEL(trampoline_store_mmuoff, SYM_L_GLOBAL)
	mmu_off	x1, x2

	/* A dirty line would be written back over the store, some time: empty it first. */
	each_write x0, dc civac, x4
	dsb	sy

	each_write x0, str x5, [x4]
	dsb	sy

	/*
	 * Whoever else has the memory mapped, firmware or hypervisor, may have fetched a
	 * line again before the store: clean, but stale, and it would hide the store from
	 * the walkers.
	 */
	each_write x0, dc civac, x4
	dsb	sy

	/* While no walk can begin. What the TLBs kept of the old tables goes, everywhere. */
	drop_all_tlbs

	set_sctlr_el1 x1
	ret

	.balign	TRAMPOLINE_PAGE_BYTES
SYM_DATA_END(trampoline_page)
