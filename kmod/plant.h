/* SPDX-License-Identifier: GPL-2.0-only */
/* plant.h - negative controls of wellformed.h: tables with one fault each. */
#ifndef SF_PLANT_H
#define SF_PLANT_H

/*
 * arg: struct splitfold_plant. -EPERM: not allowed without allow_unsafe=1; -EINVAL: no such
 * kind; -ENOMEM.
 */
long plant(void *arg);

#endif /* SF_PLANT_H */
