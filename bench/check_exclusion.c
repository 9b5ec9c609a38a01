// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_exclusion.c - what must not meet a conversion waits for it or is refused: unloading
 * the module, CPUs that go and come, suspend, hibernation, loading a kexec image.
 */
#include "bench/bench.h"
#include "bench/check.h"
#include "bench/conversion.h"
#include "bench/converter.h"
#include "bench/kexec.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define POWER_STATE	"/sys/power/state"
#define WAKEALARM	"/sys/class/rtc/rtc0/wakealarm"
#define WAKE_S		"+3"
#define SUSPENDS	8	/* tries, until one succeeds */
#define CPU_ROUNDS	3
#define KEXEC_LOADS	5
#define TIMEOUT_S	60

struct exclusion_check {
	struct tap *tap;
	struct device *dev;
	struct conversion_base base;
};

/* Returns 0 or -errno of the write. */
static int file_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		err = -errno;
	close(fd);
	return err;
}

/* During conversions: do it, and see that they go on. Returns its result in *got. */
static int meanwhile(struct exclusion_check *check, int (*fn)(struct exclusion_check *check),
		     int *got, char *why)
{
	struct converter converter;
	unsigned int conversions;
	int err, stop;

	why[0] = '\0';
	err = converter_start(&converter, check->dev);
	if (err)
		return err;
	err = converter_wait(&converter, 1, TIMEOUT_S);
	if (!err) {
		*got = fn(check);
		err = converter_wait(&converter, 2, TIMEOUT_S);
	}
	stop = converter_stop(&converter, &conversions, why);
	return stop ? stop : err;
}

static void check_map(struct exclusion_check *check, const char *after)
{
	struct conversion_base now;
	char reason[SPLITFOLD_REASON_MAX];
	int err = conversion_base_take(check->dev, &now, reason);

	/* Suspended, they give back what they shared, and take other pages afterwards. */
	if (!err && device_realm(check->dev) && now.hash != check->base.hash)
		tap_skip(check->tap, "a realm's devices share other pages now",
			 "the map has its hash after %s", after);
	else
		tap_test(check->tap, !err && now.hash == check->base.hash, err ? reason : "",
			 "the map has its hash after %s", after);
}

static void check_meanwhile(struct exclusion_check *check,
			    int (*fn)(struct exclusion_check *check), int want, const char *what)
{
	char why[SPLITFOLD_REASON_MAX + 64], reason[SPLITFOLD_REASON_MAX];
	int got = -EIO, err = meanwhile(check, fn, &got, reason);

	if (!err && (got == -ENOSYS || got == -ENODEV || got == -ENOENT) && got != want) {
		tap_skip(check->tap, strerror(-got), "%s", what);
		return;
	}
	snprintf(why, sizeof(why), "got %s; conversions: %s", got ? strerror(-got) : "success",
		 reason[0] ? reason : strerror(-err));
	tap_test(check->tap, !err && got == want, why, "%s", what);
	check_map(check, what);
}

static int module_remove(struct exclusion_check *check)
{
	(void)check;
	return syscall(SYS_delete_module, "splitfold", O_NONBLOCK) ? -errno : 0;
}

static int cpus_cycle(struct exclusion_check *check)
{
	unsigned int cpu, round;
	char path[64];
	int err = 0;

	for (round = 0; round < CPU_ROUNDS; round++) {
		for (cpu = 1; cpu < check->dev->info.cpus_online && !err; cpu++) {
			snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%u/online", cpu);
			err = file_write(path, "0");
			if (!err)
				err = file_write(path, "1");
		}
	}
	return err;
}

static int kexec_cycle(struct exclusion_check *check)
{
	int i, err = 0;

	(void)check;
	for (i = 0; i < KEXEC_LOADS && !err; i++) {
		err = kexec_load_stub();
		if (!err)
			err = kexec_unload();
	}
	return err;
}

/* Asleep, until the clock wakes it. */
static int suspend_once(void)
{
	int err;

	file_write(WAKEALARM, "0");
	err = file_write(WAKEALARM, WAKE_S);
	if (err)
		return err;
	err = file_write(POWER_STATE, "freeze");
	file_write(WAKEALARM, "0");
	return err;
}

