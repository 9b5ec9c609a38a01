// SPDX-License-Identifier: GPL-2.0-only
/*
 * module_load.c - loads a module from a file and removes it: text made read-only and
 * executable, data protected, and all of it undone, in the linear map too.
 */
#define _GNU_SOURCE
#include "workloads/workloads.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* modinfo strings are NUL-terminated and follow one another. */
static const char MODULE_NAME_KEY[] = "\0name=";

static int module_name(struct module_file *module, const char *image, size_t bytes)
{
	const size_t key = sizeof(MODULE_NAME_KEY) - 1;
	const char *name = memmem(image, bytes, MODULE_NAME_KEY, key);
	size_t len;

	if (!name)
		return -ENOEXEC;
	name += key;
	len = strnlen(name, image + bytes - name);
	if (!len || len >= sizeof(module->name))
		return -ENOEXEC;
	memcpy(module->name, name, len);
	module->name[len] = '\0';
	return 0;
}

int module_open(struct module_file *module, const char *path)
{
	struct stat st;
	void *image;
	int err;

	module->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (module->fd < 0)
		return -errno;
	err = fstat(module->fd, &st) ? -errno : 0;
	if (err)
		goto out_close;
	image = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, module->fd, 0);
	if (image == MAP_FAILED) {
		err = -errno;
		goto out_close;
	}
	err = module_name(module, image, st.st_size);
	munmap(image, st.st_size);
	if (!err)
		return 0;
out_close:
	module_close(module);
	return err;
}

int module_load(struct module_file *module)
{
	return syscall(SYS_finit_module, module->fd, "", 0) ? -errno : 0;
}

int module_unload(struct module_file *module)
{
	return syscall(SYS_delete_module, module->name, O_NONBLOCK) ? -errno : 0;
}

void module_close(struct module_file *module)
{
	close(module->fd);
	module->fd = -1;
}
