// SPDX-License-Identifier: GPL-2.0-only
/*
 * cell/selector.c - which cells: the EXPR of --only, see cell/selector.h.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/base/say.h"
#include "host/cell/selector.h"
#include "host/base/text.h"

struct condition {
	const struct axis *axis;	/* NULL: glob */
	bool differs;
	bool first;			/* opens a new alternative */
	char value[AXIS_TEXT_MAX];
	const char *glob;
};

struct selector {
	char *text;			/* the globs point into it */
	struct condition *conditions;
	size_t nr, alloc;
};

static int condition_parse(struct condition *condition, char *text)
{
	char *equal = strchr(text, '=');

	if (!*text) {
		say("--only: an empty condition; expected axis=value, axis!=value or a cell name");
		return -1;
	}
	if (!equal) {
		condition->glob = text;
		return 0;
	}
	*equal = '\0';
	if (equal > text && equal[-1] == '!') {
		condition->differs = true;
		equal[-1] = '\0';
	}
	condition->axis = axis_take("--only: ", text, equal + 1, condition->value);
	return condition->axis ? 0 : -1;
}

struct selector *selector_parse(const char *expr)
{
	struct selector *selector;
	char *rest, *all, *cond;

	if (strlen(expr) > SELECTOR_TEXT_MAX) {
		say("--only: the expression is longer than %d characters", SELECTOR_TEXT_MAX);
		return NULL;
	}
	selector = xcalloc(1, sizeof(*selector));
	selector->text = xstrdup(expr);
	rest = selector->text;
	while ((all = text_next(&rest, ','))) {
		bool first = true;

		while ((cond = text_next(&all, '+'))) {
			struct condition *condition =
				array_add(selector->conditions, selector->nr, selector->alloc);

			condition->first = first;
			first = false;
			if (condition_parse(condition, text_trim(cond))) {
				selector_free(selector);
				return NULL;
			}
		}
	}
	return selector;
}

static bool condition_match(const struct condition *condition, const struct cell *cell,
			    const char *name)
{
	if (!condition->axis)
		return text_glob(condition->glob, name);
	return cell_is(cell, axis_id(condition->axis), condition->value) != condition->differs;
}

bool selector_match(const struct selector *selector, const struct cell *cell, const char *name)
{
	bool all = false;
	size_t i;

	for (i = 0; i < selector->nr; i++) {
		if (selector->conditions[i].first) {
			if (all)
				return true;
			all = true;
		}
		all = all && condition_match(&selector->conditions[i], cell, name);
	}
	return all;
}

/* Each alternative must say "axis=value", all the same one. */
const char *selector_fixes(const struct selector *selector, enum axis_id id)
{
	const char *value = NULL;
	bool said = true;
	size_t i;

	for (i = 0; i < selector->nr; i++) {
		const struct condition *condition = &selector->conditions[i];

		if (condition->first && !said)
			return NULL;
		said = said && !condition->first;
		if (!condition->axis || axis_id(condition->axis) != id || condition->differs)
			continue;
		if (value && strcmp(value, condition->value))
			return NULL;
		value = condition->value;
		said = true;
	}
	return said ? value : NULL;
}

void selector_free(struct selector *selector)
{
	if (!selector)
		return;
	free(selector->conditions);
	free(selector->text);
	free(selector);
}
