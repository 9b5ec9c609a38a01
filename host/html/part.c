// SPDX-License-Identifier: GPL-2.0-only
/*
 * html/part.c - the parts of a report that are printed as text, as HTML. They print into
 * memory; their tables are made aside, with the place in the text where they belong, so
 * that nothing in the text itself, which strangers had a hand in, can be markup.
 */
#include <stdlib.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/html/html.h"

#define TITLE "== "

struct piece {
	size_t at;		/* in the text */
	char *html;
};

/* What was printed while table_printer was ours. */
static struct {
	struct piece *pieces;
	size_t nr, alloc;
} printed;

struct writer {
	FILE *out;
	bool open;		/* how a part begins */
	bool in_part;
	const char *block;	/* lines without a blank one between them; NULL: none yet */
	size_t block_len;
	bool titled;		/* the block follows its title */
};

static void take_table(const struct table *table, FILE *stream)
{
	struct piece *piece = array_add(printed.pieces, printed.nr, printed.alloc);
	FILE *html;
	size_t len;

	fflush(stream);
	piece->at = ftell(stream);
	html = open_memstream(&piece->html, &len);
	html_table(html, table);
	fclose(html);
}

/* How far in a line begins. */
static size_t indent_of(const char *line, size_t len)
{
	size_t indent = 0;

	while (indent < len && line[indent] == ' ')
		indent++;
	return indent;
}

/* Of a line with columns only what is further in goes on in the next. */
static bool has_columns(const char *line, size_t len)
{
	size_t i;

	for (i = indent_of(line, len); i + 1 < len; i++)
		if (line[i] == ' ' && line[i + 1] == ' ')
			return true;
	return false;
}

/* Its next line began because the first word of that had no room. */
static bool was_folded(const char *line, size_t len, const char *next, size_t next_len)
{
	size_t indent = indent_of(next, next_len), word = indent;

	while (word < next_len && next[word] != ' ')
		word++;
	return len && len <= TABLE_WIDTH && word > indent &&
	       len + 1 + (word - indent) > TABLE_WIDTH &&
	       indent >= indent_of(line, len) + has_columns(line, len);
}

/* It was cut in the middle, because it is one long word from where its next line begins. */
static bool was_cut(const char *line, size_t len, const char *next, size_t next_len)
{
	const size_t indent = indent_of(next, next_len);

	return len == TABLE_WIDTH && indent < len && !memchr(line + indent, ' ', len - indent);
}

/* Lines that were folded for mail are whole again: a page has its own width. */
static void put_lines(FILE *out, const char *text, size_t len)
{
	const char *end = text + len;
	const char *line = text;
	size_t skip = 0;	/* blanks in front of what goes on in the line before */

	while (line < end) {
		size_t line_len = strcspn(line, "\n"), next_len;
		const char *next = line + line_len + 1;

		html_text_len(out, line + skip, line_len - skip);
		skip = 0;
		if (next >= end)
			break;
		next_len = strcspn(next, "\n");
		if (was_folded(line, line_len, next, next_len)) {
			if (!was_cut(line, line_len, next, next_len))
				putc(' ', out);
			skip = indent_of(next, next_len);
		} else {
			putc('\n', out);
		}
		line = next;
	}
}

static void end_block(struct writer *writer)
{
	if (writer->block) {
		fprintf(writer->out, "<pre%s>", writer->titled ? " class=\"on\"" : "");
		put_lines(writer->out, writer->block, writer->block_len);
		fputs("</pre>\n", writer->out);
		writer->titled = false;
	}
	writer->block = NULL;
}

static void end_part(struct writer *writer)
{
	end_block(writer);
	if (writer->in_part)
		fputs("</details>\n", writer->out);
	writer->in_part = false;
}

static void put_line(struct writer *writer, const char *line, size_t len)
{
	if (!len) {
		end_block(writer);
	} else if (!strncmp(line, TITLE, strlen(TITLE))) {
		end_part(writer);
		fprintf(writer->out, "<details%s>\n<summary>", writer->open ? " open" : "");
		html_text_len(writer->out, line + strlen(TITLE), len - strlen(TITLE));
		fputs("</summary>\n", writer->out);
		writer->in_part = true;
		writer->titled = true;
	} else {
		if (!writer->block)
			writer->block = line;
		writer->block_len = line + len - writer->block;
	}
}

/* text[from..to), whole lines but for what a table stands in. */
static void put_text(struct writer *writer, const char *text, size_t from, size_t to)
{
	while (from < to) {
		const char *end = memchr(text + from, '\n', to - from);
		size_t len = end ? (size_t)(end - text) - from : to - from;

		put_line(writer, text + from, len);
		from += len + 1;
	}
}

void html_prose(FILE *out, const char *text, bool open)
{
	struct writer writer = { .out = out, .open = open };

	put_text(&writer, text, 0, strlen(text));
	end_part(&writer);
}

void html_part(FILE *out, const struct report *report, void (*fn)(const struct report *report),
	       bool open)
{
	struct writer writer = { .out = out, .open = open };
	struct report part = *report;
	size_t len, from = 0, i;
	char *text;

	part.out = open_memstream(&text, &len);
	memset(&printed, 0, sizeof(printed));
	table_printer = take_table;
	fn(&part);
	table_printer = NULL;
	fclose(part.out);
	for (i = 0; i < printed.nr; i++) {
		put_text(&writer, text, from, printed.pieces[i].at);
		end_block(&writer);
		fputs(printed.pieces[i].html, out);
		writer.titled = false;
		from = printed.pieces[i].at;
		free(printed.pieces[i].html);
	}
	put_text(&writer, text, from, len);
	end_part(&writer);
	free(printed.pieces);
	free(text);
}
