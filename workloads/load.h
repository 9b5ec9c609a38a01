/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load.h - loads that are measured while they run: each begins, does so many operations,
 * ends. The same seed gives the same operations; nothing here reads a clock or prints.
 *
 * To add one: a file with one struct load, its declaration here, its row in bench/load.c.
 */
#ifndef SPLITFOLD_LOAD_H
#define SPLITFOLD_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct device;

/* What a load may use; it belongs to the caller and stays the same from load to load. */
struct load_args {
	uint64_t seed;
	int file;		/* a tmpfs file, all of its pages there */
	size_t file_bytes;
	const char *module;	/* a module to load and unload */
	struct device *dev;	/* /dev/splitfold, if it is there */
};

struct load {
	const char *name;
	const char *summary;
	unsigned int ops;		/* that make a region worth measuring */
	bool permissions;		/* has the kernel change permissions of its memory */
	/* Each returns 0 or -errno. begin makes *state, which end frees. */
	int (*begin)(const struct load_args *args, void **state);
	int (*step)(void *state, unsigned int ops);
	void (*end)(void *state);
};

extern const struct load load_pread_64;
extern const struct load load_pread_4k;
extern const struct load load_read_seq;
extern const struct load load_copy;
extern const struct load load_pipe;
extern const struct load load_tcp;
extern const struct load load_fork_exec;
extern const struct load load_secret;
extern const struct load load_bpf;
extern const struct load load_module;
extern const struct load load_user;

/* A tmpfs file with bytes, all pages written. Returns its fd or -errno. */
int page_cache_create(size_t bytes);

#endif /* SPLITFOLD_LOAD_H */
