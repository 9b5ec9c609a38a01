/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * count.h - how many instructions and memory accesses were executed, by QEMU's own
 * counters: apart from any model, which is held against them.
 */
#ifndef PLUGIN_COUNT_H
#define PLUGIN_COUNT_H

#include "qemu/plugin/abi.h"
#include "qemu/plugin/api.h"

void count_start(unsigned int cpus);

/* Count what is translated here; the monitor's instructions apart, its accesses not. */
void count_insns(struct qemu_plugin_tb *tb);
void count_memory(struct qemu_plugin_tb *tb);

/* Between these two: what count_read() gives; before the end, until now. */
void count_begin(void);
void count_end(void);
int count_read(uint64_t row, uint64_t column, uint64_t *value);

/* Instructions since QEMU began: of one CPU, of all; and the monitor's on one CPU. */
uint64_t count_cpu_insns(unsigned int cpu);
uint64_t count_all_insns(void);
uint64_t count_monitor_insns(unsigned int cpu);

#endif
