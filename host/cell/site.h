/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cell/site.h - what this machine and its set-up can boot. run.sh knows it and says it as words,
 * such as "accel=tcg,kvm kernel=trixie-backports page=4"; a word that is missing limits nothing.
 */
#ifndef HOST_SITE_H
#define HOST_SITE_H

#include <stdbool.h>

struct site {
	char *text;		/* what the rest points into */
	const char *accel;	/* a list: what can run a guest here */
	const char *kernel;	/* the suite of the kernel that set-up has */
	const char *no_rsi;	/* a list: other kernels, seen to lack realm support */
	const char *page;	/* KiB: what that kernel is built for */
	const char *geometry;	/* the directory of geometry files */
	const char *profile;	/* the plugin's, whatever the benchmark; "" = no plugin */
};

/* -1 after a message for a word that is none of these, or a second one of its kind. */
int site_parse(struct site *site, const char *text);
void site_free(struct site *site);

/* Whether word is one of a list "a,b"; a list of NULL has none. */
bool site_lists(const char *list, const char *word);

#endif
