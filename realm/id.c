// SPDX-License-Identifier: GPL-2.0-only
/*
 * id.c - the ID registers that HCR_EL2.TID3 traps: op0 3, op1 0, CRn 0, CRm 1 to 7.
 */
#include "realm/id.h"

#include "realm/sysreg.h"

#define MMFR2_CRM	7
#define MMFR2_OP2	2
#define MMFR2_BBM_SHIFT	52
#define BBM_LEVEL3	3ul	/* BBML3: level 2, and no conflict aborts */

#define ROW(crm)								\
	case (crm) << 3 | 0: return sysreg_read(s3_0_c0_c##crm##_0);		\
	case (crm) << 3 | 1: return sysreg_read(s3_0_c0_c##crm##_1);		\
	case (crm) << 3 | 2: return sysreg_read(s3_0_c0_c##crm##_2);		\
	case (crm) << 3 | 3: return sysreg_read(s3_0_c0_c##crm##_3);		\
	case (crm) << 3 | 4: return sysreg_read(s3_0_c0_c##crm##_4);		\
	case (crm) << 3 | 5: return sysreg_read(s3_0_c0_c##crm##_5);		\
	case (crm) << 3 | 6: return sysreg_read(s3_0_c0_c##crm##_6);		\
	case (crm) << 3 | 7: return sysreg_read(s3_0_c0_c##crm##_7)

static u64 id_real(unsigned int crm, unsigned int op2)
{
	switch (crm << 3 | op2) {
	ROW(1);
	ROW(2);
	ROW(3);
	ROW(4);
	ROW(5);
	ROW(6);
	ROW(7);
	}
	return 0;
}

u64 id_read(u32 iss)
{
	unsigned int op2 = iss >> 17 & 7, crm = iss >> 1 & 0xf;
	u64 value = id_real(crm, op2);

	if (crm == MMFR2_CRM && op2 == MMFR2_OP2)
		value = (value & ~(0xful << MMFR2_BBM_SHIFT)) | BBM_LEVEL3 << MMFR2_BBM_SHIFT;
	return value;
}
