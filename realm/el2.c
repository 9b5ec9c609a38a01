// SPDX-License-Identifier: GPL-2.0-only
/*
 * el2.c - EL2's registers. The guest gets every feature that its CPU has, as if there
 * were no EL2: what traps unless a bit says otherwise is let go, each behind the ID field
 * that says the register or bit exists (Arm ARM D19, "resets to an UNKNOWN value").
 */
#include "realm/el2.h"

#include "realm/hw.h"
#include "realm/id.h"
#include "realm/rtt.h"
#include "realm/sysreg.h"

#define HCR_VM		BIT(0)
#define HCR_TID3	BIT(18)
#define HCR_TSC		BIT(19)
#define HCR_RW		BIT(31)
#define HCR_APK		BIT(40)
#define HCR_API		BIT(41)
#define HCR_ENSCXT	BIT(53)
#define HCR_ATA		BIT(56)
#define HCR_BASE	(HCR_RW | HCR_TSC | HCR_APK | HCR_API | HCR_ENSCXT | HCR_ATA)

#define CPTR_RES1	0x22fful	/* without TZ and TSM */

#define VTCR_SL0_LEVEL1	(1ul << 6)
#define VTCR_WALKS	(1ul << 8 | 1ul << 10 | 3ul << 12)
#define VTCR_PS(n)	((u64)(n) << 16)
#define VTCR_RES1	BIT(31)
#define VTTBR_VMID(n)	((u64)(n) << 48)

#define SCTLR_EL1_RESET	0x30d00800ul	/* MMU, caches off; RES1 bits */
#define SPSR_EL1H_DAIF	0x3c5ul

/* Bits of HCRX_EL2 that let go, by the feature that they are part of. */
static u64 hcrx_bits(void)
{
	u64 isar2 = sysreg_read(s3_0_c0_c6_2), mmfr3 = sysreg_read(s3_0_c0_c7_3);
	u64 isar1 = sysreg_read(id_aa64isar1_el1), pfr1 = sysreg_read(id_aa64pfr1_el1);
	u64 pfr2 = sysreg_read(s3_0_c0_c4_2), bits = 0;

	if (field(isar1, 60) >= 1)	/* LS64: EnALS; _V: EnASR; _ACCDATA: EnAS0 */
		bits |= BIT(1) | BIT(2) | BIT(0);
	if (field(isar2, 16) >= 1)	/* MOPS: MSCEn */
		bits |= BIT(11);
	if (field(mmfr3, 0) >= 1)	/* TCRX: TCR2En */
		bits |= BIT(14);
	if (field(mmfr3, 4) >= 1)	/* SCTLRX: SCTLR2En */
		bits |= BIT(15);
	if (field(mmfr3, 32) >= 1)	/* D128: D128En */
		bits |= BIT(17);
	if (field(pfr1, 44) >= 1)	/* GCS: GCSEn */
		bits |= BIT(22);
	if (field(pfr2, 32) >= 1)	/* FPMR: EnFPM */
		bits |= BIT(23);
	return bits;
}

/* nAMAIR2 down to nGCS_EL0 and nACCDATA: all of HFGxTR_EL2 from 50 on but 51, RES0. */
#define FGT_N_BITS	(0x3ffful << 50 & ~BIT(51))

/* Fine-grained traps: the bits whose names begin with n trap while they are 0. */
static void fgt_open(unsigned int fgt)
{
	if (fgt >= 1) {
		sysreg_write(s3_4_c1_c1_4, FGT_N_BITS);	/* HFGRTR_EL2 */
		sysreg_write(s3_4_c1_c1_5, FGT_N_BITS);	/* HFGWTR_EL2 */
		sysreg_write(s3_4_c1_c1_6, 0x1ful << 55);		/* HFGITR_EL2 */
		sysreg_write(s3_4_c3_c1_4, 0xful << 59);		/* HDFGRTR_EL2 */
		sysreg_write(s3_4_c3_c1_5, 0xful << 59);		/* HDFGWTR_EL2 */
	}
	if (fgt >= 2) {
		sysreg_write(s3_4_c3_c1_2, ~0ul);	/* HFGRTR2_EL2: all are n */
		sysreg_write(s3_4_c3_c1_3, ~0ul);	/* HFGWTR2_EL2 */
		sysreg_write(s3_4_c3_c1_7, ~BIT(0));	/* HFGITR2_EL2: but for TSBCSYNC */
		sysreg_write(s3_4_c3_c1_0, ~0ul);	/* HDFGRTR2_EL2 */
		sysreg_write(s3_4_c3_c1_1, ~0ul);	/* HDFGWTR2_EL2 */
	}
}

