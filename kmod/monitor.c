// SPDX-License-Identifier: GPL-2.0-only
/*
 * monitor.c - SMCs to the monitor of realm/: its counters are read by them, and tests send
 * it whatever they like. An SMC that nobody answers is an undefined instruction, and one
 * that real firmware answers may do anything: so first make sure who it is.
 */
#include <linux/arm-smccc.h>

#include "monitor.h"
#include "reason.h"
#include "../realm/abi.h"

static bool present;

void monitor_init(void)
{
	struct arm_smccc_res res;

	if (arm_smccc_1_1_get_conduit() != SMCCC_CONDUIT_SMC)
		return;
	arm_smccc_smc(FID_MONITOR_UID, 0, 0, 0, 0, 0, 0, 0, &res);
	present = (u32)res.a0 == MONITOR_UID_0 && (u32)res.a1 == MONITOR_UID_1 &&
		  (u32)res.a2 == MONITOR_UID_2 && (u32)res.a3 == MONITOR_UID_3;
}

bool monitor_present(void)
{
	return present;
}

long monitor_smc(struct file *file, void *arg)
{
	struct splitfold_smc *smc = arg;
	struct arm_smccc_1_2_regs regs;

	static_assert(sizeof(regs) == sizeof(smc->x));
	smc->reason[0] = '\0';
	if (!present)
		return fail(smc->reason, -ENODEV, "SMCs are not answered by the monitor of realm/");
	memcpy(&regs, smc->x, sizeof(regs));
	arm_smccc_1_2_smc(&regs, &regs);
	memcpy(smc->x, &regs, sizeof(regs));
	return 0;
}
