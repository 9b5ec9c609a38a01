// SPDX-License-Identifier: GPL-2.0-only
/*
 * smccc.c - the Arm Architecture Service of SMCCC: its version, and which of its
 * functions there are. Without a version of at least 1.1 Linux never asks for RSI.
 */
#include "realm/smc.h"

#define SMCCC_VERSION_1_2	0x10002

void smccc_version(struct cpu *cpu, u64 x[])
{
	(void)cpu;
	x[0] = SMCCC_VERSION_1_2;
}

/* No workarounds and no SOC_ID: a guest without the monitor has none either. */
void smccc_arch_features(struct cpu *cpu, u64 x[])
{
	u32 fid = x[1];

	(void)cpu;
	x[0] = fid == FID_SMCCC_VERSION || fid == FID_SMCCC_ARCH_FEATURES ?
	       SMCCC_RET_SUCCESS : SMCCC_RET_NOT_SUPPORTED;
}
