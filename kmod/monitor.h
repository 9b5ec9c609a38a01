/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * monitor.h - the EL2 monitor of realm/, where it is what answers this system's SMCs.
 */
#ifndef SF_MONITOR_H
#define SF_MONITOR_H

#include <linux/fs.h>

/* Find out: no other firmware is asked anything but who it is. */
void monitor_init(void);
bool monitor_present(void);

/* arg: struct splitfold_smc. -ENODEV: there is no monitor. */
long monitor_smc(struct file *file, void *arg);

#endif /* SF_MONITOR_H */
