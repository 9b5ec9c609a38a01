/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * unit.h - what the host units share: cmocka, captured messages, a scratch
 * directory, and made-up frames, histograms and records.
 */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include <zlib.h>

#include "host/base/alloc.h"
#include "host/stat/dist.h"
#include "host/base/file.h"
#include "host/plan/plan_line.h"
#include "host/base/say.h"

#define UNUSED __attribute__((unused))

/* Messages between said_start() and said_end() come back as one text. */
static char *said_text;
static size_t said_len;

static UNUSED void said_start(void)
{
	free(said_text);
	said_text = NULL;
	say_stream = open_memstream(&said_text, &said_len);
}

static UNUSED const char *said_end(void)
{
	fclose(say_stream);
	say_stream = NULL;
	return said_text;
}

static UNUSED void assert_said(const char *part)
{
	const char *said = said_end();

	if (!strstr(said, part))
		fail_msg("expected '%s' in '%s'", part, said);
}

/* A directory of its own under TMPDIR, removed by scratch_remove(). */
static char scratch[256];

static UNUSED int scratch_make(void **state)
{
	const char *base = getenv("TMPDIR");

	(void)state;
	snprintf(scratch, sizeof(scratch), "%s/splitfold-unit.XXXXXX", base ? base : "/tmp");
	return mkdtemp(scratch) ? 0 : -1;
}

static UNUSED int scratch_remove(void **state)
{
	char *command = xasprintf("rm -rf '%s'", scratch);
	int err = system(command);

	(void)state;
	free(command);
	return err;
}

static UNUSED char *scratch_path(const char *name)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/%s", scratch, name);
	return path;
}

static UNUSED void scratch_write(const char *name, const char *text, size_t len)
{
	FILE *stream = fopen(scratch_path(name), "w");

	assert_non_null(stream);
	assert_int_equal(fwrite(text, 1, len, stream), len);
	assert_int_equal(fclose(stream), 0);
}

static UNUSED char *scratch_read(const char *name)
{
	size_t len;
	char *text = file_read(scratch_path(name), &len);

	assert_non_null(text);
	return text;
}

/* A test with a scratch directory of its own. */
#define scratch_test(fn) cmocka_unit_test_setup_teardown(fn, scratch_make, scratch_remove)

/* Text that grows, for frames and files. */
struct pile {
	char *text;
	size_t len;
};

static UNUSED void pile_add(struct pile *pile, const char *text, size_t len)
{
	pile->text = xrealloc(pile->text, pile->len + len + 1, 1);
	memcpy(pile->text + pile->len, text, len);
	pile->len += len;
	pile->text[pile->len] = '\0';
}

static UNUSED void pile_puts(struct pile *pile, const char *text)
{
	pile_add(pile, text, strlen(text));
}

static UNUSED void pile_frame(struct pile *pile, const char *payload)
{
	char head[64];

	snprintf(head, sizeof(head), "SFR1 %zu %08lx\n", strlen(payload),
		 crc32(0, (const unsigned char *)payload, strlen(payload)));
	pile_puts(pile, head);
	pile_puts(pile, payload);
	pile_puts(pile, "\n");
}

static UNUSED void pile_free(struct pile *pile)
{
	free(pile->text);
	memset(pile, 0, sizeof(*pile));
}

/* A guest's histogram metric, as JSON: value from, from + step, ... */
static UNUSED char *hist_json(const char *unit, int64_t from, int64_t step, int nr)
{
	struct dist *dist = dist_new();
	char *hdr, *json;
	int i;

	for (i = 0; i < nr; i++)
		dist_record(dist, from + i * step);
	hdr = dist_encode(dist);
	json = xasprintf("{\"unit\":\"%s\",\"n\":%d,\"min\":%lld,\"max\":%lld,"
			 "\"overflow\":%lld,\"hdr\":\"%s\"}", unit, nr, (long long)dist->min,
			 (long long)dist->max, (long long)dist->overflow, hdr);
	free(hdr);
	dist_free(dist);
	return json;
}

static UNUSED void hello_frame(struct pile *pile, const char *bench, int cpus, int page_kib)
{
	char *json = xasprintf("{\"type\":\"hello\",\"proto\":1,\"kernel\":\"7.2.12-test\","
			       "\"arch\":\"aarch64\",\"cpus\":%d,\"page_kib\":%d,\"mem_mib\":1960,"
			       "\"va_bits\":52,\"el\":1,\"cpus_bbml2\":%d,"
			       "\"counter_hz\":1000000000,"
			       "\"lazy_split\":true,\"rodata_full\":true,\"can_set_direct\":true,"
			       "\"bench\":\"%s\",\"cmdline\":\"quiet\"}", cpus, page_kib,
			       cpus, bench);

	pile_frame(pile, json);
	free(json);
}

static UNUSED void bye_frame(struct pile *pile, int records, const char *status)
{
	char *json = xasprintf("{\"type\":\"bye\",\"records\":%d,\"status\":\"%s\"}", records,
			       status);

	pile_frame(pile, json);
	free(json);
}

/* A record with the metrics given as JSON members. */
static UNUSED void record_frame(struct pile *pile, const char *bench, const char *op,
				const char *strategy, const char *pair, const char *metrics)
{
	char method[32], hold[32];
	char *json;

	sscanf(pair, "%31[^/]/%31s", method, hold);
	json = xasprintf("{\"type\":\"record\",\"bench\":\"%s\",\"op\":\"%s\",\"strategy\":\"%s\","
			 "\"method\":\"%s\",\"hold\":\"%s\",\"status\":\"ok\",\"reason\":\"\","
			 "\"metrics\":{%s}}", bench, op, strategy, method, hold, metrics);
	pile_frame(pile, json);
	free(json);
}

/* The boot of a cell given as "axis=value ..." (matrix keys). */
static UNUSED struct plan_boot make_boot(const char *text, int rep)
{
	struct plan_boot boot = { .rep = rep, .est_s = 5 };
	char *copy = xstrdup(text), *word, *save = NULL;

	for (word = strtok_r(copy, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		char *equal = strchr(word, '=');
		const struct axis *axis;

		*equal = '\0';
		axis = axis_find(word);
		assert_non_null(axis);
		assert_int_equal(axis_parse(axis, equal + 1, boot.cell.value[axis_id(axis)]), 0);
	}
	free(copy);
	cell_settle(&boot.cell);
	cell_name(&boot.cell, boot.name);
	return boot;
}

#endif
