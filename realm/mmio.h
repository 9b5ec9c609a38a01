/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mmio.h - registers of devices, apart from hw.h so that a unit test can be the device
 * (tests/unit/test_smmu.c). A write comes after all stores to memory before it.
 */
#ifndef REALM_MMIO_H
#define REALM_MMIO_H

#include "realm/types.h"

u32 mmio_read32(u64 pa);
void mmio_write32(u64 pa, u32 value);
void mmio_write64(u64 pa, u64 value);

#endif /* REALM_MMIO_H */
