// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_abi.c - what /dev/splitfold must refuse, and how.
 *
 * The requests go past device.c: here the errno itself is what is tested.
 */
#include "bench/bench.h"
#include "bench/check.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY		65534
#define UNMAPPED	((void *)16)	/* below mmap_min_addr */

static int drop_rawio(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];

	if (syscall(SYS_capget, &header, data))
		return -errno;
	data[CAP_TO_INDEX(CAP_SYS_RAWIO)].effective &= ~CAP_TO_MASK(CAP_SYS_RAWIO);
	return syscall(SYS_capset, &header, data) ? -errno : 0;
}

static int drop_user(void)
{
	return setuid(NOBODY) ? -errno : 0;
}

/* The errno of opening the device in a child that called drop first; 0: it could. */
static int open_after(int (*drop)(void))
{
	pid_t pid = fork();
	int status;

	if (pid < 0)
		return errno;
	if (!pid) {
		if (drop())
			_exit(EIO);
		_exit(open(SPLITFOLD_DEVICE, O_RDWR | O_CLOEXEC) < 0 ? errno : 0);
	}
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return EIO;
	return WEXITSTATUS(status);
}

static void check_errno(struct tap *tap, int want, int got, const char *what)
{
	char why[128];

	snprintf(why, sizeof(why), "expected %s, got %s", strerror(want),
		 got ? strerror(got) : "success");
	tap_test(tap, want == got, why, "%s: %s", what, strerror(want));
}

static void check_open(struct tap *tap)
{
	check_errno(tap, EPERM, open_after(drop_rawio), "open by root without CAP_SYS_RAWIO");
	check_errno(tap, EACCES, open_after(drop_user), "open by another user");
}

static int request(struct device *dev, unsigned long cmd, void *arg)
{
	return ioctl(dev->fd, cmd, arg) ? errno : 0;
}

/* As request(), for a mapping. */
static int map_errno(struct device *dev, size_t bytes, int flags, off_t offset)
{
	void *at = mmap(NULL, bytes, PROT_READ, flags, dev->fd, offset);

	if (at == MAP_FAILED)
		return errno;
	munmap(at, bytes);
	return 0;
}

static void check_requests(struct tap *tap, struct device *dev)
{
	char large[4096] = { 0 };

	check_errno(tap, ENOTTY, request(dev, _IO('S', 0x7f), NULL), "unknown request");
	check_errno(tap, ENOTTY, request(dev, _IOWR('S', 0x04, char[4096]), large),
		    "CONVERT with a struct of another size");
	check_errno(tap, EFAULT, request(dev, SPLITFOLD_IOC_INFO, UNMAPPED), "INFO to nowhere");
	check_errno(tap, EFAULT, request(dev, SPLITFOLD_IOC_CONVERT, UNMAPPED),
		    "CONVERT from nowhere");
}

/* As check_errno(), for requests that have to say why. */
static void check_refused(struct tap *tap, int want, int got, const char *reason, const char *what)
{
	check_errno(tap, want, got, what);
	tap_test(tap, reason[0], "the reason is empty", "%s: says why: %.*s", what,
		 SPLITFOLD_REASON_MAX, reason);
}

static void check_converts(struct tap *tap, struct device *dev)
{
	const __u64 start = dev->info.lmap_start, page = dev->info.page_bytes;
	const struct {
		const char *what;
		struct splitfold_convert req;
	} bad[] = {
		{ "CONVERT from an unaligned start", { .start = start + 1, .end = start + page } },
		{ "CONVERT to an unaligned end", { .start = start, .end = start + page + 8 } },
		{ "CONVERT of an empty range", { .start = start + page, .end = start + page } },
		{ "CONVERT backwards", { .start = start + 2 * page, .end = start + page } },
		{ "CONVERT below the linear map", { .start = page, .end = 2 * page } },
		{ "CONVERT beyond the linear map",
		  { .start = start, .end = dev->info.lmap_end + page } },
		{ "CONVERT by an unknown strategy", { .strategy = SPLITFOLD_NR_STRATEGIES } },
		{ "CONVERT by an unknown method", { .method = SPLITFOLD_NR_METHODS } },
		{ "CONVERT by an unknown hold", { .hold = SPLITFOLD_NR_HOLDS } },
		{ "CONVERT with unknown flags", { .flags = 1u << 31 } },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		struct splitfold_convert req = bad[i].req;
		int err = request(dev, SPLITFOLD_IOC_CONVERT, &req);

		check_refused(tap, EINVAL, err, req.reason, bad[i].what);
	}
}

static void check_unsafe(struct tap *tap, struct device *dev)
{
	static const struct {
		const char *what;
		struct splitfold_convert req;
	} unsafe[] = {
		{ "CONVERT unsafely", { .flags = SPLITFOLD_CONVERT_UNSAFE } },
		{ "CONVERT wrongly", { .flags = SPLITFOLD_CONVERT_WRONG } },
		{ "CONVERT without fix-up", { .flags = SPLITFOLD_CONVERT_NO_FIXUP } },
		{ "CONVERT with a step that fails", { .fail_nth = 1 } },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(unsafe); i++) {
		struct splitfold_convert req = unsafe[i].req;
		int err;

		if (dev->info.flags & SPLITFOLD_INFO_UNSAFE_OK) {
			tap_skip(tap, "the module was loaded with allow_unsafe=1", "%s",
				 unsafe[i].what);
			continue;
		}
		err = request(dev, SPLITFOLD_IOC_CONVERT, &req);
		check_refused(tap, EPERM, err, req.reason, unsafe[i].what);
	}
}

