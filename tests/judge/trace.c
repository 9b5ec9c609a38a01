// SPDX-License-Identifier: GPL-2.0-only
/* trace.c - reads a trace line by line and compares what it says with the judge. */
#include "tests/judge/judge.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define DIFFERENCES_SHOWN	20
#define WORDS_MAX		512

const char *const judge_names[V_NR] = {
	"size", "address", "attributes", "reused", "unfinished", "allowed",
};

static const char *const reg_names[R_NR] = { "sctlr", "tcr", "mair", "ttbr0", "ttbr1" };
static const char *const tlbi_names[] = { "all", "asid", "va", "vaa" };

struct reader {
	const char *name;
	FILE *out;
	unsigned long line;
	char *at;			/* what is left of the line */
	uint64_t cpus;
	bool bad;
	struct event event;		/* the last one, not judged yet */
	struct totals *totals;
};

static void bad(struct reader *r, const char *what)
{
	if (!r->bad)
		fprintf(r->out, "%s:%lu: expected %s\n", r->name, r->line, what);
	r->bad = true;
}

static char *word(struct reader *r, const char *what)
{
	char *start = r->at, *end = r->at + strcspn(r->at, " ");

	if (start == end)
		bad(r, what);
	r->at = *end ? end + 1 : end;
	*end = '\0';
	return start;
}

static uint64_t number(struct reader *r, uint64_t max, const char *what)
{
	const char *text = word(r, what);
	const size_t len = strspn(text, "0123456789abcdef");
	uint64_t value;

	if (r->bad)
		return 0;
	value = strtoull(text, NULL, 16);
	if (!len || len > 16 || text[len] || value > max)
		bad(r, what);
	return r->bad ? 0 : value;
}

static unsigned int name_of(struct reader *r, const char *const names[], unsigned int nr,
			    const char *what)
{
	const char *text = word(r, what);
	unsigned int i;

	for (i = 0; i < nr; i++)
		if (!strcmp(text, names[i]))
			return i;
	bad(r, what);
	return 0;
}

static void event_done(struct reader *r)
{
	struct event *event = &r->event;
	unsigned int seen[V_NR] = { 0 }, i;

	if (event->type == E_NONE)
		return;
	judge_event(event, seen);
	r->totals->events++;
	for (i = 0; i < V_NR; i++) {
		r->totals->verdicts[i] += seen[i];
		if (seen[i] == event->said[i])
			continue;
		if (r->totals->differences++ < DIFFERENCES_SHOWN)
			fprintf(r->out, "%s:%lu: %s: the judge %u, the trace %u\n", r->name,
				event->line, judge_names[i], seen[i], event->said[i]);
	}
	*event = (struct event){ 0 };
}

static void read_table(struct reader *r)
{
	const uint64_t pa = number(r, ~0ull, "an address");
	const uint64_t nr = number(r, WORDS_MAX, "a number of words, at most 200");
	static uint64_t words[WORDS_MAX];
	uint64_t i;

	if (r->event.type == E_NONE)
		bad(r, "an event before a table");
	if (pa % 8)
		bad(r, "a multiple of 8 as address");
	memset(words, 0, sizeof(words));
	while (!r->bad && *r->at) {
		char *equals = strchr(r->at, '=');

		if (!equals || equals > r->at + strcspn(r->at, " ")) {
			bad(r, "INDEX=WORD");
			return;
		}
		*equals = ' ';
		i = number(r, nr - 1, "an index below the number of words");
		if (!nr)
			bad(r, "no word of a table without words");
		if (!r->bad)
			words[i] = number(r, ~0ull, "a word");
	}
	for (i = 0; i < nr && !r->bad; i++)
		judge_table_word(pa + i * 8, words[i]);
}

static void read_tlbi(struct reader *r, struct event *event)
{
	event->tlbi = name_of(r, tlbi_names, 4, "all, asid, va or vaa");
	event->broadcast = number(r, 1, "0 or 1");
	event->last_level = number(r, 1, "0 or 1");
	event->asid = number(r, 0xffff, "an ASID");
	event->start = number(r, ~0ull, "a start");
	event->end = number(r, ~0ull, "an end");
}

static void read_event(struct reader *r, char type)
{
	struct event event = { .line = r->line };

	event.cpu = number(r, 63, "a CPU");
	if (!(r->cpus >> event.cpu & 1))
		bad(r, "a CPU of the first line");
	switch (type) {
	case 'r':
		event.type = E_REGISTER;
		event.reg = name_of(r, reg_names, R_NR, "sctlr, tcr, mair, ttbr0 or ttbr1");
		break;
	case 's':
		event.type = E_STORE;
		event.pa = number(r, ~0ull, "an address");
		if (event.pa % 8)
			bad(r, "a multiple of 8 as address");
		break;
	case 'i':
		event.type = E_TLBI;
		read_tlbi(r, &event);
		break;
	default:
		event.type = E_DSB;
	}
	if (type != 'i')
		event.value = number(r, type == 'd' ? 15 : ~0ull, "a value (of a CRm up to f)");
	r->event = event;
}

static void read_line(struct reader *r)
{
	const char *type = word(r, "a line that begins with r, s, i, d, t or v");

	if (!r->bad && (type[1] || !strchr("rsidtv", *type)))
		bad(r, "a line that begins with r, s, i, d, t or v");
	if (r->bad)
		return;
	if (*type == 't') {
		read_table(r);
	} else if (*type == 'v') {
		if (r->event.type == E_NONE)
			bad(r, "an event before a verdict");
		r->event.said[name_of(r, judge_names, V_NR, "a verdict")]++;
	} else {
		event_done(r);
		read_event(r, *type);
	}
	if (*r->at)
		bad(r, "the end of the line");
}

static void read_head(struct reader *r)
{
	uint64_t bbml2;

	if (strcmp(word(r, "bbm-trace 1 CPUS BBML2"), "bbm-trace"))
		bad(r, "bbm-trace 1 CPUS BBML2");
	if (number(r, ~0ull, "a version") != 1)
		bad(r, "version 1");
	r->cpus = number(r, ~0ull, "a mask of CPUs");
	bbml2 = number(r, ~0ull, "a mask of CPUs");
	if (*r->at)
		bad(r, "the end of the line");
	judge_begin(r->cpus, bbml2);
}

int trace_judge(FILE *in, const char *name, FILE *out, struct totals *totals)
{
	struct reader r = { .name = name, .out = out, .totals = totals };
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	*totals = (struct totals){ 0 };
	while (!r.bad && (len = getline(&line, &size, in)) > 0) {
		r.line++;
		if (line[len - 1] != '\n' || strlen(line) != (size_t)len) {
			bad(&r, "a line with an end, without NUL");
			break;
		}
		line[len - 1] = '\0';
		r.at = line;
		if (r.line == 1)
			read_head(&r);
		else
			read_line(&r);
	}
	if (!r.line) {
		r.line = 1;
		bad(&r, "bbm-trace 1 CPUS BBML2");
	}
	if (!r.bad)
		event_done(&r);
	judge_end();
	free(line);
	return r.bad ? 2 : totals->differences > 0;
}
