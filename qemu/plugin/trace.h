/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * trace.h - what the checker of break-before-make is shown and what it says of it, as text: for
 * another judge (tests/judge). The format is in TRACE.md. Free of QEMU, no locks: one caller
 * at a time. Nothing is written until trace_open().
 */
#ifndef PLUGIN_TRACE_H
#define PLUGIN_TRACE_H

#include "qemu/plugin/abi.h"
#include "qemu/plugin/shadow.h"

/* Returns 0 or -errno. */
int trace_open(const char *path, uint64_t cpus, uint64_t bbml2);
void trace_close(void);
bool trace_is_on(void);

void trace_table(uint64_t pa, const uint64_t *words, unsigned int nr);
void trace_store(unsigned int cpu, uint64_t pa, uint64_t word);
void trace_register(unsigned int cpu, enum shadow_register which, uint64_t value);
void trace_tlbi(unsigned int cpu, const struct tlbi *tlbi);
void trace_dsb(unsigned int cpu, unsigned int crm);
void trace_verdict(enum plugin_bbm_kind kind, enum plugin_bbm_why why, bool allowed);

#endif
