/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * method.h - how entries of the live map are changed.
 *
 * To add a method: write method_<name>.c with one struct method, and add its row
 * to the table in method.c.
 */
#ifndef SF_METHOD_H
#define SF_METHOD_H

#include <linux/types.h>

struct conversion;

struct method {
	const char *name;
	bool folds;		/* otherwise it only splits */
	bool own_tables;	/* takes table pages from conv->tables */
	bool tables_dead;	/* no CPU, the editing one included, may walk what it edits */

	/* Before the hold, may sleep. Returns 0 or -errno with req->reason set. */
	int (*build)(struct conversion *conv);
	/* Inside the hold, on the editing CPU: no sleep, no printk, no allocation. */
	int (*edit)(struct conversion *conv);
	/* After the hold, also after a failed build or edit. */
	void (*finish)(struct conversion *conv);
};

extern const struct method *const methods[];	/* by enum splitfold_method */

extern const struct method method_live;
extern const struct method method_upstream;
extern const struct method method_private;

/* The edit that live and private share: scan, take tables, fill, commit, each timed. */
int method_scan_and_commit(struct conversion *conv);

/* Invalidate what the edits changed, on all CPUs; counted and timed. */
void method_invalidate(struct conversion *conv);

#endif /* SF_METHOD_H */