static void vectors_open(void)
{
	u64 pfr0 = sysreg_read(id_aa64pfr0_el1), pfr1 = sysreg_read(id_aa64pfr1_el1);

	sysreg_write(cptr_el2, CPTR_RES1);
	isb();
	if (field(pfr0, 32) >= 1)			/* SVE */
		sysreg_write(s3_4_c1_c2_0, 0xf);	/* ZCR_EL2.LEN */
	if (field(pfr1, 24) >= 1) {			/* SME */
		u64 smfr0 = sysreg_read(s3_0_c0_c4_5), smcr = 0xf;

		if (smfr0 & BIT(63))			/* FA64 */
			smcr |= BIT(31);
		if (field(smfr0, 56) >= 1)		/* SMEver: SME2's EZT0 */
			smcr |= BIT(30);
		sysreg_write(s3_4_c1_c2_6, smcr);	/* SMCR_EL2 */
	}
}

static void traps_open(void)
{
	u64 mmfr0 = sysreg_read(id_aa64mmfr0_el1), mmfr1 = sysreg_read(id_aa64mmfr1_el1);
	u64 dfr0 = sysreg_read(id_aa64dfr0_el1), mdcr = 0;

	vectors_open();
	if (field(dfr0, 8) != 0 && field(dfr0, 8) != 0xf)	/* PMUVer: HPMN is all of them */
		mdcr = sysreg_read(pmcr_el0) >> 11 & 0x1f;
	sysreg_write(mdcr_el2, mdcr | 3ul << 12 | 3ul << 24);	/* E2PB, E2TB: EL1 owns them */
	if (field(mmfr1, 40) >= 1)				/* HCX */
		sysreg_write(s3_4_c1_c2_2, hcrx_bits());
	fgt_open(field(mmfr0, 56));
	if (field(sysreg_read(id_aa64pfr0_el1), 40) >= 1)	/* MPAM2_EL2 */
		sysreg_write(s3_4_c10_c5_0, 0);
	sysreg_write(hstr_el2, 0);
}

static void timer_and_gic_open(void)
{
	sysreg_write(cnthctl_el2, 3);			/* EL1PCTEN, EL1PCEN */
	sysreg_write(cntvoff_el2, 0);
	sysreg_write(s3_4_c12_c9_5, 0xf);		/* ICC_SRE_EL2 */
	isb();
	sysreg_write(s3_4_c12_c11_0, 0);		/* ICH_HCR_EL2 */
}

static void stage2_on(void)
{
	sysreg_write(vtcr_el2, (64 - (u64)realm.ipa_bits) | VTCR_SL0_LEVEL1 | VTCR_WALKS |
			       VTCR_PS(el2_pa_range()) | VTCR_RES1);
	sysreg_write(vttbr_el2, realm.root | VTTBR_VMID(1));
}

void el2_setup(struct cpu *cpu)
{
	u64 hcr = HCR_BASE | HCR_VM;

	sysreg_write(tpidr_el2, (u64)cpu);
	traps_open();
	timer_and_gic_open();
	sysreg_write(vpidr_el2, cpu->bbml2 ? ID_MIDR_BBML2 : sysreg_read(midr_el1));
	sysreg_write(vmpidr_el2, sysreg_read(mpidr_el1));
	if (cpu->bbml2)
		hcr |= HCR_TID3;
	stage2_on();
	sysreg_write(hcr_el2, hcr);
	isb();
	dsb(ish);
	asm volatile("tlbi vmalls12e1" : : : "memory");
	asm volatile("ic iallu" : : : "memory");
	dsb(nsh);
	isb();
}

_Noreturn void guest_resume(void);

void el2_enter_guest(struct cpu *cpu, u64 entry, u64 context)
{
	int i;

	for (i = 0; i < 31; i++)
		cpu->x[i] = 0;
	cpu->x[0] = context;
	sysreg_write(sctlr_el1, SCTLR_EL1_RESET);
	sysreg_write(spsr_el2, SPSR_EL1H_DAIF);
	sysreg_write(elr_el2, entry);
	isb();
	guest_resume();
}
