// SPDX-License-Identifier: GPL-2.0-only
/*
 * decay_kind.c - the kinds of what takes blocks apart, more and more of each.
 *
 * What user space can have of the kernel it gets as anybody does, and keeps. Changes of
 * vmalloc memory are the module's (SPLITFOLD_IOC_SETMEM), each undone before the next.
 */
#include "bench/decay.h"

#include "bench/setmem.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int held_fail(struct decay_held *held, int err, const char *what)
{
	snprintf(held->reason, sizeof(held->reason), "%s: %s", what, strerror(-err));
	return err;
}

static void copy_name(unsigned int i, char name[MODULE_NAME_MAX])
{
	snprintf(name, MODULE_NAME_MAX, "splitfold_copy_%u", i);
}

static int module_begin(struct decay_held *held)
{
	int err = module_open(&held->module, held->run->opt->module);

	return err ? held_fail(held, err, held->run->opt->module) : 0;
}

static int module_grow(struct decay_held *held, unsigned int from, unsigned int to)
{
	char name[MODULE_NAME_MAX];
	int err;

	for (held->modules = from; held->modules < to; held->modules++) {
		copy_name(held->modules, name);
		err = module_load_copy(&held->module, name);
		if (err)
			return held_fail(held, err, held->run->opt->module);
	}
	return 0;
}

static int module_release(struct decay_held *held)
{
	char name[MODULE_NAME_MAX];
	int err = 0;

	while (held->modules && !err) {
		copy_name(held->modules - 1, name);
		err = module_unload_copy(name);
		if (!err)
			held->modules--;
	}
	if (held->module.fd >= 0)
		module_close(&held->module);
	return err ? held_fail(held, err, name) : 0;
}

static int bpf_begin(struct decay_held *held)
{
	return setmem_bpf_missing(&held->run->dev, held->reason, sizeof(held->reason)) ?
	       -EOPNOTSUPP : 0;
}

static int bpf_grow(struct decay_held *held, unsigned int from, unsigned int to)
{
	for (held->programs = from; held->programs < to; held->programs++) {
		int fd = bpf_load();

		if (fd < 0)
			return held_fail(held, fd, "BPF_PROG_LOAD");
		held->program[held->programs] = fd;
	}
	return 0;
}

static int bpf_release(struct decay_held *held)
{
	while (held->programs)
		close(held->program[--held->programs]);
	return 0;
}

#define SECRET_MOST	1024u

static int secret_begin(struct decay_held *held)
{
	const size_t page = held->run->dev.info.page_bytes;
	int err;

	if (setmem_secretmem_missing(&held->run->dev, held->reason, sizeof(held->reason)))
		return -EOPNOTSUPP;
	err = secretmem_create(&held->secret);
	if (err)
		return held_fail(held, err, "memfd_secret");
	err = secretmem_truncate(&held->secret, SECRET_MOST * page);
	if (!err)
		err = secretmem_map(&held->secret);
	if (err) {
		secretmem_close(&held->secret);
		return held_fail(held, err, "memfd_secret");
	}
	held->has_secret = true;
	return 0;
}

static int secret_grow(struct decay_held *held, unsigned int from, unsigned int to)
{
	int err;

	secretmem_watch();
	for (; from < to; from++)
		secretmem_touch(&held->secret, (size_t)from * held->run->dev.info.page_bytes);
	err = secretmem_refused();
	secretmem_unwatch();
	if (err)
		snprintf(held->reason, sizeof(held->reason), SECRETMEM_REFUSED);
	return err;
}

static int secret_release(struct decay_held *held)
{
	int err = 0;

	if (held->has_secret) {
		err = secretmem_unmap(&held->secret);
		if (!err)
			err = secretmem_close(&held->secret);
	}
	held->has_secret = false;
	return err ? held_fail(held, err, "memfd_secret") : 0;
}

static int vmalloc_grow(struct decay_held *held, unsigned int from, unsigned int to)
{
	uint64_t *samples = calloc(to, 2 * sizeof(*samples));
	struct splitfold_setmem req = {
		.op = SPLITFOLD_SETMEM_RO,
		.pages = 1,
		.nr_regions = to,
		.rounds = 1,
		.samples = (uintptr_t)samples,
	};
	int err;

	(void)from;
	if (!samples)
		return held_fail(held, -ENOMEM, "samples");
	err = device_setmem(&held->run->dev, &req);
	memcpy(held->reason, req.reason, sizeof(req.reason));
	free(samples);
	return err;
}

static int share_begin(struct decay_held *held)
{
	if (device_realm(&held->run->dev))
		return 0;
	snprintf(held->reason, sizeof(held->reason), "not a realm: nothing can be shared");
	return -EOPNOTSUPP;
}

static int share_grow(struct decay_held *held, unsigned int from, unsigned int to)
{
	for (held->shared = from; held->shared < to;) {
		struct sharing *sharing = &held->buffer[held->shared];
		int err = sharing_open(sharing, 1, held->run->dev.info.page_bytes);

		if (!err) {
			held->shared++;
			err = sharing_set(sharing, true);
		}
		if (err) {
			memcpy(held->reason, sharing->reason, sizeof(sharing->reason));
			return err;
		}
	}
	return 0;
}

static int share_release(struct decay_held *held)
{
	while (held->shared)
		sharing_close(&held->buffer[--held->shared]);
	return 0;
}

const struct decay_kind decay_kinds[] = {
	{ "module", 64, module_begin, module_grow, module_release },
	{ "bpf", DECAY_BPF_MAX, bpf_begin, bpf_grow, bpf_release },
	{ "secretmem", SECRET_MOST, secret_begin, secret_grow, secret_release },
	{ "vmalloc", 1024, NULL, vmalloc_grow, NULL },
	{ "share", DECAY_SHARED_MAX, share_begin, share_grow, share_release },
	{ .name = NULL },
};
