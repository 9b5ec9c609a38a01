/* SPDX-License-Identifier: GPL-2.0-only */
/* check_edu.h - the part of check_dma.c that tells a device where to do DMA; realms only. */
#ifndef SPLITFOLD_BENCH_CHECK_EDU_H
#define SPLITFOLD_BENCH_CHECK_EDU_H

#include "bench/device.h"
#include "bench/tap.h"

void check_edu(struct tap *tap, struct device *dev);

#endif /* SPLITFOLD_BENCH_CHECK_EDU_H */
