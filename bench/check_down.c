// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_down.c - reboot, power off and kexec in the middle of conversions. The system does
 * not come back: who started it reads on the console whether it went down well.
 */
#include "bench/bench.h"
#include "bench/check.h"
#include "bench/converter.h"
#include "bench/kexec.h"

#include <errno.h>
#include <linux/reboot.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <unistd.h>

#define CONVERSIONS	4	/* before it */
#define TIMEOUT_S	60

static int restart(void)
{
	return reboot(RB_AUTOBOOT) ? -errno : 0;
}

static int power_off(void)
{
	return reboot(RB_POWER_OFF) ? -errno : 0;
}

/* Load while conversions run, too. */
static int kexec(void)
{
	int err = kexec_load_stub();

	return err ? err : kexec_go();
}

/* Does not return when it works. */
static void go_down(struct tap *tap, struct device *dev, int (*go)(void), const char *how)
{
	char reason[SPLITFOLD_REASON_MAX];
	struct converter converter;
	unsigned int conversions;
	int err;

	tap_test(tap, device_present(dev), dev->reason, "%s is there", SPLITFOLD_DEVICE);
	if (!device_present(dev))
		return;
	err = converter_start(&converter, dev);
	if (!err)
		err = converter_wait(&converter, CONVERSIONS, TIMEOUT_S);
	if (!err) {
		printf("# %s during conversions\n", how);
		fflush(stdout);
		err = go();
	}
	converter_stop(&converter, &conversions, reason);
	if (err == -ENOSYS || err == -ENODEV)
		tap_skip(tap, strerror(-err), "%s during conversions", how);
	else
		tap_test(tap, false, err ? strerror(-err) : reason, "%s during conversions", how);
}

void check_restart(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	(void)opt;
	go_down(tap, dev, restart, "restart");
}

void check_poweroff(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	(void)opt;
	go_down(tap, dev, power_off, "power off");
}

void check_kexec(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	(void)opt;
	go_down(tap, dev, kexec, "kexec");
}
