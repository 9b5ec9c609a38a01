// SPDX-License-Identifier: GPL-2.0-only
/*
 * plan/matrix.c - reads the matrix file into sections, see plan/matrix.h.
 *
 * inih finds sections and keys. Lines are handed to it one by one from here,
 * because its callback does not say which line it is about.
 */
#include <ctype.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/plan/matrix.h"
#include "host/base/say.h"
#include "host/base/text.h"

#define LINE_MAX_BYTES	4096

struct reading {
	struct matrix *matrix;
	FILE *stream;
	struct origin at;
	unsigned int header_line;	/* of the last [section] */
	bool header_used;		/* it had a key */
	unsigned int errors;
};

/* Skips a line that is too long after saying so: half a list would be a wrong plan. */
static void line_too_long(struct reading *r, char *line)
{
	int c;

	say_at(&r->at, "the line is longer than %d characters", LINE_MAX_BYTES - 2);
	r->errors++;
	do
		c = getc(r->stream);
	while (c != EOF && c != '\n');
	strcpy(line, "\n");
}

/* inih has no callback for a section without keys: it would vanish from the plan. */
static void header_done(struct reading *r)
{
	struct origin at = { r->at.file, r->header_line, 0 };

	if (!r->header_line || r->header_used)
		return;
	say_at(&at, "the section has no keys; it needs at least one, such as bench = null");
	r->errors++;
}

static char *read_line(char *line, int size, void *arg)
{
	struct reading *r = arg;
	const char *c;
	size_t len;

	if (!fgets(line, size, r->stream))
		return NULL;
	r->at.line++;
	len = strlen(line);
	if (len && line[len - 1] != '\n' && !feof(r->stream))
		line_too_long(r, line);
	for (c = line; isspace((unsigned char)*c); c++)
		;
	if (*c == '[' && strchr(c, ']')) {
		header_done(r);
		r->header_line = r->at.line;
		r->header_used = false;
	}
	return line;
}

static struct matrix_section *section_find(struct reading *r, const char *name)
{
	struct matrix *m = r->matrix;
	struct matrix_section *section;
	size_t i;

	for (i = 0; i < m->nr_sections; i++)
		if (m->sections[i].line == r->header_line)
			return &m->sections[i];
	for (i = 0; i < m->nr_sections; i++) {
		if (!strcmp(m->sections[i].name, name)) {
			say_at(&r->at, "section [%s] was there before, in line %u", name,
			       m->sections[i].line);
			r->errors++;
			break;
		}
	}
	section = array_add(m->sections, m->nr_sections, m->sections_alloc);
	section->name = xstrdup(name);
	section->line = r->header_line;
	section->reps = 1;
	return section;
}

static void key_unknown(struct reading *r, const char *name)
{
	const char *words[AXIS_NR + 8];
	char allowed[256];
	const char *near;
	size_t nr, used = 0, i;

	for (nr = 0; nr < AXIS_NR; nr++)
		words[nr] = axes[nr].key;
	for (i = 0; matrix_keys[i].key; i++)
		words[nr++] = matrix_keys[i].key;
	for (i = 0; i < nr && used < sizeof(allowed); i++)
		used += snprintf(allowed + used, sizeof(allowed) - used, "%s%s", i ? ", " : "",
				 words[i]);
	near = text_nearest(name, words, nr);
	say_at(&r->at, "key '%s' is not known; expected one of %s%s%s%s", name, allowed,
	       near ? " (did you mean '" : "", near ? near : "", near ? "'?)" : "");
	r->errors++;
}

static void value_unknown(struct reading *r, const struct axis *axis, const char *text)
{
	const char *near = axis_nearest(axis, text);
	char expected[256];

	axis_expected(axis, expected, sizeof(expected));
	say_at(&r->at, "%s '%s' is not known; expected %s%s%s%s", axis->key, text, expected,
	       near ? " (did you mean '" : "", near ? near : "", near ? "'?)" : "");
	r->errors++;
}

