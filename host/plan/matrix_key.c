// SPDX-License-Identifier: GPL-2.0-only
/*
 * plan/matrix_key.c - the keys of a matrix section that are no axes.
 */
#include <string.h>

#include "host/base/alloc.h"
#include "host/plan/matrix.h"
#include "host/base/text.h"

static int take_bool(char *text, bool *out)
{
	*out = !strcmp(text, "yes");
	return *out || !strcmp(text, "no") ? 0 : -1;
}

static int take_quick(struct matrix_section *section, char *text)
{
	return take_bool(text, &section->quick);
}

static int take_full(struct matrix_section *section, char *text)
{
	return take_bool(text, &section->full);
}

static int take_reps(struct matrix_section *section, char *text)
{
	return text_to_int(text, 1, MATRIX_REPS_MAX, &section->reps);
}

static int take_pair(struct matrix_section *section, char *text)
{
	static const enum axis_id ids[2] = { AXIS_METHOD, AXIS_HOLD };
	char *rest = text, *pair;
	int i;

	while ((pair = text_next(&rest, ','))) {
		for (i = 0; i < 2; i++) {
			struct matrix_values *values = &section->pair[i];
			char *part = text_next(&pair, '/');

			if (!part || axis_parse(&axes[ids[i]], text_trim(part),
						*array_add(values->text, values->nr,
							   values->alloc)))
				return -1;
		}
		if (pair)
			return -1;
	}
	return 0;
}

const struct matrix_key matrix_keys[] = {
	{ "pair", "method/hold together, instead of the two axes",
	  "method/hold pairs such as live/spin, private/park", take_pair },
	{ "reps", "boots of each cell", "a number from 1 to 1000", take_reps },
	{ "quick", "whether --quick takes this section", "yes or no", take_quick },
	{ "full", "whether only --full takes this section", "yes or no", take_full },
	{ }
};
