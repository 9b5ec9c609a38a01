/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * collect/payload.h - what a guest sends inside its frames: hello, records, bye.
 *
 * A guest is not trusted: a payload that reads without a message is typed and
 * bounded in every field.
 */
#ifndef HOST_PAYLOAD_H
#define HOST_PAYLOAD_H

#include "host/record/record.h"

/* A number or bool that the guest did not send: it has no module, or no way to know. */
#define HELLO_ABSENT	(-1)

/* Numbers of the hello, by their place in hello_numbers[]. */
enum hello_id {
	HELLO_PROTO,
	HELLO_CPUS,
	HELLO_PAGE_KIB,
	HELLO_MEM_MIB,
	HELLO_VA_BITS,
	HELLO_EL,
	HELLO_CPUS_BBML2,
	HELLO_COUNTER_HZ,
	HELLO_LAZY_SPLIT,
	HELLO_RODATA_FULL,
	HELLO_CAN_SET_DIRECT,
	HELLO_REALM,
	HELLO_NR,
};

struct hello_number {
	const char *key;
	const char *unit;	/* in the hello's record; "bool": true or false in the frame */
	bool required;
};

extern const struct hello_number hello_numbers[HELLO_NR];

struct hello {
	int64_t number[HELLO_NR];
	const char *kernel;	/* uname -r */
	const char *arch;
	const char *bench;
	const char *cmdline;
};

struct bye {
	int64_t records;
	const char *status;
	const char *reason;
};

enum payload_type {
	PAYLOAD_HELLO,
	PAYLOAD_RECORD,
	PAYLOAD_BYE,
};

struct payload {
	enum payload_type type;
	yyjson_doc *doc;	/* owns all text; a record takes it over */
	struct hello hello;
	struct bye bye;
	struct record record;	/* bench, op, strategy, method, hold and the body */
};

/* 0 or -1 after a message. */
int payload_read(struct payload *payload, const char *text, size_t len, const struct origin *at);

void payload_free(struct payload *payload);

#endif
