/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * file.h - what an open file of /dev/splitfold owns. Each part is made by a request of
 * its own, once, and goes with the file.
 */
#ifndef SF_FILE_H
#define SF_FILE_H

#include <linux/fs.h>

struct known_pages;
struct load;
struct shared_buffer;

struct device_file {
	struct known_pages *pages;	/* pages.c */
	struct shared_buffer *shared;	/* shared.c */
	struct load *load;		/* load.c */
};

static inline struct device_file *device_file(struct file *file)
{
	return file->private_data;
}

#endif /* SF_FILE_H */
