/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * start.S - the first instructions of every CPU at EL2, MMU off. The image lies where
 * QEMU was told to load it: the first CPU applies its relocations before any C runs.
 */
#define R_AARCH64_RELATIVE	1027

	.section .text.start, "ax", %progbits
	.global monitor_start
monitor_start:
	msr	daifset, #0xf
	adr	x19, monitor_start		// linked at 0: the load address is the bias

	/* Nothing in .rela.dyn but base + addend; anything else is not ours to guess. */
	adrp	x0, rela_start
	add	x0, x0, :lo12:rela_start
	adrp	x1, rela_end
	add	x1, x1, :lo12:rela_end
1:	cmp	x0, x1
	b.hs	2f
	ldp	x2, x3, [x0], #16		// offset, info
	ldr	x4, [x0], #8			// addend
	cmp	x3, #R_AARCH64_RELATIVE
	b.ne	hang
	add	x4, x4, x19
	str	x4, [x2, x19]
	b	1b

2:	adrp	x0, bss_start
	add	x0, x0, :lo12:bss_start
	adrp	x1, image_end
	add	x1, x1, :lo12:image_end
3:	stp	xzr, xzr, [x0], #16
	cmp	x0, x1
	b.lo	3b

	mov	x0, #0
	bl	stack_set
	mov	x0, x19
	bl	monitor_main
	b	hang

	/* PSCI brings the others here; x0, the context, is the CPU's index. */
	.global cpu_entry
cpu_entry:
	msr	daifset, #0xf
	mov	x19, x0
	bl	stack_set
	mov	x0, x19
	bl	cpu_main
	b	hang

	/* SP of CPU x0: the top of its stack; and the vectors, for whatever goes wrong. */
stack_set:
	adrp	x1, cpu_stacks
	add	x1, x1, :lo12:cpu_stacks
	add	x0, x0, #1
	add	x1, x1, x0, lsl #11		// CPU_STACK_BYTES, main.c checks
	msr	spsel, #1
	mov	sp, x1
	adrp	x1, vectors
	add	x1, x1, :lo12:vectors
	msr	vbar_el2, x1
	isb
	ret

hang:	wfe
	b	hang
