/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vectors.S - into the monitor and back to the guest. Only x0 to x30 are saved: the
 * monitor is built without FP registers and leaves EL1's system registers alone.
 */
	.macro	vector target
	.balign	0x80
	b	\target
	.endm

	.text
	.balign	0x800
	.global	vectors
vectors:
	.rept	8
	vector	monitor_fault			// from EL2 itself
	.endr
	vector	guest_exit			// synchronous, from AArch64
	vector	guest_event			// IRQ: they go to EL1
	vector	guest_event			// FIQ
	vector	guest_event			// SError
	.rept	4
	vector	guest_event			// AArch32 is not offered
	.endr

	/* TPIDR_EL2 is struct cpu, which begins with the guest's registers. */
guest_exit:
	stp	x0, x1, [sp, #-16]!
	mrs	x0, tpidr_el2
	stp	x2, x3, [x0, #16]
	stp	x4, x5, [x0, #32]
	stp	x6, x7, [x0, #48]
	stp	x8, x9, [x0, #64]
	stp	x10, x11, [x0, #80]
	stp	x12, x13, [x0, #96]
	stp	x14, x15, [x0, #112]
	stp	x16, x17, [x0, #128]
	stp	x18, x19, [x0, #144]
	stp	x20, x21, [x0, #160]
	stp	x22, x23, [x0, #176]
	stp	x24, x25, [x0, #192]
	stp	x26, x27, [x0, #208]
	stp	x28, x29, [x0, #224]
	str	x30, [x0, #240]
	ldp	x2, x3, [sp], #16
	stp	x2, x3, [x0]
	bl	exit_handle

	.global	guest_resume
guest_resume:
	mrs	x0, tpidr_el2
	ldp	x2, x3, [x0, #16]
	ldp	x4, x5, [x0, #32]
	ldp	x6, x7, [x0, #48]
	ldp	x8, x9, [x0, #64]
	ldp	x10, x11, [x0, #80]
	ldp	x12, x13, [x0, #96]
	ldp	x14, x15, [x0, #112]
	ldp	x16, x17, [x0, #128]
	ldp	x18, x19, [x0, #144]
	ldp	x20, x21, [x0, #160]
	ldp	x22, x23, [x0, #176]
	ldp	x24, x25, [x0, #192]
	ldp	x26, x27, [x0, #208]
	ldp	x28, x29, [x0, #224]
	ldr	x30, [x0, #240]
	ldp	x0, x1, [x0]
	eret
	sb					// no speculation past it

guest_event:
	mov	x0, #1
	b	1f
monitor_fault:
	mov	x0, #0
1:	bl	exit_fatal
