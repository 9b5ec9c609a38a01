// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_model_fetch.c - fetches in the model of TLBs, against figures worked out by hand.
 *
 * Code is made, one or a few instructions a page: the first page goes round, with the calls
 * of the plugin, and the others branch each to the next, the last back to the first. So the
 * pages take turns as those of data do, and no other page is fetched from in between.
 *
 * Each has memory of its own: QEMU translates code once for all addresses that it is at, and
 * the plugin sees but one of them.
 */
#define _GNU_SOURCE
#include "bench/check_model.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define WARM		4
#define ROUNDS		3
#define OPCODE_B	0x14000000u
#define OPCODE_RET	0xd65f03c0u

/* Instructions of the first page in a round, and on the way out. */
#define FETCH_ROUND	3
#define FETCH_END	2

/*
 * What the first page has: x1 rounds to warm up and x2 that are counted, of what begins at
 * x3; x9 and x10 are PLUGIN_FN_BEGIN and PLUGIN_FN_END. Nothing is loaded or stored.
 */
extern const char fetch_head[], fetch_head_end[];

asm("	.pushsection .rodata\n"
    "	.balign	4\n"
    "	.globl	fetch_head, fetch_head_end\n"
    "fetch_head:\n"
    "	mov	x5, x30\n"
    "1:	blr	x3\n"
    "	subs	x1, x1, #1\n"
    "	b.ne	1b\n"
    "	mov	x0, x9\n"
    "	" MODEL_CALL
    "2:	blr	x3\n"
    "	subs	x2, x2, #1\n"
    "	b.ne	2b\n"
    "	mov	x0, x10\n"
    "	" MODEL_CALL
    "	ret	x5\n"
    "fetch_head_end:\n"
    "	.popsection\n");

static void code_write(char *code, unsigned int pages, size_t stride)
{
	const uint32_t next = OPCODE_B | (uint32_t)(stride / sizeof(uint32_t));
	const uint32_t back = OPCODE_RET;
	unsigned int i;

	memcpy(code, fetch_head, fetch_head_end - fetch_head);
	for (i = 1; i < pages; i++)
		memcpy(code + i * stride, i == pages - 1 ? &back : &next, sizeof(next));
	__builtin___clear_cache(code, code + (pages - 1) * stride + sizeof(next));
}

static void code_run(char *code, size_t stride)
{
	register char *head asm("x4") = code;
	register uint64_t warm asm("x1") = WARM;
	register uint64_t rounds asm("x2") = ROUNDS;
	register char *first asm("x3") = code + stride;
	register uint64_t begin asm("x9") = PLUGIN_FN_BEGIN;
	register uint64_t end asm("x10") = PLUGIN_FN_END;

	asm volatile("	blr	x4\n"
		     : "+r"(head), "+r"(warm), "+r"(rounds)
		     : "r"(first), "r"(begin), "r"(end)
		     : "x0", "x5", "x30", "cc", "memory");
}

static void fetch_stride(struct tap *tap, char *code, const struct model_stride *stride,
			 unsigned int steps)
{
	const uint64_t insns = ROUNDS * (FETCH_ROUND + stride->pages - 1ul) + FETCH_END;
	const uint64_t n = (uint64_t)stride->pages * ROUNDS;
	struct least least = { 0 };
	unsigned int try;
	char what[120];

	code_write(code, stride->pages, stride->stride * MODEL_PAGE);
	for (try = 0; try < MODEL_TRIES; try++) {
		code_run(code, stride->stride * MODEL_PAGE);
		least_take(&least, PLUGIN_CLASS_INSN, insns);
	}
	snprintf(what, sizeof(what), "%u pages of code: %s", stride->pages, stride->what);
	least_test(tap, &least, insns, n * stride->refills, n * stride->walks,
		   n * stride->walks * steps, what);
}

/* Entries that hold several pages hold as many as happen to be beside each other in memory. */
static bool stride_is_luck(const struct model_shape *shape, const struct model_stride *stride)
{
	return shape->coalesce > 1 && stride->pages > shape->l1i + 1;
}

void model_fetches(struct tap *tap, const struct model_shape *shape, unsigned int levels)
{
	const size_t bytes = (size_t)shape->sets * (shape->ways + 1) * MODEL_PAGE;
	struct model_stride strides[MODEL_STRIDES];
	unsigned int i;
	char *code;

	code = mmap(NULL, bytes, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
		    -1, 0);
	if (code == MAP_FAILED) {
		tap_test(tap, false, "no memory that can be written and executed", "pages of code");
		return;
	}
	madvise(code, bytes, MADV_NOHUGEPAGE);
	model_strides_fill(shape, shape->l1i, strides);
	for (i = 0; i < MODEL_STRIDES; i++) {
		if (stride_is_luck(shape, &strides[i]))
			tap_skip(tap, "entries hold several pages", "%u pages of code",
				 strides[i].pages);
		else
			fetch_stride(tap, code, &strides[i], model_steps(shape, levels));
	}
	munmap(code, bytes);
}
