// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_frame.c - frames are found whatever stands around them, and only whole ones.
 */
#include "tests/unit/unit.h"
#include "bench/frame.h"
#include "host/collect/frame.h"

/* Payloads of all frames in text, joined by '|'; the counts of the reader in *reader. */
static char *frames_in(const char *text, size_t len, struct frame_reader *reader)
{
	struct pile found = { 0 };
	struct frame frame;

	pile_puts(&found, "");
	frame_reader_init(reader, text, len);
	while (frame_next(reader, &frame)) {
		if (found.len)
			pile_puts(&found, "|");
		pile_add(&found, frame.payload, frame.len);
		assert_int_equal(frame.nr, reader->frames);
	}
	return found.text;
}

static void assert_frames(const struct pile *pile, const char *expect, unsigned int lost,
			  size_t lost_bytes)
{
	struct frame_reader reader;
	char *found = frames_in(pile->text, pile->len, &reader);

	assert_string_equal(found, expect);
	assert_int_equal(reader.lost, lost);
	assert_int_equal(reader.lost_bytes, lost_bytes);
	free(found);
}

static void whole_frames(void **state)
{
	struct pile pile = { 0 };

	(void)state;
	pile_puts(&pile, "");
	assert_frames(&pile, "", 0, 0);
	pile_frame(&pile, "{}");
	pile_frame(&pile, "{\"a\":1}");
	assert_frames(&pile, "{}|{\"a\":1}", 0, 0);
	pile_free(&pile);
}

static void garbage_around(void **state)
{
	struct pile pile = { 0 };

	(void)state;
	pile_puts(&pile, "noise\nSFR1 nonsense\n");
	pile_frame(&pile, "{}");
	pile_puts(&pile, "\n\nmore");
	assert_frames(&pile, "{}", 2, 20 + 6);
	pile_free(&pile);
	/* a header that does not begin a line is no header */
	pile_puts(&pile, "x");
	pile_frame(&pile, "{}");
	assert_frames(&pile, "", 1, pile.len);
	pile_free(&pile);
}

/* Damage to any byte of the first frame loses that frame at most. */
static void any_byte_damaged(void **state)
{
	struct pile pile = { 0 };
	size_t first, i;

	(void)state;
	pile_frame(&pile, "{\"first\":1}");
	first = pile.len;
	pile_frame(&pile, "{\"second\":2}");
	for (i = 0; i < first; i++) {
		struct frame_reader reader;
		char *found;

		pile.text[i] ^= 0x55;
		found = frames_in(pile.text, pile.len, &reader);
		if (i == first - 1)	/* the newline before the second frame */
			assert_string_equal(found, "");
		else
			assert_string_equal(found, "{\"second\":2}");
		assert_int_equal(reader.lost, 1);
		free(found);
		pile.text[i] ^= 0x55;
	}
	pile_free(&pile);
}

static void cut_anywhere(void **state)
{
	struct pile pile = { 0 };
	size_t first, i;

	(void)state;
	pile_frame(&pile, "{\"first\":1}");
	first = pile.len;
	pile_frame(&pile, "{\"second\":2}");
	for (i = 0; i < pile.len; i++) {
		struct frame_reader reader;
		char *copy = xcalloc(i + 1, 1);	/* so that a sanitizer sees a read behind it */
		char *found;

		memcpy(copy, pile.text, i);
		copy = xrealloc(copy, i, 1);
		found = frames_in(copy, i, &reader);
		assert_string_equal(found, i < first ? "" : "{\"first\":1}");
		assert_int_equal(reader.lost, i != 0 && i != first);
		free(found);
		free(copy);
	}
	pile_free(&pile);
}

static void headers_refused(void **state)
{
	static const char *const headers[] = {
		"SFR1 2 00000000\n",		/* wrong checksum */
		"SFR1 02 2f8f7c3a\n", "SFR1 -2 00000000\n", "SFR1  2 00000000\n",
		"SFR1 2 0000000\n", "SFR1 2 0000000G\n", "SFR1 2 ABCDEF01\n",
		"SFR1 2000000 00000000\n", "SFR1 99999999999999999999 00000000\n",
		"SFR1 18446744073709551615 00000000\n", "SFR2 2 00000000\n",
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(headers); i++) {
		struct pile pile = { 0 };

		pile_puts(&pile, headers[i]);
		pile_puts(&pile, "{}\n");
		assert_frames(&pile, "", 1, pile.len);
		pile_free(&pile);
	}
}

/* A payload may itself hold what looks like a frame. */
static void frame_inside_frame(void **state)
{
	struct pile inner = { 0 }, outer = { 0 };

	(void)state;
	pile_frame(&inner, "{}");
	pile_frame(&outer, inner.text);
	assert_frames(&outer, inner.text, 0, 0);
	pile_free(&inner);
	pile_free(&outer);
}

static void largest(void **state)
{
	char *payload = xcalloc(FRAME_PAYLOAD_MAX + 2, 1);
	struct pile pile = { 0 };

	(void)state;
	memset(payload, 'x', FRAME_PAYLOAD_MAX);
	pile_frame(&pile, payload);
	assert_frames(&pile, payload, 0, 0);
	pile_free(&pile);
	payload[FRAME_PAYLOAD_MAX] = 'x';
	pile_frame(&pile, payload);
	assert_frames(&pile, "", 1, pile.len);
	pile_free(&pile);
	free(payload);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_frames), cmocka_unit_test(garbage_around),
		cmocka_unit_test(any_byte_damaged), cmocka_unit_test(cut_anywhere),
		cmocka_unit_test(headers_refused), cmocka_unit_test(frame_inside_frame),
		cmocka_unit_test(largest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
