// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate.c - the hooks, the lock behind them, the list of changes.
 *
 * ftrace sends callers of a hooked function to ours, which takes the lock for reading
 * and calls the original by way of gate_call() (gate_call.S): by its return address the
 * hook knows that call from all others.
 */
#include "gate.h"

#include <linux/ftrace.h>
#include <linux/kfence.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

#include "reason.h"

/* Both hooked functions take four words and return an int. */
int gate_call(unsigned long arg0, unsigned long arg1, unsigned long arg2, unsigned long arg3,
	      void *fn);
extern const char gate_call_return[];

static struct {
	struct rw_semaphore lock;	/* changes read, conversions write */
	bool folded;
	wait_queue_head_t unfolded;
	atomic_long_t bypassed;		/* changes that could not wait */

	raw_spinlock_t watch_lock;
	bool watching;
	bool overflow;
	int nr;
	unsigned long pages;
	struct va_range change[GATE_MAX_CHANGES];
} gate = {
	.lock = __RWSEM_INITIALIZER(gate.lock),
	.unfolded = __WAIT_QUEUE_HEAD_INITIALIZER(gate.unfolded),
	.watch_lock = __RAW_SPIN_LOCK_UNLOCKED(gate.watch_lock),
};

static bool change_known(unsigned long start, unsigned long end)
{
	int i;

	for (i = 0; i < gate.nr; i++)
		if (gate.change[i].start <= start && end <= gate.change[i].end)
			return true;
	return false;
}

/* Before the change: one that is seen by the build is noted for nothing, none is missed. */
static void change_note(unsigned long start, unsigned long end)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&gate.watch_lock, flags);
	if (gate.watching && !gate.overflow && !change_known(start, end)) {
		gate.pages += (end - start) >> PAGE_SHIFT;
		if (gate.nr == GATE_MAX_CHANGES || gate.pages > GATE_MAX_PAGES)
			gate.overflow = true;
		else
			gate.change[gate.nr++] = (struct va_range){ start, end };
	}
	raw_spin_unlock_irqrestore(&gate.watch_lock, flags);
}

/* With the lock held for reading on success. */
static int gate_enter(unsigned long start, unsigned long end)
{
	for (;;) {
		down_read(&gate.lock);
		if (!gate.folded || lmap_is_ptes(start, end))
			return 0;
		up_read(&gate.lock);
		if (!wait_event_timeout(gate.unfolded, !READ_ONCE(gate.folded),
					GATE_PATIENCE_S * HZ)) {
			pr_warn("the map has been folded for %d s: permission change refused\n",
				GATE_PATIENCE_S);
			return -EBUSY;
		}
	}
}

/* In the place of update_range_prot(). */
static int gated_change(unsigned long start, unsigned long size, unsigned long set,
			unsigned long clear)
{
	unsigned long end = start + size;
	int err;

	if (start < lmap.all.start || end > lmap.all.end || is_kfence_address((void *)start))
		return gate_call(start, size, set, clear, kernel.update_range_prot);
	if (in_atomic() || irqs_disabled()) {
		atomic_long_inc(&gate.bypassed);
		change_note(start, end);
		return gate_call(start, size, set, clear, kernel.update_range_prot);
	}
	err = gate_enter(start, end);
	if (err)
		return err;
	change_note(start, end);
	err = gate_call(start, size, set, clear, kernel.update_range_prot);
	up_read(&gate.lock);
	return err;
}

/* In the place of trans_pgd_create_copy(): a walk that sleeps between two tables. */
static int gated_copy(unsigned long info, unsigned long dst, unsigned long start,
		      unsigned long end)
{
	int err;

	down_read(&gate.lock);
	err = gate_call(info, dst, start, end, kernel.trans_pgd_create_copy);
	up_read(&gate.lock);
	return err;
}

static void notrace gate_redirect(unsigned long ip, unsigned long parent_ip,
				  struct ftrace_ops *ops, struct ftrace_regs *fregs)
{
	if (parent_ip != (unsigned long)gate_call_return)
		ftrace_regs_set_instruction_pointer(fregs, (unsigned long)ops->private);
}

/* Permanent: while they are there, sysctl kernel.ftrace_enabled cannot turn them off. */
#define HOOK_FLAGS	(FTRACE_OPS_FL_IPMODIFY | FTRACE_OPS_FL_PERMANENT)

static struct hook {
	char *name;
	bool there;
	struct ftrace_ops ops;
} hooks[] = {
	{
		.name = "update_range_prot",
		.ops = { .func = gate_redirect, .flags = HOOK_FLAGS, .private = gated_change },
	}, {
		.name = "trans_pgd_create_copy",
		.ops = { .func = gate_redirect, .flags = HOOK_FLAGS, .private = gated_copy },
	},
};

static int hook_install(struct hook *hook, char *reason)
{
	int err;

	if (hook->there)
		return 0;
	err = ftrace_set_filter(&hook->ops, hook->name, strlen(hook->name), 1) ?:
	      register_ftrace_function(&hook->ops);
	if (err)
		return fail(reason, err, "no ftrace hook on %s() (%d)", hook->name, err);
	hook->there = true;
	return 0;
}

int gate_install(char *reason)
{
	int err;

	if (!kernel.update_range_prot)
		return fail(reason, -EOPNOTSUPP, "this kernel has no update_range_prot()");
	err = hook_install(&hooks[0], reason);
	/* Not there without kexec and hibernation. */
	if (!err && kernel.trans_pgd_create_copy)
		err = hook_install(&hooks[1], reason);
	return err;
}

void gate_remove(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(hooks); i++)
		if (hooks[i].there)
			unregister_ftrace_function(&hooks[i].ops);
	/* Let those in who are on their way, and out of the module's text again. */
	down_write(&gate.lock);
	up_write(&gate.lock);
	synchronize_rcu_tasks();
}

static void watch_set(bool watching)
{
	raw_spin_lock_irq(&gate.watch_lock);
	gate.watching = watching;
	if (watching) {
		gate.nr = 0;
		gate.pages = 0;
		gate.overflow = false;
	}
	raw_spin_unlock_irq(&gate.watch_lock);
}

void gate_close(void)
{
	down_write(&gate.lock);
	atomic_long_set(&gate.bypassed, 0);
	if (kernel.pgtable_split_lock)
		mutex_lock(kernel.pgtable_split_lock);
}

unsigned long gate_open(void)
{
	unsigned long bypassed = atomic_long_read(&gate.bypassed);

	/* One that nobody asked for the changes of, after an error. */
	watch_set(false);
	if (kernel.pgtable_split_lock)
		mutex_unlock(kernel.pgtable_split_lock);
	up_write(&gate.lock);
	return bypassed;
}

void gate_watch(void)
{
	/* A change that began unnoted ends before the caller looks at the map. */
	down_write(&gate.lock);
	watch_set(true);
	up_write(&gate.lock);
}

void gate_watch_closed(void)
{
	watch_set(true);
}

const struct va_range *gate_changes(int *nr)
{
	watch_set(false);
	*nr = gate.nr;
	return gate.overflow ? NULL : gate.change;
}

void gate_folded(bool folded)
{
	WRITE_ONCE(gate.folded, folded);
	if (!folded)
		wake_up_all(&gate.unfolded);
}
