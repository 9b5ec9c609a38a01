// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_machine.c - a machine that changes after the module was loaded: a CPU that was left
 * out at boot (maxcpus=) comes, or is refused by the kernel; KFENCE is enabled at run time.
 *
 * After each of these what is legal follows the CPUs that are there, conversions give the map
 * back, and the system works. A machine on which nothing can change has the same tests once.
 */
#include "bench/bench.h"
#include "bench/check.h"
#include "bench/conversion.h"
#include "bench/kmsg.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CPU_ONLINE	"/sys/devices/system/cpu/cpu%u/online"
#define CPUS_MAX	64
#define KFENCE_INTERVAL	"/sys/module/kfence/parameters/sample_interval"
#define KFENCE_MS	"20"
#define KFENCE_RUN_US	500000

/* arch/arm64/kernel/cpufeature.c, verify_local_cpu_caps() */
#define CPU_REFUSED	"Detected conflict for capability"

struct machine_check {
	struct tap *tap;
	struct device *dev;
	const struct check_options *opt;
	int refusals;		/* the kernel's log, to look for refused CPUs */
	int complaints;		/* and once more */
};

/* Returns 0 or -errno. */
static int attribute_write(const char *path, const char *text)
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

/* A number of a sysfs attribute, or -errno. */
static long attribute_read(const char *path)
{
	char text[32] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	return n > 0 ? strtol(text, NULL, 10) : -EIO;
}

/* The first CPU that is present and offline, or 0. */
static unsigned int cpu_offline(void)
{
	unsigned int cpu;
	char path[64];

	for (cpu = 1; cpu < CPUS_MAX; cpu++) {
		snprintf(path, sizeof(path), CPU_ONLINE, cpu);
		if (attribute_read(path) == 0)
			return cpu;
	}
	return 0;
}

/* All pairs by what the CPUs allow, and the system at work. */
static void check_state(struct machine_check *check, const char *state)
{
	char complaint[CONVERSION_WHY_MAX] = "";
	struct splitfold_census census;
	bool complained;

	if (!device_census(check->dev, &census))
		printf("# %s: %u CPUs, %u with BBML2; leaves: %llu pud, %llu pmd, %llu pte\n",
		       state, check->dev->info.cpus_online, check->dev->info.cpus_bbml2, census.pud,
		       census.contpmd + census.pmd, census.contpte + census.pte);
	check_convert(check->tap, check->dev, check->opt);
	check_work(check->tap, check->dev, check->opt);
	complained = kmsg_complaint(check->complaints, complaint, sizeof(complaint));
	tap_test(check->tap, !complained, complaint, "%s: the kernel did not complain", state);
}

/* What is legal goes by dev->info: as the machine is now. Returns 0 or -errno. */
static int info_again(struct machine_check *check)
{
	return device_info(check->dev, &check->dev->info);
}

/* The CPU comes or not; either way the module says the same as the kernel. */
static void check_late_cpu(struct machine_check *check, unsigned int cpu)
{
	const struct splitfold_info before = check->dev->info;
	const struct splitfold_info *now = &check->dev->info;
	char path[64], text[CONVERSION_WHY_MAX] = "", why[CONVERSION_WHY_MAX];
	bool refused, came;
	int err;

	snprintf(path, sizeof(path), CPU_ONLINE, cpu);
	err = attribute_write(path, "1");
	came = !err;
	refused = kmsg_find(check->refusals, CPU_REFUSED, text, sizeof(text));
	snprintf(why, sizeof(why), "%s, the log: %s", strerror(-err), text);
	tap_test(check->tap, refused != came, why, "CPU %u %s%.*s", cpu,
		 came ? "comes late" : "is refused: ", (int)strcspn(text, "\n"), text);
	tap_test(check->tap, attribute_read(path) == came, why, "it is %s",
		 came ? "online" : "offline");
	err = info_again(check);
	snprintf(why, sizeof(why), "%s; there were %u CPUs", strerror(-err), before.cpus_online);
	tap_test(check->tap, !err && now->cpus_online == before.cpus_online + came, why,
		 "the module knows %u CPUs", now->cpus_online);
	/* One that lacks the BBML2 of the others is refused by the kernel. */
	tap_test(check->tap, now->cpus_bbml2 == (before.cpus_bbml2 ? now->cpus_online : 0), why,
		 "%u of them with BBML2", now->cpus_bbml2);
	check_state(check, came ? "with the late CPU" : "without the refused CPU");
}

/*
 * KFENCE enabled at run time takes a pool from the map and guards pages of it. With BBML2 the
 * kernel splits what it takes; without, it takes for granted that the map is made of ptes.
 */
static void check_late_kfence(struct machine_check *check)
{
	struct splitfold_info *info = &check->dev->info;
	struct splitfold_verify verify = { 0 };
	struct splitfold_convert done;
	int err;

	if (device_all_bbml2(check->dev)) {
		err = conversion_do(check->dev, SPLITFOLD_FOLD, conversion_way_safe(check->dev), 0,
				    &done);
		tap_test(check->tap, !err, done.reason, "the map is folded");
	} else {
		tap_skip(check->tap, "the kernel warns: its pool stays under a block",
			 "KFENCE is enabled on a folded map");
	}
	err = attribute_write(KFENCE_INTERVAL, KFENCE_MS);
	tap_test(check->tap, !err, strerror(-err), "KFENCE is enabled at run time");
	if (err)
		return;
	usleep(KFENCE_RUN_US);
	err = info_again(check);
	tap_test(check->tap, !err && info->kfence_start < info->kfence_end, strerror(-err),
		 "the module sees its pool");
	err = device_verify(check->dev, &verify);
	tap_test(check->tap, !err && !verify.malformed, verify.reason,
		 "all tables are well-formed around the pool");
	check_state(check, "with KFENCE");
}

void check_machine(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	struct machine_check check = { .tap = tap, .dev = dev, .opt = opt };
	unsigned int cpu = cpu_offline();

	tap_test(tap, device_present(dev), dev->reason, "%s is there", SPLITFOLD_DEVICE);
	if (!device_present(dev))
		return;
	check.refusals = kmsg_open();
	check.complaints = kmsg_open();
	tap_test(tap, check.refusals >= 0 && check.complaints >= 0, "/dev/kmsg",
		 "the kernel's log can be read");
	check_state(&check, "as booted");
	if (cpu)
		check_late_cpu(&check, cpu);
	if (attribute_read(KFENCE_INTERVAL) == 0)
		check_late_kfence(&check);
	close(check.refusals);
	close(check.complaints);
}