/* In between folded, conversions may come with a map that suspend is refused for. */
static int suspend_patiently(struct exclusion_check *check)
{
	int i, err = -EBUSY;

	(void)check;
	for (i = 0; i < SUSPENDS && err == -EBUSY; i++)
		err = suspend_once();
	return err;
}

/*
 * Nowhere to write an image to: the system is stopped, the image made, all is resumed,
 * and the request fails. That is as far as it goes here.
 */
static int hibernate_patiently(struct exclusion_check *check)
{
	int i, err = -EBUSY;

	(void)check;
	for (i = 0; i < SUSPENDS && err == -EBUSY; i++)
		err = file_write(POWER_STATE, "disk");
	return err;
}

/* Returns whether the system can be suspended at all. */
static bool check_power(struct exclusion_check *check)
{
	int suspend = suspend_once(), err;

	if (suspend)
		tap_skip(check->tap, strerror(-suspend), "suspend during conversions");
	else
		check_meanwhile(check, suspend_patiently, 0, "suspend during conversions");
	err = file_write(POWER_STATE, "disk");
	if (err != -ENODEV)
		tap_skip(check->tap, err ? strerror(-err) : "it works",
			 "hibernation without a place for the image");
	else
		check_meanwhile(check, hibernate_patiently, -ENODEV,
				"hibernation, which fails at last, during conversions");
	return !suspend;
}

static void check_refused(struct exclusion_check *check, int want, int got, const char *what)
{
	tap_test(check->tap, got == want, got ? strerror(-got) : "it was done", "%s", what);
}

/* What a folded map must not meet where the kernel cannot split it. */
static void check_pinned(struct exclusion_check *check)
{
	check_refused(check, -EBUSY, file_write(POWER_STATE, "freeze"),
		      "suspend is refused while the map is folded");
	check_refused(check, -EBUSY, file_write(POWER_STATE, "disk"),
		      "hibernation is refused while the map is folded");
	device_close(check->dev);
	check_refused(check, -EWOULDBLOCK, module_remove(check),
		      "the module cannot be unloaded while the map is folded");
	device_open(check->dev);
}

static void check_folded(struct exclusion_check *check, bool suspends)
{
	const struct conversion_way way = { SPLITFOLD_PRIVATE, SPLITFOLD_HOLD_PARK };
	struct splitfold_convert req;
	int err = conversion_do(check->dev, SPLITFOLD_FOLD, way, 0, &req);

	tap_test(check->tap, !err, req.reason, "the map can be folded");
	if (err)
		return;
	if (device_folded(check->dev))
		check_pinned(check);
	else if (suspends)
		check_refused(check, 0, suspend_once(),
			      "a folded map that the kernel can split, or need not: suspend works");
}

/* Leaves the system without it. */
static void check_unload(struct exclusion_check *check)
{
	device_close(check->dev);
	check_refused(check, 0, module_remove(check), "at last the module is unloaded");
	device_open(check->dev);
	tap_test(check->tap, !device_present(check->dev), "", "and its device is gone");
}

void check_exclusion(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	struct exclusion_check check = { .tap = tap, .dev = dev };
	char reason[SPLITFOLD_REASON_MAX];
	struct splitfold_convert done;
	int err;

	(void)opt;
	tap_test(tap, device_present(dev), dev->reason, "%s is there", SPLITFOLD_DEVICE);
	if (!device_present(dev))
		return;
	if (conversion_base_take(dev, &check.base, reason)) {
		tap_test(tap, false, reason, "the map can be verified");
		return;
	}
	check_meanwhile(&check, module_remove, -EWOULDBLOCK,
			"the module cannot be unloaded during conversions");
	if (dev->info.cpus_online > 1)
		check_meanwhile(&check, cpus_cycle, 0, "CPUs go and come during conversions");
	else
		tap_skip(tap, "there is one CPU", "CPUs go and come during conversions");
	check_meanwhile(&check, kexec_cycle, 0, "a kexec image is loaded during conversions");
	check_folded(&check, check_power(&check));
	err = device_present(dev) ? conversion_restore(dev, &check.base, &done) : -ENODEV;
	tap_test(tap, !err, err == -ENODEV ? dev->reason : done.reason,
		 "the map can be brought back");
	if (!err)
		check_unload(&check);
}
