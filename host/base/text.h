/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * base/text.h - words and numbers in text that someone typed or a guest sent.
 */
#ifndef HOST_TEXT_H
#define HOST_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decimal digits only, no sign, no blanks. 0, or -1 if it is not in [min, max]. */
int text_to_int(const char *text, int64_t min, int64_t max, int64_t *out);

/* Copies with NUL; -1 if it does not fit (dst is then empty). */
int text_copy(char *dst, size_t size, const char *src);

/* Letters, digits, dot, dash, underscore; 1..max characters; safe as part of a file name. */
bool text_is_name(const char *text, size_t max);

/* Cuts blanks off both ends, in place; returns the new start. */
char *text_trim(char *text);

/*
 * Returns the next piece of *rest up to sep and moves *rest behind it; NULL when
 * there is none left. "a,,b" has an empty piece in the middle, "" has one piece.
 */
char *text_next(char **rest, char sep);

/* Whether all of text fits pattern, in which * stands for anything and ? for one character. */
bool text_glob(const char *pattern, const char *text);

/* The word of words[0..nr) nearest to text, or NULL if none is near enough to suggest. */
const char *text_nearest(const char *text, const char *const *words, size_t nr);

/* Replaces what is not printable ASCII by '?', in place. */
void text_printable(char *text);

#endif
