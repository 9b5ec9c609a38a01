/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kexec.h - a kernel of twelve instructions for kexec_load(2): it says that it was
 * reached, on the UART, and asks PSCI to power off.
 */
#ifndef SPLITFOLD_BENCH_KEXEC_H
#define SPLITFOLD_BENCH_KEXEC_H

/* Returns 0; -ENOSYS: not in this kernel; -ENODEV: no PSCI; else -errno. */
int kexec_load_stub(void);
int kexec_unload(void);

/* Go there. Returns -errno only when it could not. */
int kexec_go(void);

#define KEXEC_STUB_SAYS	"kexec: the stub was reached"

#endif /* SPLITFOLD_BENCH_KEXEC_H */
