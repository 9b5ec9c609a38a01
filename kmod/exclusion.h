/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * exclusion.h - what must not happen while the linear map's tables are walked or
 * changed: CPUs and memory that come and go, suspend, hibernation, reboot, kexec.
 */
#ifndef SF_EXCLUSION_H
#define SF_EXCLUSION_H

/* Listen for suspend and reboot. Returns 0 or -errno. */
int exclusion_init(void);
/* No conversion may be under way or begin any more. */
void exclusion_exit(void);

/*
 * Around a conversion, or a walk of the tables: until exclusion_end() no CPU and no
 * memory is plugged or unplugged, and suspend, hibernation, reboot and kexec wait. May
 * sleep. Returns 0, or -EBUSY with reason (SPLITFOLD_REASON_MAX) set when one of the
 * latter has begun.
 *
 * Between the two, nothing may take cpus_read_lock() again, nor wait for somebody who
 * does: with a CPU about to go it would wait for itself. So stop_machine_cpuslocked(),
 * and no kprobe is registered.
 */
int exclusion_begin(char *reason);
void exclusion_end(void);

#endif /* SF_EXCLUSION_H */
