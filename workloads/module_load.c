// SPDX-License-Identifier: GPL-2.0-only
/*
 * module_load.c - loads a module from a file and removes it: text made read-only and
 * executable, data protected, and all of it undone, in the linear map too. A copy under
 * another name is one more module.
 */
#define _GNU_SOURCE
#include "workloads/workloads.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
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
	return module_unload_copy(module->name);
}

/* Where the struct module that the file was built with lies in it, or NULL. */
static const Elf64_Shdr *image_module(const char *image, size_t bytes)
{
	const Elf64_Ehdr *head = (const Elf64_Ehdr *)image;
	const Elf64_Shdr *sections, *names;
	unsigned int i;

	if (bytes < sizeof(*head) || memcmp(head->e_ident, ELFMAG, SELFMAG) ||
	    head->e_shoff > bytes || head->e_shnum > (bytes - head->e_shoff) / sizeof(*sections) ||
	    head->e_shstrndx >= head->e_shnum)
		return NULL;
	sections = (const Elf64_Shdr *)(image + head->e_shoff);
	names = &sections[head->e_shstrndx];
	for (i = 0; i < head->e_shnum; i++) {
		size_t name = names->sh_offset + sections[i].sh_name;

		if (name < bytes && sections[i].sh_offset <= bytes &&
		    sections[i].sh_size <= bytes - sections[i].sh_offset &&
		    !strncmp(image + name, ".gnu.linkonce.this_module", bytes - name))
			return &sections[i];
	}
	return NULL;
}

/* The name in it is what the kernel calls the module by; a changed file has no signature. */
static int image_rename(char *image, size_t *bytes, const struct module_file *from,
			const char *name)
{
	static const char signed_mark[] = "~Module signature appended~\n";
	const size_t mark = sizeof(signed_mark) - 1;
	const Elf64_Shdr *section = image_module(image, *bytes);
	char *at;

	at = section ? memmem(image + section->sh_offset, section->sh_size, from->name,
			      strlen(from->name) + 1) : NULL;
	if (!at || image + section->sh_offset + section->sh_size - at < MODULE_NAME_MAX)
		return -ENOEXEC;
	memset(at, 0, MODULE_NAME_MAX);
	memcpy(at, name, strnlen(name, MODULE_NAME_MAX - 1));
	if (*bytes > mark && !memcmp(image + *bytes - mark, signed_mark, mark))
		*bytes -= mark;
	return 0;
}

int module_load_copy(const struct module_file *from, const char *name)
{
	struct stat st;
	size_t bytes;
	char *image;
	int err;

	if (fstat(from->fd, &st))
		return -errno;
	bytes = st.st_size;
	image = malloc(bytes);
	if (!image)
		return -ENOMEM;
	err = pread(from->fd, image, bytes, 0) == (ssize_t)bytes ? 0 : -EIO;
	if (!err)
		err = image_rename(image, &bytes, from, name);
	if (!err && syscall(SYS_init_module, image, bytes, ""))
		err = -errno;
	free(image);
	return err;
}

int module_unload_copy(const char *name)
{
	return syscall(SYS_delete_module, name, O_NONBLOCK) ? -errno : 0;
}

void module_close(struct module_file *module)
{
	close(module->fd);
	module->fd = -1;
}