/* What is no breach is refused for that where breaches are allowed, else for all. */
static void check_breaches(struct tap *tap, struct device *dev)
{
	const int wrong = dev->info.flags & SPLITFOLD_INFO_UNSAFE_OK ? EINVAL : EPERM;
	struct splitfold_breach unknown = { .kind = SPLITFOLD_NR_BREACHES }, odd = { .right = 2 };
	struct splitfold_breach first = { 0 };
	int err;

	err = request(dev, SPLITFOLD_IOC_BREACH, &unknown);
	check_refused(tap, wrong, err, unknown.reason, "BREACH of an unknown kind");
	err = request(dev, SPLITFOLD_IOC_BREACH, &odd);
	check_refused(tap, wrong, err, odd.reason, "BREACH neither right nor wrong");
	if (wrong == EINVAL)
		return;
	err = request(dev, SPLITFOLD_IOC_BREACH, &first);
	check_refused(tap, EPERM, err, first.reason, "BREACH without allow_unsafe=1");
}

static void check_setmems(struct tap *tap, struct device *dev)
{
	__u64 samples[2];
	const __u64 to = (__u64)(unsigned long)samples;
	const struct {
		const char *what;
		struct splitfold_setmem req;
	} bad[] = {
		{ "SETMEM of no pages", { .pages = 0, .nr_regions = 1, .rounds = 1 } },
		{ "SETMEM of 3 pages", { .pages = 3, .nr_regions = 1, .rounds = 1 } },
		{ "SETMEM of 1024 pages", { .pages = 1024, .nr_regions = 1, .rounds = 1 } },
		{ "SETMEM of no regions", { .pages = 1, .nr_regions = 0, .rounds = 1 } },
		{ "SETMEM of 4097 regions", { .pages = 1, .nr_regions = 4097, .rounds = 1 } },
		{ "SETMEM in no rounds", { .pages = 1, .nr_regions = 1, .rounds = 0 } },
		{ "SETMEM in 65537 rounds", { .pages = 1, .nr_regions = 1, .rounds = 65537 } },
		{ "SETMEM by an unknown operation",
		  { .op = SPLITFOLD_NR_SETMEM_OPS, .pages = 1, .nr_regions = 1, .rounds = 1 } },
	};
	struct splitfold_setmem nowhere = {
		.pages = 1,
		.nr_regions = 1,
		.rounds = 1,
		.samples = (__u64)(unsigned long)UNMAPPED,
	};
	size_t i;
	int err;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		struct splitfold_setmem req = bad[i].req;

		req.samples = to;
		err = request(dev, SPLITFOLD_IOC_SETMEM, &req);
		check_refused(tap, EINVAL, err, req.reason, bad[i].what);
	}
	err = request(dev, SPLITFOLD_IOC_SETMEM, &nowhere);
	check_refused(tap, EFAULT, err, nowhere.reason, "SETMEM to samples nowhere");
}

static void check_verifies(struct tap *tap, struct device *dev)
{
	struct splitfold_verify unaligned = {
		.start = dev->info.lmap_start + 1,
		.end = dev->info.lmap_end,
	};
	struct splitfold_verify outside = { .start = 4096, .end = 8192 };
	int err;

	err = request(dev, SPLITFOLD_IOC_VERIFY, &unaligned);
	check_refused(tap, EINVAL, err, unaligned.reason, "VERIFY of an unaligned range");
	err = request(dev, SPLITFOLD_IOC_VERIFY, &outside);
	check_refused(tap, EINVAL, err, outside.reason, "VERIFY outside the linear map");
}

/* Known pages, before this open file has any. */
static void check_no_pages(struct tap *tap, struct device *dev)
{
	struct splitfold_pages none = { .nr = 0 }, many = { .nr = 4097 };
	struct splitfold_pages_check check = { 0 };
	struct splitfold_page page = { 0 };
	int err;

	err = request(dev, SPLITFOLD_IOC_PAGES, &none);
	check_refused(tap, EINVAL, err, none.reason, "PAGES: none");
	err = request(dev, SPLITFOLD_IOC_PAGES, &many);
	check_refused(tap, EINVAL, err, many.reason, "PAGES: 4097");
	err = request(dev, SPLITFOLD_IOC_PAGE, &page);
	check_refused(tap, ENXIO, err, page.reason, "PAGE before PAGES");
	err = request(dev, SPLITFOLD_IOC_PAGES_CHECK, &check);
	check_refused(tap, ENXIO, err, check.reason, "PAGES_CHECK before PAGES");
}

