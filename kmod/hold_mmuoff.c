// SPDX-License-Identifier: GPL-2.0-only
/*
 * hold_mmuoff.c - the others wait with the MMU off.
 *
 * What was proposed for CPUs that cannot share even an idmap. A CPU without an MMU
 * reads and writes memory itself, past all caches (Arm ARM, "The effects of disabling
 * an address translation stage": Device-nGnRnE), and has no exclusives. So each CPU
 * arrives by a plain store to a word of its own, and the editing CPU, whose accesses
 * are cached, cleans and invalidates a word before it reads and after it writes it
 * (Arm ARM, "Mismatched memory attributes"). A line never holds two words: one that
 * is dirty on account of one would be written back over the other.
 */
#include "convert.h"

#include <linux/cpumask.h>
#include <linux/smp.h>

#include "idmap.h"

/* To the point of coherency, where those without caches look; complete on return. */
static void word_flush(const u64 *word)
{
	kernel.dcache_clean_inval_poc((unsigned long)word, (unsigned long)(word + 1));
}

static void word_write(u64 *word, u64 value)
{
	WRITE_ONCE(*word, value);
	word_flush(word);
}

static u64 word_read(const u64 *word)
{
	word_flush(word);
	return READ_ONCE(*word);
}

static void mmuoff_prepare(void)
{
	unsigned int cpu;

	for_each_online_cpu(cpu)
		word_write(idmap_word(cpu), 0);
	word_write(idmap_word(IDMAP_RELEASE), 0);
}

static void mmuoff_gather(unsigned int others)
{
	unsigned int cpu;

	for_each_online_cpu(cpu) {
		if (cpu == smp_processor_id())
			continue;
		while (!word_read(idmap_word(cpu)))
			cpu_relax();
	}
	/* Reads that follow see what the others did before they arrived. */
	dsb(sy);
}

static void mmuoff_release(void)
{
	/* All edits first; the flush ends with a barrier, so the event follows the word. */
	dsb(sy);
	word_write(idmap_word(IDMAP_RELEASE), 1);
	sev();
}

static const struct hold_place mmuoff_place = {
	.prepare = mmuoff_prepare,
	.wait = idmap_wait_mmuoff,
	.gather = mmuoff_gather,
	.release = mmuoff_release,
};

static void mmuoff_run(struct conversion *conv)
{
	hold_stop_machine(conv, &mmuoff_place);
}

const struct hold hold_mmuoff = {
	.name = "mmuoff",
	.stops_others = true,
	.run = mmuoff_run,
};
