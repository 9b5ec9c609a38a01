// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_payload.c - what a guest may send, and what it may not.
 */
#include "tests/unit/unit.h"
#include "host/collect/payload.h"

static const char hello[] =
	"{\"type\":\"hello\",\"proto\":1,\"kernel\":\"7.2.12\",\"arch\":\"aarch64\",\"cpus\":2,"
	"\"page_kib\":4,\"mem_mib\":1960,\"counter_hz\":62500000,\"lazy_split\":false,"
	"\"bench\":\"null\",\"cmdline\":\"console=ttyAMA0\"}";

static const char record[] =
	"{\"type\":\"record\",\"bench\":\"null\",\"op\":\"clock\",\"strategy\":\"none\","
	"\"method\":\"none\",\"hold\":\"none\",\"status\":\"ok\",\"reason\":\"\",\"metrics\":{"
	"\"latency\":{\"unit\":\"ns\",\"n\":1,\"min\":5,\"max\":5,\"overflow\":0,\"hdr\":\"x\"}}}";

static const char bye[] = "{\"type\":\"bye\",\"records\":12,\"status\":\"ok\"}";

static int read_text(struct payload *payload, const char *text)
{
	struct origin at = { "frames", 0, 3 };

	return payload_read(payload, text, strlen(text), &at);
}

static void reads_hello(void **state)
{
	struct payload payload;

	(void)state;
	assert_int_equal(read_text(&payload, hello), 0);
	assert_int_equal(payload.type, PAYLOAD_HELLO);
	assert_string_equal(payload.hello.kernel, "7.2.12");
	assert_int_equal(payload.hello.number[HELLO_CPUS], 2);
	assert_int_equal(payload.hello.number[HELLO_LAZY_SPLIT], 0);
	/* absent is not zero */
	assert_int_equal(payload.hello.number[HELLO_VA_BITS], HELLO_ABSENT);
	payload_free(&payload);
}

static void reads_record_and_bye(void **state)
{
	struct payload payload;

	(void)state;
	assert_int_equal(read_text(&payload, record), 0);
	assert_int_equal(payload.type, PAYLOAD_RECORD);
	assert_string_equal(payload.record.op, "clock");
	assert_true(payload.record.metrics[0].is_hist);
	payload_free(&payload);
	assert_int_equal(read_text(&payload, bye), 0);
	assert_int_equal(payload.bye.records, 12);
	payload_free(&payload);
}

static const struct {
	const char *text, *from, *to, *said;
} edits[] = {
	{ hello, "\"proto\":1,", "", "frames: frame 3: hello: key 'proto' is missing" },
	{ hello, "\"cpus\":2", "\"cpus\":\"2\"", "hello: 'cpus' must be a non-negative integer" },
	{ hello, "\"cpus\":2", "\"cpus\":2,\"realm\":1",
	  "hello: 'realm' must be true or false" },
	{ hello, "false", "0", "hello: 'lazy_split' must be true or false" },
	{ hello, "\"cpus\":2", "\"cpus\":2,\"cpus\":4", "hello: key 'cpus' is there twice" },
	{ hello, "\"cpus\":2", "\"cpus\":2,\"gpus\":1", "hello: key 'gpus' is not known" },
	{ hello, "7.2.12", "7 2", "hello: 'kernel' must be a name" },
	{ hello, "hello", "hallo", "type 'hallo' is not known" },
	{ hello, "\"type\":\"hello\",", "", "type '' is not known" },
	{ record, "\"op\":\"clock\"", "\"op\":\"end\"", "op 'end' is reserved" },
	{ record, "\"op\":\"clock\"", "\"op\":\"hello\"", "op 'hello' is reserved" },
	{ record, "\"op\":\"clock\"", "\"op\":\"a/b\"", "op 'a/b' is reserved or no name" },
	{ record, "\"bench\":\"null\"", "\"bench\":\"nil\"", "bench 'nil' is not known" },
	{ record, "\"hold\":\"none\",", "", "key 'hold' is missing" },
	{ record, "\"overflow\":0", "\"overflow\":0,\"p50\":5", "key 'p50' is not known" },
	{ record, "\"metrics\":{", "\"log\":[\"\"],\"metrics\":{", "log: a line must be text" },
	{ record, "\"status\":\"ok\"", "\"status\":\"skip\"", "status skip needs a reason" },
	{ bye, "12", "-1", "bye: 'records' must be a non-negative integer" },
	{ bye, "\"ok\"", "\"fine\"", "bye: status 'fine' is not known" },
	{ bye, "{", "[{", "no JSON" },
};

static void refuses(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(edits); i++) {
		const char *at = strstr(edits[i].text, edits[i].from);
		struct payload payload;
		char *edited;

		assert_non_null(at);
		edited = xasprintf("%.*s%s%s", (int)(at - edits[i].text), edits[i].text,
				   edits[i].to, at + strlen(edits[i].from));
		said_start();
		if (!read_text(&payload, edited))
			fail_msg("'%s' was taken", edits[i].to);
		assert_said(edits[i].said);
		free(edited);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_hello), cmocka_unit_test(reads_record_and_bye),
		cmocka_unit_test(refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
