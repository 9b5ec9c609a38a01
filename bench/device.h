/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * device.h - /dev/splitfold, one function a request of its ABI.
 *
 * Each returns 0 or -errno. On failure the module's text stands in the request's
 * reason; where the module gave none, the errno's own text is put there.
 */
#ifndef SPLITFOLD_BENCH_DEVICE_H
#define SPLITFOLD_BENCH_DEVICE_H

#include "kmod/splitfold.h"

#include <stdbool.h>

struct device {
	int fd;				/* -1: not there */
	struct splitfold_info info;	/* as it was at open */
	char reason[SPLITFOLD_REASON_MAX];	/* why it is not there */
};

/*
 * Open the device for us alone and check its ABI version. Without it, reason says why.
 * Alone: two that convert by turns would each measure conversions of nothing.
 */
void device_open(struct device *dev);
void device_close(struct device *dev);

static inline bool device_present(const struct device *dev)
{
	return dev->fd >= 0;
}

/* Every CPU has usable BBML2: live edits are legal, folded leaves split by themselves. */
static inline bool device_all_bbml2(const struct device *dev)
{
	return dev->info.cpus_bbml2 == dev->info.cpus_online;
}

static inline bool device_realm(const struct device *dev)
{
	return device_present(dev) && dev->info.flags & SPLITFOLD_INFO_REALM;
}

/* The map is folded where the kernel cannot split it: permissions must not be changed. */
bool device_folded(struct device *dev);
#define DEVICE_FOLDED_REASON	"the map is folded and this kernel cannot split it"

int device_info(struct device *dev, struct splitfold_info *info);
int device_census(struct device *dev, struct splitfold_census *census);
/*
 * May a change of single pages fail on this map? It has blocks and the kernel does not split
 * them; or there is no module that could tell.
 */
bool device_blocks_stay(struct device *dev);
/* reason says what is malformed, if anything is; that is no failure of the request. */
int device_verify(struct device *dev, struct splitfold_verify *verify);
int device_convert(struct device *dev, struct splitfold_convert *convert);
int device_setmem(struct device *dev, struct splitfold_setmem *setmem);
int device_pages(struct device *dev, struct splitfold_pages *pages);
int device_page(struct device *dev, struct splitfold_page *page);
int device_smc(struct device *dev, struct splitfold_smc *smc);
int device_shared(struct device *dev, struct splitfold_shared *shared);
int device_load(struct device *dev, struct splitfold_load *load);
int device_breach(struct device *dev, struct splitfold_breach *breach);
int device_plant(struct device *dev, struct splitfold_plant *plant);
/* reason says which page is wrong, if one is; that is no failure of the request. */
int device_pages_check(struct device *dev, struct splitfold_pages_check *check);

#endif /* SPLITFOLD_BENCH_DEVICE_H */
