// SPDX-License-Identifier: GPL-2.0-only
/*
 * memfd_secret.c - secret memory, one step of its life a function: the kernel maps a
 * page out of the linear map when it is first touched and back in when it is freed.
 *
 * memfd_secret() is allowed where can_set_direct_map() says so, and that may be wrong: a realm's
 * kernel with rodata=off has blocks that it cannot split. secretmem_fault() then cannot take
 * the page out, and the touch gets SIGBUS. A thread that watches for that goes on: the handler
 * puts an ordinary page where the access failed, so that a loop of touches needs nothing
 * around each of them.
 */
#include "workloads/workloads.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread volatile sig_atomic_t watching, refused;

static void on_bus(int sig, siginfo_t *info, void *context)
{
	const uintptr_t page = sysconf(_SC_PAGESIZE);
	void *at = (void *)((uintptr_t)info->si_addr & -page);

	(void)context;
	/* Not ours: the same access again, and no handler. */
	if (!watching || info->si_code != BUS_ADRERR ||
	    mmap(at, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
		 0) == MAP_FAILED)
		signal(sig, SIG_DFL);
	else
		refused++;
}

void secretmem_watch(void)
{
	const struct sigaction action = { .sa_sigaction = on_bus, .sa_flags = SA_SIGINFO };

	sigaction(SIGBUS, &action, NULL);
	refused = 0;
	watching = true;
}

int secretmem_refused(void)
{
	return refused ? -EFAULT : 0;
}

void secretmem_unwatch(void)
{
	watching = false;
}

int secretmem_probe(void)
{
	const size_t page = sysconf(_SC_PAGESIZE);
	struct secretmem mem;
	int err = secretmem_create(&mem);

	if (err)
		return err;
	err = secretmem_truncate(&mem, page);
	if (!err)
		err = secretmem_map(&mem);
	if (!err) {
		secretmem_watch();
		secretmem_touch(&mem, 0);
		err = secretmem_refused();
		secretmem_unwatch();
		secretmem_unmap(&mem);
	}
	secretmem_close(&mem);
	return err;
}

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
