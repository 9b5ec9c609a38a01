// SPDX-License-Identifier: GPL-2.0-only
/*
 * memfd_secret.c - secret memory, one step of its life a function: the kernel maps a
 * page out of the linear map when it is first touched and back in when it is freed.
 */
#include "workloads/workloads.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

int secretmem_create(struct secretmem *mem)
{
	*mem = (struct secretmem){ .fd = syscall(SYS_memfd_secret, O_CLOEXEC) };
	return mem->fd < 0 ? -errno : 0;
}

int secretmem_truncate(struct secretmem *mem, size_t bytes)
{
	mem->bytes = bytes;
	return ftruncate(mem->fd, bytes) ? -errno : 0;
}

int secretmem_map(struct secretmem *mem)
{
	mem->pages = mmap(NULL, mem->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, mem->fd, 0);
	return mem->pages == MAP_FAILED ? -errno : 0;
}

void secretmem_touch(struct secretmem *mem, size_t offset)
{
	*(volatile char *)(mem->pages + offset) = 1;
}

int secretmem_unmap(struct secretmem *mem)
{
	return munmap(mem->pages, mem->bytes) ? -errno : 0;
}

int secretmem_close(struct secretmem *mem)
{
	return close(mem->fd) ? -errno : 0;
}
