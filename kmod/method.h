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

/* What a method asks of the CPUs and of the hold. */
enum method_needs {
	NEEDS_BBML2,		/* every CPU that may walk the tables has BBML2, the editor too */
	NEEDS_QUIET,		/* no CPU may touch the linear map but the editor */
	NEEDS_DEAD,		/* no CPU but the editor may have the tables in use */
};

struct method {
	const char *name;
	enum method_needs needs;
	bool folds;		/* otherwise it only splits */
	bool own_tables;	/* scans, takes table pages, fills; otherwise the kernel does */
	bool builds_open;	/* permission changes go on until just before the hold */

	/*
	 * After the scan and the fill, before the hold, may sleep: prepare what edit
	 * needs. Returns 0 or -errno with req->reason set.
	 */
	int (*build)(struct conversion *conv);
	/*
	 * For a method that builds_open: the gate is closed now, put into what was built
	 * what changed meanwhile. -EAGAIN: too much; it is built anew with the gate closed.
	 */
	int (*fixup)(struct conversion *conv);
	/*
	 * Inside the hold, on the editing CPU: no sleep, no printk, no allocation. Stores
	 * conv->edits and invalidates, timed as phases commit and tlbi. Called a second
	 * time, on the reversed list, when the result was wrong (convert.c).
	 */
	int (*edit)(struct conversion *conv);
	/* Make a second edit() bring back what was; NULL: edits_reverse() is all it takes. */
	void (*reverse)(struct conversion *conv);
	/* After a good conversion and the grace period: free the tables cut off; NULL: folded. */
	void (*retire)(struct conversion *conv);
	/* Free what build made, also after a failed build or edit. */
	void (*finish)(struct conversion *conv);
};

extern const struct method *const methods[];	/* by enum splitfold_method */

extern const struct method method_live;
extern const struct method method_upstream;
extern const struct method method_bbm;
extern const struct method method_private;
extern const struct method method_private_mmuoff;
extern const struct method method_swap;

/* Invalidate what the edits changed, walk caches included, on all CPUs; timed. */
void method_invalidate(struct conversion *conv);

#endif /* SF_METHOD_H */
