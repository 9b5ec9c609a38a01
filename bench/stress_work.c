// SPDX-License-Identifier: GPL-2.0-only
/*
 * stress_work.c - what goes on beside the conversions: one row of the table a process.
 */
#include "bench/sharing.h"
#include "bench/stress.h"
#include "workloads/workloads.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SECRET_PAGES	64
#define CHURN_BYTES	(8u << 20)
#define CPUS_MAX	64
#define SAMPLER_READS	100	/* between opening samplers anew */

/*
 * Known pages: a random one is changed and, mostly, changed back at once: where all are
 * read-write a conversion goes over them, and a change in the middle of it may be lost.
 */

#define STAYS_CHANGED	4	/* one in so many */

static int page_set(struct job *job, uint32_t index, enum splitfold_page_state state)
{
	struct splitfold_page req = { .index = index, .state = state };
	int err = device_page(&job->stress->dev, &req);

	return err ? job_why(job, err, "%s", req.reason) : 0;
}

static int page_toggle(struct job *job, enum splitfold_page_state state)
{
	uint32_t index = rng_below(&job->rng, job->stress->opt->pages);
	int err = page_set(job, index, state);

	if (err || !rng_below(&job->rng, STAYS_CHANGED))
		return err;
	usleep(rng_below(&job->rng, job->work->pause_us));
	return page_set(job, index, SPLITFOLD_PAGE_RW);
}

static int ro_begin(struct job *job)
{
	if (job->stress->dev.info.flags & SPLITFOLD_INFO_RODATA_FULL)
		return 0;
	return job_why(job, -EOPNOTSUPP, "set_memory_ro() leaves the linear map alone here");
}

static int ro_step(struct job *job)
{
	return page_toggle(job, SPLITFOLD_PAGE_RO);
}

static int invalid_begin(struct job *job)
{
	if (job->stress->dev.info.flags & SPLITFOLD_INFO_CAN_SET_DIRECT)
		return 0;
	return job_why(job, -EOPNOTSUPP, "can_set_direct_map() is false here");
}

static int invalid_step(struct job *job)
{
	return page_toggle(job, SPLITFOLD_PAGE_INVALID);
}

static int either_begin(struct job *job)
{
	int err = ro_begin(job);

	return err ? err : invalid_begin(job);
}

static int either_step(struct job *job)
{
	return page_toggle(job, rng_below(&job->rng, 2) ? SPLITFOLD_PAGE_RO :
							  SPLITFOLD_PAGE_INVALID);
}

static int share_begin(struct job *job)
{
	if (device_realm(&job->stress->dev))
		return 0;
	return job_why(job, -EOPNOTSUPP, "not a realm: nothing can be shared");
}

static int share_step(struct job *job)
{
	return page_toggle(job, SPLITFOLD_PAGE_SHARED);
}

/*
 * A buffer of one to 512 pages, shared and taken back, mapped by both of its addresses. A
 * folded map that the kernel cannot split is waited for.
 */
static int buffer_step(struct job *job)
{
	unsigned int pages = 1u << rng_below(&job->rng, 10);
	struct sharing sharing;
	int err = sharing_open(&sharing, pages, job->stress->dev.info.page_bytes);

	if (err)
		return job_why(job, err, "%s", sharing.reason);
	while ((err = sharing_try(&sharing)) == -EBUSY && !job->stress->stop)
		usleep(1000);
	if (err && err != -EBUSY)
		job_why(job, err, "%u pages: %s", pages, sharing.reason);
	sharing_close(&sharing);
	return err == -EBUSY ? 0 : err;
}

/* Modules, BPF, secret memory, processes, churn. */

static struct module_file module;

static int module_begin(struct job *job)
{
	int err = module_open(&module, job->stress->opt->module);

	if (err == -ENOENT)
		return job_why(job, -EOPNOTSUPP, "there is no %s", job->stress->opt->module);
	return err;
}

static int module_step(struct job *job)
{
	int err = module_load(&module);

	(void)job;
	return err ? err : module_unload(&module);
}

static int bpf_begin(struct job *job)
{
	int fd = bpf_load();

	if (fd == -ENOSYS)
		return job_why(job, -EOPNOTSUPP, "no BPF in this kernel");
	return fd < 0 ? fd : close(fd);
}

static int bpf_step(struct job *job)
{
	int fd = bpf_load();

	(void)job;
	return fd < 0 ? fd : close(fd);
}

static int secretmem_begin(struct job *job)
{
	int err = secretmem_probe();

	if (err == -ENOSYS)
		return job_why(job, -EOPNOTSUPP, "no secret memory, or it is off");
	if (err == -EFAULT && device_blocks_stay(&job->stress->dev))
		return job_why(job, -EOPNOTSUPP, SECRETMEM_REFUSED);
	return err;
}

static int secretmem_use(struct secretmem *mem, size_t page)
{
	size_t i;
	int err;

	secretmem_watch();
	for (i = 0; i < SECRET_PAGES; i++)
		secretmem_touch(mem, i * page);
	err = secretmem_refused();
	secretmem_unwatch();
	if (err)
		return err;
	for (i = 0; i < SECRET_PAGES; i++)
		if (mem->pages[i * page] != 1)
			return -EILSEQ;
	return secretmem_unmap(mem);
}

static int secretmem_step(struct job *job)
{
	size_t page = job->stress->dev.info.page_bytes;
	struct secretmem mem;
	int err = secretmem_create(&mem);

	if (err)
		return err;
	err = secretmem_truncate(&mem, SECRET_PAGES * page);
	if (!err)
		err = secretmem_map(&mem);
	if (!err)
		err = secretmem_use(&mem, page);
	secretmem_close(&mem);
	return err;
}

