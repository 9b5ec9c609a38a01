/* SPDX-License-Identifier: GPL-2.0-only */
/* symbol.h - names of kernel addresses, as /proc/kallsyms has them. */
#ifndef SPLITFOLD_BENCH_SYMBOL_H
#define SPLITFOLD_BENCH_SYMBOL_H

#include <stddef.h>
#include <stdint.h>

/* "name+0x1c", or the address where no symbol is known. */
void symbol_name(uint64_t addr, char *text, size_t size);

#endif /* SPLITFOLD_BENCH_SYMBOL_H */
