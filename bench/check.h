/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * check.h - tests of the module and of the system under it, run in the guest.
 *
 * To add one: a file check_<name>.c, and a row in check.c.
 */
#ifndef SPLITFOLD_BENCH_CHECK_H
#define SPLITFOLD_BENCH_CHECK_H

#include "bench/device.h"
#include "bench/tap.h"

#define CHECK_ANY	(-1)
#define CHECK_CHURN_MIB	300

struct check;

struct check_options {
	const struct check *subject;
	int method;		/* enum splitfold_method or CHECK_ANY */
	int hold;		/* enum splitfold_hold or CHECK_ANY */
	int churn_mib;
	const char *module;	/* a module to load and unload */
};

struct check {
	const char *name;
	const char *summary;
	void (*fn)(struct tap *tap, struct device *dev, const struct check_options *opt);
};

/* Ends with a row without a name. */
extern const struct check check_table[];
/* NULL after a message with the names there are. */
const struct check *check_find(const char *name);

/* Returns the exit status. */
int check_run(const struct check_options *opt);

void check_abi(struct tap *tap, struct device *dev, const struct check_options *opt);
void check_control(struct tap *tap, struct device *dev, const struct check_options *opt);
void check_convert(struct tap *tap, struct device *dev, const struct check_options *opt);
void check_dma(struct tap *tap, struct device *dev, const struct check_options *opt);
void check_exclusion(struct tap *tap, struct device *dev, const struct check_options *opt);
void check_fault(struct tap *tap, struct device *dev, const struct check_options *opt);
void check_hotplug(struct tap *tap, struct device *dev, const struct check_options *opt);
void check_kexec(struct tap *tap, struct device *dev, const struct check_options *opt);
void check_machine(struct tap *tap, struct device *dev, const struct check_options *opt);
void check_plugin(struct tap *tap, struct device *dev, const struct check_options *opt);
void check_model(struct tap *tap, struct device *dev, const struct check_options *opt);
void check_poweroff(struct tap *tap, struct device *dev, const struct check_options *opt);
void check_range(struct tap *tap, struct device *dev, const struct check_options *opt);
void check_realm(struct tap *tap, struct device *dev, const struct check_options *opt);
void check_restart(struct tap *tap, struct device *dev, const struct check_options *opt);
void check_smc(struct tap *tap, struct device *dev, const struct check_options *opt);
void check_wellformed(struct tap *tap, struct device *dev, const struct check_options *opt);
void check_work(struct tap *tap, struct device *dev, const struct check_options *opt);

#endif /* SPLITFOLD_BENCH_CHECK_H */
