// SPDX-License-Identifier: GPL-2.0-only
/*
 * perf_sample.c - samples what a CPU does, by a timer interrupt of perf's: it comes in the
 * middle of whatever the kernel does, and writes to pages of the linear map.
 */
#include "workloads/workloads.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define RING_PAGES	8	/* a power of two */
#define SAMPLE_NS	500000

static size_t ring_bytes(void)
{
	return (1 + RING_PAGES) * sysconf(_SC_PAGESIZE);
}

int perf_sampler_open(struct perf_sampler *sampler, unsigned int cpu)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_SW_CPU_CLOCK,
		.sample_period = SAMPLE_NS,
		.sample_type = PERF_SAMPLE_IP | PERF_SAMPLE_TID | PERF_SAMPLE_CALLCHAIN,
	};
	int err;

	sampler->fd = syscall(SYS_perf_event_open, &attr, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC);
	if (sampler->fd < 0)
		return -errno;
	sampler->ring = mmap(NULL, ring_bytes(), PROT_READ | PROT_WRITE, MAP_SHARED, sampler->fd,
			     0);
	if (sampler->ring != MAP_FAILED)
		return 0;
	err = -errno;
	close(sampler->fd);
	return err;
}

/* Ring offsets run on for ever; a record may go round the end, its header never does. */
unsigned int perf_sampler_read(struct perf_sampler *sampler)
{
	struct perf_event_mmap_page *page = sampler->ring;
	const char *data = (const char *)page + page->data_offset;
	uint64_t head = __atomic_load_n(&page->data_head, __ATOMIC_ACQUIRE);
	uint64_t tail = page->data_tail;
	unsigned int samples = 0;

	while (tail < head) {
		const struct perf_event_header *header =
			(const void *)(data + tail % page->data_size);

		samples += header->type == PERF_RECORD_SAMPLE;
		if (!header->size)
			break;
		tail += header->size;
	}
	/* The kernel may write over what lies before tail: all reads come first. */
	__atomic_store_n(&page->data_tail, tail, __ATOMIC_RELEASE);
	return samples;
}

void perf_sampler_close(struct perf_sampler *sampler)
{
	munmap(sampler->ring, ring_bytes());
	close(sampler->fd);
}
