/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * start.S - a freestanding guest at EL1: the header of an arm64 Image, the first
 * instructions of each CPU, the vectors, and a call that survives an exception.
 */
#define TRAP_SP		96
#define TRAP_ARMED	104
#define TRAP_ESR	112

	.section .text.start, "ax", %progbits
	.global	bare_start
bare_start:
	b	1f				// Documentation/arch/arm64/booting.rst
	.long	0
	.quad	0				// text_offset: QEMU makes it 2M
	.quad	image_end - bare_start
	.quad	2				// 4K pages
	.quad	0, 0, 0
	.ascii	"ARM\x64"
	.long	0

1:	mov	x19, x0				// the device tree
	ldr	x0, =bss_start
	ldr	x1, =image_end
2:	stp	xzr, xzr, [x0], #16
	cmp	x0, x1
	b.lo	2b
	mov	x0, #0
	bl	stack_set
	mov	x0, x19
	bl	bare_main
3:	wfi
	b	3b

	/* PSCI brings other CPUs here, with their index in x0. */
	.global	cpu_entry
cpu_entry:
	mov	x19, x0
	bl	stack_set
	mov	x0, x19
	bl	cpu_main
	b	3b

	/* Stack, trap and vectors of CPU x0. */
stack_set:
	ldr	x1, =stacks
	add	x2, x0, #1
	add	x1, x1, x2, lsl #14
	mov	sp, x1
	ldr	x1, =traps
	add	x1, x1, x0, lsl #7		// sizeof(struct trap)
	msr	tpidr_el1, x1
	ldr	x1, =vectors
	msr	vbar_el1, x1
	isb
	ret

	/*
	 * bool try_call(void (*fn)(u64), u64 arg): true when fn took a synchronous exception, of
	 * which ESR, FAR and ELR are then in the CPU's trap.
	 */
	.text
	.global	try_call
try_call:
	mrs	x9, tpidr_el1
	stp	x19, x20, [x9]
	stp	x21, x22, [x9, #16]
	stp	x23, x24, [x9, #32]
	stp	x25, x26, [x9, #48]
	stp	x27, x28, [x9, #64]
	stp	x29, x30, [x9, #80]
	mov	x10, sp
	mov	x11, #1
	stp	x10, x11, [x9, #TRAP_SP]
	mov	x10, x0
	mov	x0, x1
	blr	x10
	mov	x0, #0
	b	4f
try_back:
	mov	x0, #1
4:	mrs	x9, tpidr_el1
	ldr	x10, [x9, #TRAP_SP]
	mov	sp, x10
	str	xzr, [x9, #TRAP_ARMED]
	ldp	x19, x20, [x9]
	ldp	x21, x22, [x9, #16]
	ldp	x23, x24, [x9, #32]
	ldp	x25, x26, [x9, #48]
	ldp	x27, x28, [x9, #64]
	ldp	x29, x30, [x9, #80]
	ret

	/* A function of one instruction sequence for each exception that a test wants. */
	.macro	function name, insn:vararg
	.global	\name
\name:	\insn
	ret
	.endm
	function do_svc, svc #0x123
	function do_brk, brk #0x456
	function do_udf, udf #0
	function do_el2, mrs x0, vbar_el2
	function do_jump, br x0
	function do_ldxr, ldxr x0, [x0]
	.global	do_svc_end
do_svc_end:

	.macro	vector target
	.balign	0x80
	b	\target
	.endm

	.balign	0x800
vectors:
	.rept	4
	vector	event_sync			// with SP_EL0: not used
	.endr
	vector	event_sync
	vector	event_irq
	.rept	10
	vector	event_sync
	.endr

event_sync:
	stp	x9, x10, [sp, #-16]!
	mrs	x9, tpidr_el1
	mrs	x10, esr_el1
	str	x10, [x9, #TRAP_ESR]
	ldr	x10, [x9, #TRAP_ARMED]
	cbz	x10, 5f
	adr	x10, try_back
	mrs	x9, elr_el1
	msr	elr_el1, x10
	mrs	x10, tpidr_el1
	str	x9, [x10, #TRAP_ESR + 8]
	eret
5:	bl	trap_unexpected

event_irq:
	stp	x29, x30, [sp, #-176]!
	stp	x0, x1, [sp, #16]
	stp	x2, x3, [sp, #32]
	stp	x4, x5, [sp, #48]
	stp	x6, x7, [sp, #64]
	stp	x8, x9, [sp, #80]
	stp	x10, x11, [sp, #96]
	stp	x12, x13, [sp, #112]
	stp	x14, x15, [sp, #128]
	stp	x16, x17, [sp, #144]
	str	x18, [sp, #160]
	bl	gic_irq
	ldp	x0, x1, [sp, #16]
	ldp	x2, x3, [sp, #32]
	ldp	x4, x5, [sp, #48]
	ldp	x6, x7, [sp, #64]
	ldp	x8, x9, [sp, #80]
	ldp	x10, x11, [sp, #96]
	ldp	x12, x13, [sp, #112]
	ldp	x14, x15, [sp, #128]
	ldp	x16, x17, [sp, #144]
	ldr	x18, [sp, #160]
	ldp	x29, x30, [sp], #176
	eret