static void take_axis(struct reading *r, struct matrix_section *section, const struct axis *axis,
		      char *text)
{
	struct matrix_values *values = &section->axis[axis_id(axis)];
	char *rest = text, *word;
	size_t i;

	if (values->line) {
		say_at(&r->at, "%s was given before, in line %u", axis->key, values->line);
		r->errors++;
		return;
	}
	values->line = r->at.line;
	while ((word = text_next(&rest, ','))) {
		char *out = *array_add(values->text, values->nr, values->alloc);

		word = text_trim(word);
		if (axis_parse(axis, word, out)) {
			value_unknown(r, axis, word);
			continue;
		}
		for (i = 0; i + 1 < values->nr; i++) {
			if (!strcmp(values->text[i], out)) {
				say_at(&r->at, "%s '%s' is listed twice", axis->key, word);
				r->errors++;
				break;
			}
		}
	}
}

static void take_key(struct reading *r, struct matrix_section *section, size_t i, char *text)
{
	const struct matrix_key *key = &matrix_keys[i];

	if (section->seen & (1u << i)) {
		say_at(&r->at, "%s was given before in this section", key->key);
		r->errors++;
		return;
	}
	section->seen |= 1u << i;
	if (key->take(section, text)) {
		say_at(&r->at, "%s '%s' is not known; expected %s", key->key, text, key->expected);
		r->errors++;
	}
	if (section->pair[0].nr && !section->pair[0].line)
		section->pair[0].line = r->at.line;
}

static int read_key(void *arg, const char *section_name, const char *name, const char *value)
{
	struct reading *r = arg;
	struct matrix_section *section;
	const struct axis *axis = axis_find(name);
	char *text;
	size_t i;

	if (!r->header_line) {
		say_at(&r->at, "key '%s' stands before the first [section]", name);
		r->errors++;
		return 1;
	}
	r->header_used = true;
	section = section_find(r, section_name);
	text = xstrdup(value);
	for (i = 0; matrix_keys[i].key; i++)
		if (!strcmp(matrix_keys[i].key, name))
			break;
	if (matrix_keys[i].key)
		take_key(r, section, i, text);
	else if (axis && !strcmp(axis->key, name))
		take_axis(r, section, axis, text);
	else
		key_unknown(r, name);
	free(text);
	return 1;
}

/* What can only be judged once all keys of a section are known. */
static void check_section(struct reading *r, const struct matrix_section *section)
{
	struct origin at = { r->at.file, section->line, 0 };

	if (section->full && section->quick) {
		say_at(&at, "section [%s] is quick and full at once; --quick would leave it out",
		       section->name);
		r->errors++;
	}
	if (section->pair[0].nr && (section->axis[AXIS_METHOD].nr || section->axis[AXIS_HOLD].nr)) {
		say_at(&at, "section [%s] has pair as well as method or hold; give one of them",
		       section->name);
		r->errors++;
	}
}

int matrix_read(struct matrix *matrix, FILE *stream, const char *file)
{
	struct reading r = { matrix, stream, { file, 0, 0 }, 0, false, 0 };
	size_t i;
	int bad;

	memset(matrix, 0, sizeof(*matrix));
	matrix->file = file;
	ini_use_stack = false;
	ini_allow_realloc = false;
	ini_initial_alloc = LINE_MAX_BYTES;
	ini_max_line = LINE_MAX_BYTES;
	ini_allow_multiline = false;
	bad = ini_parse_stream(read_line, &r, read_key, &r);
	if (bad) {
		r.at.line = bad > 0 ? bad : 0;
		say_at(&r.at, "expected '[section]', 'key = value' or a comment");
		r.errors++;
	}
	for (i = 0; i < matrix->nr_sections; i++)
		check_section(&r, &matrix->sections[i]);
	header_done(&r);
	if (!matrix->nr_sections && !r.errors) {
		r.at.line = 0;
		say_at(&r.at, "no section; expected [name] and key = value lines");
		r.errors++;
	}
	return r.errors ? -1 : 0;
}

void matrix_free(struct matrix *matrix)
{
	size_t i, k;

	for (i = 0; i < matrix->nr_sections; i++) {
		struct matrix_section *section = &matrix->sections[i];

		for (k = 0; k < AXIS_NR; k++)
			free(section->axis[k].text);
		free(section->pair[0].text);
		free(section->pair[1].text);
		free(section->name);
	}
	free(matrix->sections);
	free(matrix->cells);
	free(matrix->repeats);
	memset(matrix, 0, sizeof(*matrix));
}
