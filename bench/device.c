// SPDX-License-Identifier: GPL-2.0-only
/*
 * device.c - ioctl wrappers of /dev/splitfold.
 */
#include "bench/device.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int device_ioctl(struct device *dev, unsigned long request, void *arg)
{
	return ioctl(dev->fd, request, arg) ? -errno : 0;
}

/* As above, for requests that carry a reason. */
static int device_request(struct device *dev, unsigned long request, void *arg, char *reason)
{
	int err;

	reason[0] = '\0';
	err = device_ioctl(dev, request, arg);
	reason[SPLITFOLD_REASON_MAX - 1] = '\0';
	if (err && !reason[0])
		snprintf(reason, SPLITFOLD_REASON_MAX, "%s: %s", SPLITFOLD_DEVICE, strerror(-err));
	return err;
}

static int device_give_up(struct device *dev, const char *what)
{
	snprintf(dev->reason, sizeof(dev->reason), "%s: %s%s", SPLITFOLD_DEVICE, what,
		 strerror(errno));
	device_close(dev);
	return -1;
}

static int device_try(struct device *dev)
{
	dev->fd = open(SPLITFOLD_DEVICE, O_RDWR | O_CLOEXEC);
	if (dev->fd < 0)
		return device_give_up(dev, "");
	if (flock(dev->fd, LOCK_EX | LOCK_NB))
		return device_give_up(dev, "in use by another process: ");
	if (ioctl(dev->fd, SPLITFOLD_IOC_INFO, &dev->info))
		return device_give_up(dev, "INFO: ");
	return 0;
}

void device_open(struct device *dev)
{
	*dev = (struct device){ .fd = -1 };
	if (device_try(dev) || dev->info.abi == SPLITFOLD_ABI)
		return;
	snprintf(dev->reason, sizeof(dev->reason),
		 "%s: the module has ABI %u, this program was built for ABI %u", SPLITFOLD_DEVICE,
		 dev->info.abi, SPLITFOLD_ABI);
	device_close(dev);
}

void device_close(struct device *dev)
{
	if (dev->fd >= 0)
		close(dev->fd);
	dev->fd = -1;
}

bool device_folded(struct device *dev)
{
	struct splitfold_info info;

	return device_present(dev) && !device_info(dev, &info) &&
	       info.flags & SPLITFOLD_INFO_FOLDED;
}

int device_info(struct device *dev, struct splitfold_info *info)
{
	return device_ioctl(dev, SPLITFOLD_IOC_INFO, info);
}

int device_census(struct device *dev, struct splitfold_census *census)
{
	return device_ioctl(dev, SPLITFOLD_IOC_CENSUS, census);
}

bool device_blocks_stay(struct device *dev)
{
	struct splitfold_census census;

	if (!device_present(dev) || device_census(dev, &census))
		return true;
	return !(dev->info.flags & SPLITFOLD_INFO_LAZY_SPLIT) &&
	       census.pud + census.contpmd + census.pmd + census.contpte;
}

int device_verify(struct device *dev, struct splitfold_verify *verify)
{
	return device_request(dev, SPLITFOLD_IOC_VERIFY, verify, verify->reason);
}

int device_convert(struct device *dev, struct splitfold_convert *convert)
{
	return device_request(dev, SPLITFOLD_IOC_CONVERT, convert, convert->reason);
}

int device_setmem(struct device *dev, struct splitfold_setmem *setmem)
{
	return device_request(dev, SPLITFOLD_IOC_SETMEM, setmem, setmem->reason);
}

int device_pages(struct device *dev, struct splitfold_pages *pages)
{
	return device_request(dev, SPLITFOLD_IOC_PAGES, pages, pages->reason);
}

int device_page(struct device *dev, struct splitfold_page *page)
{
	return device_request(dev, SPLITFOLD_IOC_PAGE, page, page->reason);
}

int device_smc(struct device *dev, struct splitfold_smc *smc)
{
	return device_request(dev, SPLITFOLD_IOC_SMC, smc, smc->reason);
}

int device_shared(struct device *dev, struct splitfold_shared *shared)
{
	return device_request(dev, SPLITFOLD_IOC_SHARED, shared, shared->reason);
}

int device_load(struct device *dev, struct splitfold_load *load)
{
	return device_request(dev, SPLITFOLD_IOC_LOAD, load, load->reason);
}

int device_breach(struct device *dev, struct splitfold_breach *breach)
{
	return device_request(dev, SPLITFOLD_IOC_BREACH, breach, breach->reason);
}

int device_plant(struct device *dev, struct splitfold_plant *plant)
{
	return device_request(dev, SPLITFOLD_IOC_PLANT, plant, plant->reason);
}

int device_pages_check(struct device *dev, struct splitfold_pages_check *check)
{
	return device_request(dev, SPLITFOLD_IOC_PAGES_CHECK, check, check->reason);
}
