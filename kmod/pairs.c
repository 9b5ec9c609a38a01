// SPDX-License-Identifier: GPL-2.0-only
/*
 * pairs.c - the legality of a method under a hold.
 *
 * Without FEAT_BBM level 2 a CPU that may walk a table must see an invalid entry, and
 * a TLBI, between two sizes of one mapping (Arm ARM, "Using break-before-make when
 * updating translation table entries"). Who may walk is decided by the hold, who edits
 * without a break by the method.
 */
#include "convert.h"

#include <linux/cpumask.h>
#include <linux/smp.h>

#include "pairs.h"
#include "reason.h"

static void cpu_count(void *arg)
{
	atomic_t *bbml2 = arg;

	if (kernel.cpu_supports_bbml2_noabort())
		atomic_inc(bbml2);
}

void cpus_count(struct cpu_census *cpus)
{
	atomic_t all = ATOMIC_INIT(0), editor = ATOMIC_INIT(0);

	if (kernel.cpu_supports_bbml2_noabort) {
		on_each_cpu(cpu_count, &all, true);
		smp_call_function_single(cpumask_first(cpu_online_mask), cpu_count, &editor, true);
	}
	cpus->online = num_online_cpus();
	cpus->bbml2 = atomic_read(&all);
	cpus->editor_bbml2 = atomic_read(&editor);
}

static int check_bbml2(const struct method *method, const struct hold *hold,
		       const struct cpu_census *cpus, char *reason)
{
	if (hold->tables_live && cpus->bbml2 < cpus->online)
		return fail(reason, -EPERM,
			    "%s under hold %s needs BBML2 on every CPU: %u of %u have it",
			    method->name, hold->name, cpus->bbml2, cpus->online);
	if (!cpus->editor_bbml2)
		return fail(reason, -EPERM, "%s needs BBML2 on the editing CPU, which lacks it",
			    method->name);
	return 0;
}

static int check_quiet(const struct method *method, const struct hold *hold, char *reason)
{
	if (hold->stops_others)
		return 0;
	return fail(reason, -EPERM, "%s breaks entries that others may need: hold %s stops none",
		    method->name, hold->name);
}

static int check_dead(const struct method *method, const struct hold *hold,
		      const struct cpu_census *cpus, char *reason)
{
	if (!hold->stops_others)
		return fail(reason, -EPERM,
			    "%s needs tables live on no other CPU: hold %s stops none",
			    method->name, hold->name);
	if (hold->tables_live && cpus->online > 1)
		return fail(reason, -EPERM,
			    "%s needs tables live on no other CPU: under hold %s they are on %u",
			    method->name, hold->name, cpus->online - 1);
	return 0;
}

int pair_check(const struct splitfold_convert *req, char reason[SPLITFOLD_REASON_MAX])
{
	const struct method *method = methods[req->method];
	const struct hold *hold = holds[req->hold];
	struct cpu_census cpus;

	if (req->strategy == SPLITFOLD_FOLD && !method->folds)
		return fail(reason, -EOPNOTSUPP, "%s only splits", method->name);
	cpus_count(&cpus);
	switch (method->needs) {
	case NEEDS_BBML2:
		return check_bbml2(method, hold, &cpus, reason);
	case NEEDS_QUIET:
		return check_quiet(method, hold, reason);
	case NEEDS_DEAD:
		return check_dead(method, hold, &cpus, reason);
	}
	return fail(reason, -EINVAL, "method %s says not what it needs", method->name);
}
