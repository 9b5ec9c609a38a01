/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report/realm.h - sets what was measured in a realm beside the same in a plain guest.
 */
#ifndef HOST_REALM_H
#define HOST_REALM_H

#include "host/report/report.h"

/* The same of a guest that differs in nothing but being plain; NULL if there is none. */
const struct series *realm_plain(const struct series_list *list, const struct series *realm);

/*
 * realm : plain, of medians, without the realm's work in stage 2 faults: what memory costs
 * that comes on demand says nothing of the realm. NAN: not in this run.
 */
double realm_ratio_less_s2(const struct series_list *list, const struct series *realm);

#endif
