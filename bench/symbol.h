/* SPDX-License-Identifier: GPL-2.0-only */
/* symbol.h - names of kernel addresses, as /proc/kallsyms has them. */
#ifndef SPLITFOLD_BENCH_SYMBOL_H
#define SPLITFOLD_BENCH_SYMBOL_H

#include <stddef.h>
#include <stdint.h>

/*
 * "name+0x1c" of a function, or the address where none is known. Physical addresses are taken
 * for those of the kernel as it begins.
 */
void symbol_name(uint64_t address, char *name, size_t size);

#endif /* SPLITFOLD_BENCH_SYMBOL_H */