static int nothing_begin(struct job *job)
{
	(void)job;
	return 0;
}

static int processes_step(struct job *job)
{
	static char *const argv[] = { "splitfold-bench", "list", NULL };

	(void)job;
	return fork_exec("/proc/self/exe", argv, 1);
}

static int churn_step(struct job *job)
{
	(void)job;
	return churn(CHURN_BYTES);
}

/* Memory whose content is known: some of it verified and rewritten, at the end all. */

static struct contents contents;

static int contents_begin(struct job *job)
{
	return contents_create(&contents, (size_t)job->stress->opt->contents_mib << 20);
}

static int contents_look(struct job *job, size_t chunk)
{
	int err = contents_verify(&contents, chunk);

	if (err == -EILSEQ)
		return job_why(job, err, "the 64 KiB at %zu KiB are not what was written",
			       chunk * (CONTENTS_CHUNK_BYTES >> 10));
	return err;
}

static int contents_step(struct job *job)
{
	size_t chunk = rng_below(&job->rng, contents.chunks);
	int err = contents_look(job, chunk);

	return err ? err : contents_rewrite(&contents, chunk, rng_below(&job->rng, 2));
}

static int contents_end(struct job *job)
{
	size_t chunk;
	int err = 0;

	for (chunk = 0; chunk < contents.chunks && !err; chunk++) {
		err = contents_look(job, chunk);
		job->steps++;
	}
	contents_close(&contents);
	return err;
}

/* CPUs but the first go off line and on again. */

static unsigned int cpus;

static int hotplug_begin(struct job *job)
{
	cpus = sysconf(_SC_NPROCESSORS_CONF);
	if (cpus < 2)
		return job_why(job, -EOPNOTSUPP, "there is one CPU only");
	if (cpu_set_online(1, true) == -ENOENT)
		return job_why(job, -EOPNOTSUPP, "CPUs cannot be taken off line here");
	return 0;
}

static int hotplug_step(struct job *job)
{
	unsigned int cpu = 1 + rng_below(&job->rng, cpus - 1);
	int err = cpu_set_online(cpu, false);

	if (!err) {
		usleep(rng_below(&job->rng, 20000));
		err = cpu_set_online(cpu, true);
	}
	return err ? job_why(job, err, "CPU %u: %s", cpu, strerror(-err)) : 0;
}

/* perf samples all CPUs; one that was off line is taken up again when its turn comes. */

static struct perf_sampler samplers[CPUS_MAX];
static bool sampled[CPUS_MAX];
static unsigned int sampler_reads;
static uint64_t samples;

static int samplers_open(struct job *job)
{
	unsigned int cpu, nr = 0;
	int err = 0;

	for (cpu = 0; cpu < cpus; cpu++) {
		err = perf_sampler_open(&samplers[cpu], cpu);
		sampled[cpu] = !err;
		nr += !err;
		if (err && err != -ENODEV)
			return job_why(job, err, "CPU %u: %s", cpu, strerror(-err));
	}
	return nr ? 0 : err;
}

static void samplers_close(void)
{
	unsigned int cpu;

	for (cpu = 0; cpu < cpus; cpu++) {
		if (sampled[cpu])
			perf_sampler_close(&samplers[cpu]);
		sampled[cpu] = false;
	}
}

static int samplers_begin(struct job *job)
{
	int err;

	cpus = sysconf(_SC_NPROCESSORS_CONF);
	if (cpus > CPUS_MAX)
		cpus = CPUS_MAX;
	err = samplers_open(job);
	if (err == -ENOSYS || err == -ENOENT)
		return job_why(job, -EOPNOTSUPP, "no perf events in this kernel");
	return err;
}

static int samplers_step(struct job *job)
{
	unsigned int cpu;

	for (cpu = 0; cpu < cpus; cpu++)
		if (sampled[cpu])
			samples += perf_sampler_read(&samplers[cpu]);
	if (++sampler_reads % SAMPLER_READS)
		return 0;
	samplers_close();
	return samplers_open(job);
}

static int samplers_end(struct job *job)
{
	samplers_close();
	return samples ? 0 : job_why(job, -ENODATA, "no sample came");
}

const struct work works[] = {
	{ "set_memory_ro/rw", "known pages changed", 500, ro_begin, ro_step, NULL },
	{ "set_direct_map", "known pages changed", 500, invalid_begin, invalid_step, NULL },
	{ "either", "known pages changed", 500, either_begin, either_step, NULL },
	{ "sharing", "known pages changed", 500, share_begin, share_step, NULL },
	{ "shared buffers", "shared and taken back", 5000, share_begin, buffer_step, NULL },
	{ "modules", "loaded and removed", 20000, module_begin, module_step, NULL },
	{ "BPF programs", "loaded and closed", 5000, bpf_begin, bpf_step, NULL },
	{ "secret memory", "times 64 pages", 5000, secretmem_begin, secretmem_step, NULL },
	{ "processes", "come and gone", 5000, nothing_begin, processes_step, NULL },
	{ "churn", "times 8 MiB", 5000, nothing_begin, churn_step, NULL },
	{ "contents", "times 64 KiB intact", 1000, contents_begin, contents_step, contents_end },
	{ "CPU hotplug", "CPUs off and on line", 50000, hotplug_begin, hotplug_step, NULL },
	{ "perf", "times samples read", 10000, samplers_begin, samplers_step, samplers_end },
	{ .name = NULL },
};
