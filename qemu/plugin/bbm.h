/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bbm.h - the rules of break-before-make (Arm ARM D8.17.1, R_WHZWS and R_DDMVT), held
 * against every store to a table that some CPU can walk. Free of QEMU, no locks: one caller
 * at a time. What is seen is the order in which QEMU executes: no store, DSB or walk is late
 * in it, so only what a program does not ask for can be found missing.
 */
#ifndef PLUGIN_BBM_H
#define PLUGIN_BBM_H

#include "qemu/plugin/abi.h"
#include "qemu/plugin/shadow.h"

#define BBM_REPORTS_MAX		16

/*
 * cpus: that there are, bbml2: those of them that may see two sizes of one mapping
 * (FEAT_BBM level 2), a bit each. Returns 0 or -ENOMEM.
 */
int bbm_init(uint64_t cpus, uint64_t bbml2, shadow_read_fn read, void *ctx);
void bbm_exit(void);

/* The instruction at pc writes value to a register of cpu. */
void bbm_register(unsigned int cpu, enum shadow_register which, uint64_t value, uint64_t pc);

/* A store of cpu at pc wrote size bytes at pa, which shadow_has(); they are in memory. */
void bbm_store(unsigned int cpu, uint64_t pa, uint64_t size, uint64_t pc);

void bbm_tlbi(unsigned int cpu, const struct tlbi *tlbi);

/* Counts are zero from here on; or stand still, to be read. */
void bbm_begin(void);
void bbm_end(void);
/* Values of the tables BBM and BBM_REPORT of abi.h. Returns 0 or -ENOENT. */
int bbm_value(uint64_t column, uint64_t *value);
int bbm_report(uint64_t row, uint64_t column, uint64_t *value);

#endif
