// SPDX-License-Identifier: GPL-2.0-only
/*
 * inject.c - how an exception to EL1 looks like, without doing it: see inject.h. What
 * touches registers is in exit.c.
 */
#include "realm/inject.h"

#define SPSR_MODE(spsr)	((spsr) & 0xf)
#define MODE_EL0T	0
#define MODE_EL1T	4
#define MODE_EL1H	5

#define PSTATE_DAIF	(0xful << 6)
#define PSTATE_SSBS	BIT(12)
#define PSTATE_PAN	BIT(22)
#define PSTATE_DIT	BIT(24)
#define PSTATE_TCO	BIT(25)
#define PSTATE_NZCV	(0xful << 28)

#define SCTLR_SPAN	BIT(23)
#define SCTLR_DSSBS	BIT(44)

#define ESR_EC_SHIFT	26
#define ESR_IL		BIT(25)
#define ESR_EC_LOWER	0x20ul		/* instruction abort from EL0; + 1: from EL1 */
#define ESR_EC_DATA	0x04ul		/* both + 4: data aborts */
#define ESR_CM		BIT(8)
#define ESR_WNR		BIT(6)
#define FSC_SEA		0x10ul

u64 inject_vector(u64 vbar, u64 spsr)
{
	switch (SPSR_MODE(spsr)) {
	case MODE_EL1T:
		return vbar;
	case MODE_EL1H:
		return vbar + 0x200;
	default:
		return vbar + 0x400;
	}
}

u64 inject_pstate(u64 spsr, u64 sctlr, bool mte)
{
	u64 pstate = spsr & (PSTATE_NZCV | PSTATE_DIT | PSTATE_PAN);

	pstate |= PSTATE_DAIF | MODE_EL1H;
	if (!(sctlr & SCTLR_SPAN))
		pstate |= PSTATE_PAN;
	if (sctlr & SCTLR_DSSBS)
		pstate |= PSTATE_SSBS;
	if (mte)
		pstate |= PSTATE_TCO;
	return pstate;
}

u64 inject_abort_esr(u64 esr, u64 spsr)
{
	u64 ec = esr >> ESR_EC_SHIFT & 0x3f;
	bool data = ec & ESR_EC_DATA;
	u64 to = ESR_EC_LOWER | (data ? ESR_EC_DATA : 0) | (SPSR_MODE(spsr) != MODE_EL0T);

	return to << ESR_EC_SHIFT | ESR_IL | FSC_SEA | (data ? esr & (ESR_CM | ESR_WNR) : 0);
}
