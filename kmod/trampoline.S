/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * trampoline.S - the code that runs while TTBR1 is empty or changes.
 *
 * Everything here uses registers only: with TTBR1 empty there is no stack. On a VHE
 * kernel the EL1 names reach the EL2 registers (HCR_EL2.E2H), and VMALLE1 acts on
 * the EL2&0 regime.
 */
#include <linux/linkage.h>
#include <asm/assembler.h>
#include "trampoline.h"

#define MEETING_RELEASED	2048	/* offsetof(struct meeting, released) */

	/* No entry of the old tables may be left when the new ones come. */
	.macro	drop_tlb
	isb
	tlbi	vmalle1
	dsb	nsh
	isb
	.endm

	.text

SYM_FUNC_START(trampoline_call)
	stp	x29, x30, [sp, #-48]!
	mov	x29, sp
	stp	x19, x20, [sp, #16]
	stp	x21, x22, [sp, #32]

	mrs	x19, ttbr0_el1
	mrs	x20, tcr_el1
	ldr	x21, [x0, #TRAMPOLINE_EMPTY]
	ldr	x4, [x0, #TRAMPOLINE_IDMAP]
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

	ldp	x21, x22, [sp, #32]
	ldp	x19, x20, [sp, #16]
	ldp	x29, x30, [sp], #48
	ret
SYM_FUNC_END(trampoline_call)

	/* A page to itself: nothing else of the module becomes executable by its PA. */
	.section ".text.splitfold_idmap", "ax"
	.balign	4096
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
	add	x1, x1, #MEETING_RELEASED
	sevl
2:	wfe
	ldaxr	x3, [x1]
	cbz	x3, 2b

	/* Nothing was cached of an empty table; what came before, the editor's TLBI took. */
	msr	ttbr1_el1, x2
	isb
	ret

/* x0: empty TTBR1, x1: new TTBR1. */
SYM_INNER_LABEL(trampoline_replace_ttbr1, SYM_L_GLOBAL)
	msr	ttbr1_el1, x0
	drop_tlb
	msr	ttbr1_el1, x1
	isb
	ret

	.balign	4096
SYM_DATA_END(trampoline_page)
