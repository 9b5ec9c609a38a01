// SPDX-License-Identifier: GPL-2.0-only
/* plugin.c - the calls of qemu/plugin/abi.h. */
#include "bench/plugin.h"

#include <errno.h>
#include <sched.h>
#include <string.h>

#define XSTR(s)	STR(s)
#define STR(s)	#s

/* Turning a profile on takes until all vCPUs have stopped: some thousand instructions. */
#define ARM_TRIES	1000000

static int64_t plugin_call(uint64_t fn, uint64_t arg1, uint64_t arg2, uint64_t arg3,
			   uint64_t *value)
{
	register uint64_t x0 asm("x0") = fn;
	register uint64_t x1 asm("x1") = arg1;
	register uint64_t x2 asm("x2") = arg2;
	register uint64_t x3 asm("x3") = arg3;

	asm volatile("hint #" XSTR(PLUGIN_CALL_HINT)
		     : "+r"(x0), "+r"(x1)
		     : "r"(x2), "r"(x3)
		     : "memory");
	if (value)
		*value = x1;
	/* A nop leaves x0 alone. */
	return x0 == fn ? -ENODEV : (int64_t)x0;
}

int plugin_hello(enum plugin_profile *profile)
{
	uint64_t value;
	int err = plugin_call(PLUGIN_FN_HELLO, 0, 0, 0, &value);

	if (err)
		return err;
	if ((uint32_t)value != PLUGIN_ABI)
		return -EPROTO;
	*profile = value >> 32;
	return 0;
}

static int plugin_turn(uint64_t on)
{
	unsigned int tries = ARM_TRIES;
	int err = plugin_call(PLUGIN_FN_ARM, on, 0, 0, NULL);
	uint64_t armed;

	while (!err && tries--) {
		err = plugin_call(PLUGIN_FN_ARMED, 0, 0, 0, &armed);
		if (!err && armed == on)
			return 0;
		sched_yield();
	}
	return err ? err : -ETIMEDOUT;
}

int plugin_arm(void)
{
	return plugin_turn(1);
}

int plugin_disarm(void)
{
	return plugin_turn(0);
}

int plugin_begin(void)
{
	return plugin_call(PLUGIN_FN_BEGIN, 0, 0, 0, NULL);
}

int plugin_end(void)
{
	return plugin_call(PLUGIN_FN_END, 0, 0, 0, NULL);
}

int plugin_read(enum plugin_table table, uint64_t row, uint64_t column, uint64_t *value)
{
	return plugin_call(PLUGIN_FN_READ, table, row, column, value);
}

int plugin_text(enum plugin_table table, uint64_t row, char *text, size_t size)
{
	uint64_t word;
	size_t at;
	int err;

	memset(text, 0, size);
	for (at = 0; at + 1 < size; at += sizeof(word)) {
		err = plugin_read(table, row, at / sizeof(word), &word);
		if (err)
			return err;
		memcpy(text + at, &word,
		       size - 1 - at < sizeof(word) ? size - 1 - at : sizeof(word));
		if (memchr(&word, '\0', sizeof(word)))
			break;
	}
	return 0;
}

const char *plugin_error(int err)
{
	switch (err) {
	case -ENODEV:
		return PLUGIN_ABSENT;
	case -EPROTO:
		return "the plugin under this system has another ABI: build it again";
	case -ETIMEDOUT:
		return "the plugin could not be turned on or off";
	case -EPERM:
		return "the plugin is not turned on";
	default:
		return strerror(-err);
	}
}
