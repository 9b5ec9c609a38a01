// SPDX-License-Identifier: GPL-2.0-only
/*
 * exclusion.c - serialises with what else changes the linear map or the set of CPUs.
 *
 * CPU hotplug: cpus_read_lock(). A CPU that came in the middle would walk tables that
 * nobody holds it off from.
 *
 * Memory hotplug: get_online_mems(). arch_remove_memory() frees empty tables at once,
 * without waiting for a walker; arch_add_memory() fills in entries that no scan saw.
 *
 * Suspend and hibernation stop tasks and CPUs where they are. Their notifiers wait for
 * the end of a conversion and keep later ones away until the system is back. While the
 * map is folded on a system that needs ptes they are refused: what drivers change on
 * the way (DMA memory given back, for one) would wait for a split that cannot come.
 *
 * Reboot, power off, kexec: kernel_restart_prepare() and kernel_shutdown_prepare() call
 * the reboot notifiers, and nothing comes back from there. kexec leaves by a copy of the
 * linear map, made when its image was loaded: that walk waits at the gate (gate.c).
 *
 * Panic asks nobody, and cannot: where CPUs are held, they have interrupts masked. A
 * panic inside a hold comes from the editing CPU, or from an SError or NMI on another.
 * smp_send_stop() then gives up on the held ones after a second each way ("failed to stop
 * secondary CPUs") and goes on alone, a crash kernel included: held CPUs stay where they
 * are, in pages of this kernel that the crash kernel does not use. When it was the editing
 * CPU in the middle of an edit, entries of the map may be broken, and panic() itself
 * may fault; the map cannot be repaired from there, so nothing is tried.
 */
#include "exclusion.h"

#include <linux/cpu.h>
#include <linux/notifier.h>
#include <linux/reboot.h>
#include <linux/rwsem.h>
#include <linux/suspend.h>

#include "convert.h"
#include "reason.h"

/* Read: a conversion or a walk. Write: the state below changes. */
static DECLARE_RWSEM(exclusion);

/* Why conversions are refused, or NULL. */
static const char *suspending;
static const char *going_down;

int exclusion_begin(char *reason)
{
	const char *why;

	down_read(&exclusion);
	why = going_down ?: suspending;
	if (why) {
		up_read(&exclusion);
		return fail(reason, -EBUSY, "%s", why);
	}
	/* In the order of mem_hotplug_begin(). */
	cpus_read_lock();
	if (IS_ENABLED(CONFIG_MEMORY_HOTPLUG))
		kernel.get_online_mems();
	return 0;
}

void exclusion_end(void)
{
	if (IS_ENABLED(CONFIG_MEMORY_HOTPLUG))
		kernel.put_online_mems();
	cpus_read_unlock();
	up_read(&exclusion);
}

/* Waits for the conversion under way, then decides. */
static int suspend_prepare(const char *why)
{
	int err = 0;

	down_write(&exclusion);
	if (convert_is_folded())
		err = -EBUSY;
	else
		suspending = why;
	up_write(&exclusion);
	if (err)
		pr_info("no suspend while the linear map is folded: this system needs ptes\n");
	return notifier_from_errno(err);
}

static int suspend_post(void)
{
	down_write(&exclusion);
	suspending = NULL;
	up_write(&exclusion);
	return NOTIFY_OK;
}

static int suspend_notify(struct notifier_block *nb, unsigned long action, void *data)
{
	switch (action) {
	case PM_SUSPEND_PREPARE:
		return suspend_prepare("the system is being suspended");
	case PM_HIBERNATION_PREPARE:
	case PM_RESTORE_PREPARE:
		return suspend_prepare("the system is being hibernated or restored");
	case PM_POST_SUSPEND:
	case PM_POST_HIBERNATION:
	case PM_POST_RESTORE:
		return suspend_post();
	}
	return NOTIFY_DONE;
}

static int reboot_notify(struct notifier_block *nb, unsigned long action, void *data)
{
	down_write(&exclusion);
	going_down = "the system is going down";
	up_write(&exclusion);
	return NOTIFY_OK;
}

static struct notifier_block suspend_nb = { .notifier_call = suspend_notify };
static struct notifier_block reboot_nb = { .notifier_call = reboot_notify };

int exclusion_init(void)
{
	int err;

	err = register_pm_notifier(&suspend_nb);
	if (err)
		return err;
	err = register_reboot_notifier(&reboot_nb);
	if (err)
		unregister_pm_notifier(&suspend_nb);
	return err;
}

void exclusion_exit(void)
{
	unregister_reboot_notifier(&reboot_nb);
	unregister_pm_notifier(&suspend_nb);
}
