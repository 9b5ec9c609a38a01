// SPDX-License-Identifier: GPL-2.0-only
/* trace.c - writes what the checker sees, see trace.h. */
#include "qemu/plugin/trace.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

static FILE *trace;

bool trace_is_on(void)
{
	return trace;
}

int trace_open(const char *path, uint64_t cpus, uint64_t bbml2)
{
	trace = fopen(path, "we");
	if (!trace)
		return -errno;
	setvbuf(trace, NULL, _IOFBF, 1 << 20);
	fprintf(trace, "bbm-trace 1 %" PRIx64 " %" PRIx64 "\n", cpus, bbml2);
	return 0;
}

void trace_close(void)
{
	if (trace && fclose(trace))
		perror("splitfold plugin: trace");
	trace = NULL;
}

void trace_table(uint64_t pa, const uint64_t *words, unsigned int nr)
{
	unsigned int i;

	if (!trace)
		return;
	fprintf(trace, "t %" PRIx64 " %x", pa, nr);
	for (i = 0; i < nr; i++)
		if (words[i])
			fprintf(trace, " %x=%" PRIx64, i, words[i]);
	fputc('\n', trace);
}

void trace_store(unsigned int cpu, uint64_t pa, uint64_t word)
{
	if (trace)
		fprintf(trace, "s %x %" PRIx64 " %" PRIx64 "\n", cpu, pa, word);
}

void trace_register(unsigned int cpu, enum shadow_register which, uint64_t value)
{
	static const char *const names[SHADOW_NR_REGISTERS] = {
		[SHADOW_SCTLR] = "sctlr", [SHADOW_TCR] = "tcr",	    [SHADOW_MAIR] = "mair",
		[SHADOW_TTBR0] = "ttbr0", [SHADOW_TTBR1] = "ttbr1",
	};

	if (trace)
		fprintf(trace, "r %x %s %" PRIx64 "\n", cpu, names[which], value);
}

void trace_tlbi(unsigned int cpu, const struct tlbi *tlbi)
{
	static const char *const names[] = {
		[TLBI_ALL] = "all",
		[TLBI_ASID] = "asid",
		[TLBI_VA] = "va",
		[TLBI_VA_ALL_ASIDS] = "vaa",
	};

	if (trace)
		fprintf(trace, "i %x %s %d %d %x %" PRIx64 " %" PRIx64 "\n", cpu,
			names[tlbi->what], tlbi->broadcast, tlbi->last_level, tlbi->asid,
			tlbi->start, tlbi->end);
}

void trace_dsb(unsigned int cpu, unsigned int crm)
{
	if (trace)
		fprintf(trace, "d %x %x\n", cpu, crm);
}

void trace_verdict(enum plugin_bbm_kind kind, enum plugin_bbm_why why, bool allowed)
{
	static const char *const kinds[PLUGIN_BBM_KIND_NR] = {
		[PLUGIN_BBM_KIND_NONE] = "none",
		[PLUGIN_BBM_KIND_SIZE] = "size",
		[PLUGIN_BBM_KIND_ADDRESS] = "address",
		[PLUGIN_BBM_KIND_ATTRIBUTES] = "attributes",
		[PLUGIN_BBM_KIND_REUSED] = "reused",
	};
	const bool unfinished = why == PLUGIN_BBM_WHY_NO_DSB;

	if (trace)
		fprintf(trace, "v %s\n",
			allowed ? "allowed" : unfinished ? "unfinished" : kinds[kind]);
}