static void check_pages(struct tap *tap, struct device *dev)
{
	struct splitfold_page beyond = { .index = 1 }, unknown = { .state = ~0u };
	struct splitfold_pages pages = { .nr = 1 };
	int err;

	check_no_pages(tap, dev);
	err = request(dev, SPLITFOLD_IOC_PAGES, &pages);
	tap_test(tap, !err, pages.reason, "PAGES: one");
	if (err)
		return;
	err = request(dev, SPLITFOLD_IOC_PAGES, &pages);
	check_refused(tap, EEXIST, err, pages.reason, "PAGES again");
	err = request(dev, SPLITFOLD_IOC_PAGE, &beyond);
	check_refused(tap, ENXIO, err, beyond.reason, "PAGE that is not there");
	err = request(dev, SPLITFOLD_IOC_PAGE, &unknown);
	check_refused(tap, EINVAL, err, unknown.reason, "PAGE to an unknown state");
}

/* The shared buffer; outside a realm there is none to be had. */
static void check_shared(struct tap *tap, struct device *dev)
{
	static const struct {
		const char *what;
		struct splitfold_shared req;
	} bad[] = {
		{ "SHARED: no pages", { .pages = 0 } },
		{ "SHARED: 3 pages", { .pages = 3 } },
		{ "SHARED: 1024 pages", { .pages = 1024 } },
		{ "SHARED: neither yes nor no", { .pages = 1, .shared = 2 } },
	};
	struct splitfold_shared one = { .pages = 1 }, two = { .pages = 2 };
	const size_t page = dev->info.page_bytes;
	size_t i;
	int err;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		struct splitfold_shared req = bad[i].req;

		err = request(dev, SPLITFOLD_IOC_SHARED, &req);
		check_refused(tap, EINVAL, err, req.reason, bad[i].what);
	}
	check_errno(tap, EINVAL, map_errno(dev, page, MAP_SHARED, 0), "mmap before SHARED");
	err = request(dev, SPLITFOLD_IOC_SHARED, &one);
	if (!device_realm(dev)) {
		check_refused(tap, EOPNOTSUPP, err, one.reason, "SHARED outside a realm");
		return;
	}
	tap_test(tap, !err, one.reason, "SHARED: a private page");
	err = request(dev, SPLITFOLD_IOC_SHARED, &two);
	check_refused(tap, EINVAL, err, two.reason, "SHARED: another number of pages");
	check_errno(tap, 0, map_errno(dev, page, MAP_SHARED, 0), "mmap of the page");
	check_errno(tap, ENXIO, map_errno(dev, 2 * page, MAP_SHARED, 0), "mmap of more than it");
	check_errno(tap, ENXIO, map_errno(dev, page, MAP_SHARED, page), "mmap of the next page");
	check_errno(tap, EINVAL, map_errno(dev, page, MAP_PRIVATE, 0), "mmap of a copy");
}

static void check_loads(struct tap *tap, struct device *dev)
{
	static const struct {
		const char *what;
		struct splitfold_load req;
	} bad[] = {
		{ "LOAD of an unknown kind", { .kind = SPLITFOLD_NR_LOADS, .nr = 2 } },
		{ "LOAD: a chase through one page", { .kind = SPLITFOLD_LOAD_CHASE, .nr = 1 } },
		{ "LOAD: a chase through too many",
		  { .kind = SPLITFOLD_LOAD_CHASE, .nr = 1048577 } },
		{ "LOAD: no objects", { .kind = SPLITFOLD_LOAD_SLAB, .nr = 0 } },
		{ "LOAD: a chase before it begins", { .kind = SPLITFOLD_LOAD_CHASE, .ops = 1 } },
		{ "LOAD: objects before it begins", { .kind = SPLITFOLD_LOAD_SLAB, .ops = 1 } },
	};
	struct splitfold_load req;
	size_t i;
	int err;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		req = bad[i].req;
		err = request(dev, SPLITFOLD_IOC_LOAD, &req);
		check_refused(tap, EINVAL, err, req.reason, bad[i].what);
	}
	for (i = 0; i < SPLITFOLD_NR_LOADS; i++) {
		req = (struct splitfold_load){ .kind = i, .nr = 100, .seed = 1 };
		err = request(dev, SPLITFOLD_IOC_LOAD, &req);
		tap_test(tap, !err, req.reason, "LOAD %zu begins", i);
		req.ops = 100000;
		err = request(dev, SPLITFOLD_IOC_LOAD, &req);
		tap_test(tap, !err, req.reason, "LOAD %zu goes on", i);
	}
}

void check_abi(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	struct splitfold_info after;

	(void)opt;
	tap_test(tap, device_present(dev), dev->reason, "%s is there", SPLITFOLD_DEVICE);
	if (!device_present(dev))
		return;
	check_open(tap);
	check_requests(tap, dev);
	check_verifies(tap, dev);
	check_converts(tap, dev);
	check_unsafe(tap, dev);
	check_breaches(tap, dev);
	check_setmems(tap, dev);
	check_pages(tap, dev);
	check_shared(tap, dev);
	check_loads(tap, dev);
	tap_test(tap, !device_info(dev, &after) && after.conversions == dev->info.conversions, "",
		 "no bad request converted anything");
}
