/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cell/selector.h - which cells: the EXPR of --only.
 *
 *	EXPR  = all ("," all)*		any of them
 *	all   = cond ("+" cond)*	every one of them
 *	cond  = axis "=" value | axis "!=" value | glob (* and ?) on the cell's name
 *
 * Example: bench=convert+mem!=4G,null-*
 */
#ifndef HOST_SELECTOR_H
#define HOST_SELECTOR_H

#include "host/cell/cell.h"

#define SELECTOR_TEXT_MAX 4096

struct selector;

/* NULL after a message. */
struct selector *selector_parse(const char *expr);

bool selector_match(const struct selector *selector, const struct cell *cell, const char *name);

/* The one value that every cell which matches must have on that axis; or NULL. */
const char *selector_fixes(const struct selector *selector, enum axis_id id);

void selector_free(struct selector *selector);

#endif
