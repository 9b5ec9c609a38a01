// SPDX-License-Identifier: GPL-2.0-only
/*
 * collect/payload.c - reads what a guest sends inside its frames, see collect/payload.h.
 */
#include <stddef.h>
#include <string.h>

#include "host/base/alloc.h"
#include "host/collect/payload.h"
#include "host/base/text.h"

const struct hello_number hello_numbers[HELLO_NR] = {
	[HELLO_PROTO]		= { "proto", "count", true },
	[HELLO_CPUS]		= { "cpus", "count", true },
	[HELLO_PAGE_KIB]	= { "page_kib", "KiB", true },
	[HELLO_MEM_MIB]		= { "mem_mib", "MiB", true },
	[HELLO_VA_BITS]		= { "va_bits", "bits", false },
	[HELLO_EL]		= { "el", "count", false },
	[HELLO_CPUS_BBML2]	= { "cpus_bbml2", "count", false },
	[HELLO_COUNTER_HZ]	= { "counter_hz", "hz", false },
	[HELLO_LAZY_SPLIT]	= { "lazy_split", "bool", false },
	[HELLO_RODATA_FULL]	= { "rodata_full", "bool", false },
	[HELLO_CAN_SET_DIRECT]	= { "can_set_direct", "bool", false },
	[HELLO_REALM]		= { "realm", "bool", false },
};

struct head {
	const char *type;
	struct hello hello;
	struct bye bye;
	const char *bench, *op, *strategy, *method, *hold;
	struct record_body body;
};

#define HEAD(_key, _type, _required, _field) \
	{ _key, _type, _required, offsetof(struct head, _field) }

static const struct json_field hello_fields[] = {
	HEAD("type", JSON_TEXT, true, type),
	HEAD("kernel", JSON_TEXT, true, hello.kernel),
	HEAD("arch", JSON_TEXT, true, hello.arch),
	HEAD("bench", JSON_TEXT, true, hello.bench),
	HEAD("cmdline", JSON_TEXT, true, hello.cmdline),
};

static const struct json_field bye_fields[] = {
	HEAD("type", JSON_TEXT, true, type),
	HEAD("records", JSON_INT, true, bye.records),
	HEAD("status", JSON_TEXT, true, bye.status),
	HEAD("reason", JSON_TEXT, false, bye.reason),
};

static const struct json_field record_fields[] = {
	HEAD("type", JSON_TEXT, true, type),
	HEAD("bench", JSON_TEXT, true, bench),
	HEAD("op", JSON_TEXT, true, op),
	HEAD("strategy", JSON_TEXT, true, strategy),
	HEAD("method", JSON_TEXT, true, method),
	HEAD("hold", JSON_TEXT, true, hold),
	HEAD("status", JSON_TEXT, true, body.status),
	HEAD("reason", JSON_TEXT, true, body.reason),
	HEAD("metrics", JSON_OBJECT, false, body.metrics),
	HEAD("skipped", JSON_OBJECT, false, body.skipped),
	HEAD("census", JSON_OBJECT, false, body.census),
	HEAD("log", JSON_ARRAY, false, body.log),
};

static int take_hello_number(const char *key, yyjson_val *val, void *to, const struct origin *at)
{
	struct head *head = to;
	const struct hello_number *number;
	bool is_bool;
	int i;

	for (i = 0; i < HELLO_NR; i++)
		if (!strcmp(hello_numbers[i].key, key))
			break;
	if (i == HELLO_NR)
		return 0;
	number = &hello_numbers[i];
	is_bool = !strcmp(number->unit, "bool");
	if (head->hello.number[i] != HELLO_ABSENT) {
		say_at(at, "hello: key '%s' is there twice", key);
		return -1;
	}
	if (is_bool ? !yyjson_is_bool(val) :
		      !yyjson_is_uint(val) || yyjson_get_uint(val) > INT64_MAX) {
		say_at(at, "hello: '%s' must be %s", key,
		       is_bool ? "true or false" : "a non-negative integer");
		return -1;
	}
	head->hello.number[i] = is_bool ? yyjson_get_bool(val) : (int64_t)yyjson_get_uint(val);
	return 1;
}

