/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * workloads.h - loads for the system, and single operations for drivers to time.
 *
 * Nothing here reads a clock or prints. Everything returns 0 (or what it made) on
 * success and -errno on failure.
 */
#ifndef SPLITFOLD_WORKLOADS_H
#define SPLITFOLD_WORKLOADS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Start path as a child times times over, one after the other, its output dropped.
 * -ECHILD: a child did not exit with status 0.
 */
int fork_exec(const char *path, char *const argv[], unsigned int times);

/* Write bytes into tmpfs pages, read all of them back. -EILSEQ: they differ. */
int churn(size_t bytes);

/* Memory whose every word is known, as a tmpfs file and as a mapping of it. */
#define CONTENTS_CHUNK_BYTES	65536

struct contents {
	int fd;
	char *map;
	size_t chunks;
	uint32_t *generation;	/* of each chunk: how often it was written */
};

/* bytes is a multiple of CONTENTS_CHUNK_BYTES. Writes all of it. */
int contents_create(struct contents *contents, size_t bytes);
/* Something new, by write(), that is by the linear map, or through the mapping. */
int contents_rewrite(struct contents *contents, size_t chunk, bool by_file);
/* Both ways. -EILSEQ: not what was written last. */
int contents_verify(const struct contents *contents, size_t chunk);
void contents_close(struct contents *contents);

/* The loopback device, made usable; and whether somebody listens there. */
int loopback_up(void);
int loopback_connect(unsigned int port);

/* -ENOENT: there is no such CPU, or it cannot be taken out. */
int cpu_set_online(unsigned int cpu, bool online);

/* Samples of all that runs on a CPU. */
struct perf_sampler {
	int fd;
	void *ring;
};

/* -ENODEV: the CPU is off line. */
int perf_sampler_open(struct perf_sampler *sampler, unsigned int cpu);
/* Take what has come. Returns the number of samples. */
unsigned int perf_sampler_read(struct perf_sampler *sampler);
void perf_sampler_close(struct perf_sampler *sampler);

/*
 * Memory as it is when a system has run for long: no free page but in holes, one here and
 * one there, and those among the pages of a file that is read.
 */
#define AGED_PIPES_MAX	256
#define AGED_PIPE_BYTES	(1u << 20)
#define AGED_KNOBS	2
#define AGED_KNOB_MAX	24

struct aged_memory {
	int file;		/* tmpfs, read by loads */
	int beside;		/* as large: shares with it each 2 MiB of memory */
	int rest;		/* all else */
	size_t bytes;		/* of file */
	size_t rest_bytes;
	unsigned int nr_pipes;
	int pipe[AGED_PIPES_MAX][2];
	char was[AGED_KNOBS][AGED_KNOB_MAX];	/* of the kernel's; put back at the end */
};

/* The two files. Nothing is scarce yet. aged_memory_close() also after an error. */
int aged_memory_create(struct aged_memory *aged, size_t bytes);
/* Take so much more of what is free. */
int aged_memory_fill(struct aged_memory *aged, size_t bytes);
/* The same for pages that the kernel cannot move, as it wants them for itself. */
int aged_memory_fill_unmovable(struct aged_memory *aged, size_t bytes);
/* Give back one page in so many of beside, in random order. Returns how many, or -errno. */
int aged_memory_punch(struct aged_memory *aged, unsigned int one_of, uint64_t seed);
void aged_memory_close(struct aged_memory *aged);

/* A module from a file, in and out. */
#define MODULE_NAME_MAX	56

struct module_file {
	int fd;
	char name[MODULE_NAME_MAX];
};

/* -ENOEXEC: the file does not say which module it is (compressed?). */
int module_open(struct module_file *module, const char *path);
int module_load(struct module_file *module);
int module_unload(struct module_file *module);
/*
 * The same code under another name, beside the first; -ENOEXEC also for a module that
 * exports symbols, which can be there but once.
 */
int module_load_copy(const struct module_file *from, const char *name);
int module_unload_copy(const char *name);
void module_close(struct module_file *module);

/* The smallest program there is, as a socket filter. Returns its fd. */
int bpf_load(void);
/* 1: compiled by the JIT, 0: interpreted. */
int bpf_is_jited(int prog_fd);

/* Memory that the kernel takes out of its linear map, page by page at first touch. */
struct secretmem {
	int fd;
	char *pages;
	size_t bytes;
};

/* What -EFAULT of a touch means on a map of blocks that the kernel does not split. */
#define SECRETMEM_REFUSED	"memfd_secret() is allowed, and the touch got SIGBUS: the map " \
				"has blocks that this kernel does not split"

int secretmem_create(struct secretmem *mem);
int secretmem_truncate(struct secretmem *mem, size_t bytes);
int secretmem_map(struct secretmem *mem);
/* SIGBUS ends the program, unless the thread watches: */
void secretmem_touch(struct secretmem *mem, size_t offset);
/* Between these two SIGBUS at a touch of this thread is noted, and an ordinary page put there. */
void secretmem_watch(void);
void secretmem_unwatch(void);
/* 0, or -EFAULT: since secretmem_watch() there was one. */
int secretmem_refused(void);
/* One page made, touched and given back: 0, -ENOSYS (there is none), -EFAULT (SIGBUS), -errno. */
int secretmem_probe(void);
int secretmem_unmap(struct secretmem *mem);
/* The pages go back into the linear map here. */
int secretmem_close(struct secretmem *mem);

#endif /* SPLITFOLD_WORKLOADS_H */
