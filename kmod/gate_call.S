/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate_call.S - calls what gate.c hooked from one place, so that the hook can tell
 * this call by its return address and let it through.
 */
#include <linux/linkage.h>
#include <asm/assembler.h>

	.text

/* x0-x3: the arguments, x4: the function. */
SYM_FUNC_START(gate_call)
	stp	x29, x30, [sp, #-16]!
	mov	x29, sp
	blr	x4
SYM_INNER_LABEL(gate_call_return, SYM_L_GLOBAL)
	ldp	x29, x30, [sp], #16
	ret
SYM_FUNC_END(gate_call)