static int read_hello(struct payload *payload, yyjson_val *root, const struct origin *at)
{
	char out[AXIS_TEXT_MAX];
	struct head head = { 0 };
	int i;

	for (i = 0; i < HELLO_NR; i++)
		head.hello.number[i] = HELLO_ABSENT;
	if (json_read(root, hello_fields, ARRAY_SIZE(hello_fields), &head, take_hello_number,
		      "hello", at))
		return -1;
	for (i = 0; i < HELLO_NR; i++) {
		if (hello_numbers[i].required && head.hello.number[i] == HELLO_ABSENT) {
			say_at(at, "hello: key '%s' is missing", hello_numbers[i].key);
			return -1;
		}
	}
	if (axis_parse(&axes[AXIS_KERNEL], head.hello.kernel, out)) {
		axis_expected(&axes[AXIS_KERNEL], out, sizeof(out));
		say_at(at, "hello: 'kernel' must be %s", out);
		return -1;
	}
	payload->hello = head.hello;
	return 0;
}

static int read_bye(struct payload *payload, yyjson_val *root, const struct origin *at)
{
	struct head head = { .bye.reason = "" };
	enum status status;

	if (json_read(root, bye_fields, ARRAY_SIZE(bye_fields), &head, NULL, "bye", at))
		return -1;
	if (status_parse(head.bye.status, &status)) {
		say_at(at, "bye: status '%.32s' is not known; expected ok or fail",
		       head.bye.status);
		return -1;
	}
	payload->bye = head.bye;
	return 0;
}

static int take_axis(struct record *record, enum axis_id id, const char *text,
		     const struct origin *at)
{
	char expected[256];

	if (!axis_parse(&axes[id], text, record->cell.value[id]))
		return 0;
	axis_expected(&axes[id], expected, sizeof(expected));
	say_at(at, "the record: %s '%.32s' is not known; expected %s", axes[id].field, text,
	       expected);
	return -1;
}

static bool op_reserved(const char *op)
{
	return !strcmp(op, OP_END) || !strcmp(op, OP_HELLO) || !strcmp(op, OP_CONSOLE);
}

static int read_record(struct payload *payload, yyjson_val *root, const struct origin *at)
{
	struct record *record = &payload->record;
	struct head head = { 0 };

	if (json_read(root, record_fields, ARRAY_SIZE(record_fields), &head, NULL, "the record",
		      at))
		return -1;
	if (!text_is_name(head.op, RECORD_NAME_MAX) || op_reserved(head.op)) {
		say_at(at, "the record: op '%.64s' is reserved or no name", head.op);
		return -1;
	}
	record->op = head.op;
	if (take_axis(record, AXIS_BENCH, head.bench, at) ||
	    take_axis(record, AXIS_STRATEGY, head.strategy, at) ||
	    take_axis(record, AXIS_METHOD, head.method, at) ||
	    take_axis(record, AXIS_HOLD, head.hold, at))
		return -1;
	return record_take_body(record, &head.body, false, at);
}

static const struct {
	const char *type;
	int (*read)(struct payload *payload, yyjson_val *root, const struct origin *at);
} readers[] = {
	[PAYLOAD_HELLO] = { "hello", read_hello },
	[PAYLOAD_RECORD] = { "record", read_record },
	[PAYLOAD_BYE] = { "bye", read_bye },
};

int payload_read(struct payload *payload, const char *text, size_t len, const struct origin *at)
{
	const char *type;
	yyjson_val *root;
	size_t i;

	memset(payload, 0, sizeof(*payload));
	payload->doc = json_parse(text, len, at);
	if (!payload->doc)
		return -1;
	root = yyjson_doc_get_root(payload->doc);
	type = json_text(yyjson_obj_get(root, "type"));
	for (i = 0; type && i < ARRAY_SIZE(readers); i++) {
		if (strcmp(readers[i].type, type))
			continue;
		payload->type = i;
		if (!readers[i].read(payload, root, at))
			return 0;
		payload_free(payload);
		return -1;
	}
	say_at(at, "type '%.32s' is not known; expected hello, record or bye", type ? type : "");
	payload_free(payload);
	return -1;
}

void payload_free(struct payload *payload)
{
	record_free(&payload->record);
	yyjson_doc_free(payload->doc);
	memset(payload, 0, sizeof(*payload));
}
