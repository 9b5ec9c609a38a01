// SPDX-License-Identifier: GPL-2.0-only
/*
 * base/text.c - words and numbers in text that someone typed or a guest sent.
 */
#include <ctype.h>
#include <string.h>

#include "host/base/text.h"

int text_to_int(const char *text, int64_t min, int64_t max, int64_t *out)
{
	int64_t number = 0;
	const char *c;

	if (!*text)
		return -1;
	for (c = text; *c; c++) {
		if (*c < '0' || *c > '9')
			return -1;
		if (__builtin_mul_overflow(number, 10, &number) ||
		    __builtin_add_overflow(number, *c - '0', &number))
			return -1;
	}
	if (number < min || number > max)
		return -1;
	*out = number;
	return 0;
}

int text_copy(char *dst, size_t size, const char *src)
{
	size_t len = strlen(src);

	dst[0] = '\0';
	if (len >= size)
		return -1;
	memcpy(dst, src, len + 1);
	return 0;
}

bool text_is_name(const char *text, size_t max)
{
	size_t len = strlen(text);
	size_t i;

	if (!len || len > max)
		return false;
	for (i = 0; i < len; i++)
		if (!isalnum((unsigned char)text[i]) && !strchr("._-", text[i]))
			return false;
	return true;
}

char *text_trim(char *text)
{
	char *end;

	while (isspace((unsigned char)*text))
		text++;
	end = text + strlen(text);
	while (end > text && isspace((unsigned char)end[-1]))
		end--;
	*end = '\0';
	return text;
}

char *text_next(char **rest, char sep)
{
	char *piece = *rest;
	char *end;

	if (!piece)
		return NULL;
	end = strchr(piece, sep);
	if (end)
		*end++ = '\0';
	*rest = end;
	return piece;
}

/* On a mismatch only the last * is given one more character: never exponential. */
bool text_glob(const char *pattern, const char *text)
{
	const char *star = NULL, *from = NULL;

	while (*text) {
		if (*pattern == '*') {
			star = ++pattern;
			from = text;
		} else if (*pattern == '?' || *pattern == *text) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star;
			text = ++from;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

#define NEAREST_MAX 31	/* longer words are no typing slip */

/* Edit distance with neighbours swapped counting one: "mehtod" is one from "method". */
static unsigned int distance(const char *a, const char *b)
{
	unsigned int d[NEAREST_MAX + 1][NEAREST_MAX + 1];
	size_t la = strlen(a), lb = strlen(b);
	size_t i, j;

	if (la > NEAREST_MAX || lb > NEAREST_MAX)
		return NEAREST_MAX;
	for (i = 0; i <= la; i++)
		d[i][0] = i;
	for (j = 0; j <= lb; j++)
		d[0][j] = j;
	for (i = 1; i <= la; i++) {
		for (j = 1; j <= lb; j++) {
			unsigned int best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);

			if (d[i - 1][j] + 1 < best)
				best = d[i - 1][j] + 1;
			if (d[i][j - 1] + 1 < best)
				best = d[i][j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    d[i - 2][j - 2] + 1 < best)
				best = d[i - 2][j - 2] + 1;
			d[i][j] = best;
		}
	}
	return d[la][lb];
}

const char *text_nearest(const char *text, const char *const *words, size_t nr)
{
	unsigned int best = strlen(text) / 2 + 1;
	const char *found = NULL;
	size_t i;

	for (i = 0; i < nr; i++) {
		unsigned int d = distance(text, words[i]);

		if (d < best) {
			best = d;
			found = words[i];
		}
	}
	return found;
}

void text_printable(char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || (unsigned char)*text > 0x7e)
			*text = '?';
}
