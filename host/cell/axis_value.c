// SPDX-License-Identifier: GPL-2.0-only
/*
 * cell/axis_value.c - reads the values of axes, and says what they may be.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/base/say.h"
#include "host/cell/axis.h"
#include "host/base/text.h"

static bool value_listed(const struct axis *axis, const char *word)
{
	const struct axis_value *v;

	for (v = axis->values; v->word; v++)
		if (!strcmp(word, v->word))
			return true;
	return false;
}

static int parse_number(const struct axis *axis, const char *text, char *out)
{
	size_t len = strlen(text);
	int64_t number;

	if (text_copy(out, AXIS_TEXT_MAX, text))
		return -1;
	if (axis->suffix && len > 1 && !strcmp(text + len - 1, axis->suffix))
		out[len - 1] = '\0';
	if (text_to_int(out, axis->min, axis->max, &number))
		return -1;
	/* "08" is 8: one value has one spelling, or one cell would have two names */
	snprintf(out, AXIS_TEXT_MAX, "%lld", (long long)number);
	return axis->values && !value_listed(axis, out) ? -1 : 0;
}

static int parse_size(const struct axis *axis, const char *text, char *out)
{
	size_t len = strlen(text);
	int64_t mib, unit = 1;

	if (!len || text_copy(out, AXIS_TEXT_MAX, text))
		return -1;
	if (toupper((unsigned char)text[len - 1]) == 'G')
		unit = 1024;
	if (unit != 1 || toupper((unsigned char)text[len - 1]) == 'M')
		out[len - 1] = '\0';
	if (text_to_int(out, 0, axis->max, &mib))
		return -1;
	mib *= unit;
	if (mib < axis->min || mib > axis->max)
		return -1;
	snprintf(out, AXIS_TEXT_MAX, "%lld", (long long)mib);
	return 0;
}

static int parse_name(const char *text, char *out)
{
	const char *c;

	for (c = text; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("._/+~-", *c))
			return -1;
	return *text && *text != '-' ? text_copy(out, AXIS_TEXT_MAX, text) : -1;
}

int axis_parse(const struct axis *axis, const char *text, char out[AXIS_TEXT_MAX])
{
	int err = -1;

	switch (axis->kind) {
	case AXIS_WORD:
		err = value_listed(axis, text) ? text_copy(out, AXIS_TEXT_MAX, text) : -1;
		break;
	case AXIS_NUMBER:
		err = parse_number(axis, text, out);
		break;
	case AXIS_SIZE:
		err = parse_size(axis, text, out);
		break;
	case AXIS_NAME:
		err = parse_name(text, out);
		break;
	}
	if (err)
		out[0] = '\0';
	return err;
}

void axis_expected(const struct axis *axis, char *out, size_t size)
{
	const struct axis_value *v;
	size_t used;

	switch (axis->kind) {
	case AXIS_SIZE:
		snprintf(out, size, "a size from %lldM to %lldG, such as 512M or 2G",
			 (long long)axis->min, (long long)axis->max / 1024);
		return;
	case AXIS_NAME:
		snprintf(out, size, "a name or a path of letters, digits and . _ / + ~ -");
		return;
	case AXIS_NUMBER:
		if (axis->values)
			break;
		snprintf(out, size, "a number from %lld to %lld", (long long)axis->min,
			 (long long)axis->max);
		return;
	case AXIS_WORD:
		break;
	}
	used = snprintf(out, size, "one of ");
	for (v = axis->values; v->word && used < size; v++)
		used += snprintf(out + used, size - used, "%s%s%s", v == axis->values ? "" : ", ",
				 v->word, axis->suffix ? axis->suffix : "");
}

const char *axis_nearest(const struct axis *axis, const char *text)
{
	const char *words[16];
	size_t nr = 0;

	if (axis->kind != AXIS_WORD)
		return NULL;
	while (nr < ARRAY_SIZE(words) && axis->values[nr].word) {
		words[nr] = axis->values[nr].word;
		nr++;
	}
	return text_nearest(text, words, nr);
}

static int word_rank(const struct axis *axis, const char *word)
{
	int rank;

	for (rank = 0; axis->values[rank].word; rank++)
		if (!strcmp(axis->values[rank].word, word))
			break;
	return rank;
}

int axis_compare(const struct axis *axis, const char *a, const char *b)
{
	long long na, nb;

	/* most of what is compared to be sorted is alike in most axes */
	if (!strcmp(a, b))
		return 0;
	if (axis->kind == AXIS_WORD)
		return word_rank(axis, a) - word_rank(axis, b);
	if (!axis_is_number(axis))
		return strcmp(a, b);
	na = strtoll(a, NULL, 10);
	nb = strtoll(b, NULL, 10);
	return (na > nb) - (na < nb);
}

bool axis_is_number(const struct axis *axis)
{
	return axis->kind == AXIS_NUMBER || axis->kind == AXIS_SIZE;
}

static void axis_unknown(const char *who, const char *key)
{
	const char *words[AXIS_NR];
	const char *near;
	size_t i;

	for (i = 0; i < AXIS_NR; i++)
		words[i] = axes[i].key;
	near = text_nearest(key, words, AXIS_NR);
	say("%saxis '%s' is not known%s%s%s; splitfold list shows them all", who, key,
	    near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

const struct axis *axis_take(const char *who, const char *key, const char *text,
			     char out[AXIS_TEXT_MAX])
{
	const struct axis *axis = axis_find(key);
	char expected[256];

	if (!axis) {
		axis_unknown(who, key);
		return NULL;
	}
	if (axis_parse(axis, text, out)) {
		axis_expected(axis, expected, sizeof(expected));
		say("%s%s '%s' is not known; expected %s", who, key, text, expected);
		return NULL;
	}
	return axis;
}
