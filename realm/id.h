/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * id.h - who a CPU says that it is. Kernels decide by the MIDR whether a CPU changes live
 * block sizes without conflict aborts (cpu_supports_bbml2_noabort()), those from 7.3 on also
 * by ID_AA64MMFR2_EL1.BBM.
 */
#ifndef REALM_ID_H
#define REALM_ID_H

#include "realm/types.h"

#define ID_MIDR_BBML2	0x410fd842ul	/* Neoverse V3 r0p2 */

/*
 * The value of the ID register that ESR_EL2.ISS iss of a trapped MRS names, as a CPU with
 * BBML2 shows it; 0 for those that no architecture has defined yet.
 */
u64 id_read(u32 iss);

#endif /* REALM_ID_H */
