// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_plugin.c - does the plugin count what is executed? Loops whose instructions and
 * accesses are known are counted, twice as long ones too: what a loop more takes must be
 * exactly that. Interrupts come in between, so the least of some tries is taken.
 */
#include "bench/bench.h"
#include "bench/check.h"
#include "bench/plugin.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define ROUNDS	20000
#define TRIES	16

struct counted {
	uint64_t insns, loads, stores;
};

/* 4 instructions, one load and one store a round. */
static void rounds(uint64_t n, volatile uint64_t *word)
{
	uint64_t value;

	asm volatile("1: ldr %[value], [%[word]]\n"
		     "   str %[value], [%[word]]\n"
		     "   subs %[n], %[n], #1\n"
		     "   b.ne 1b\n"
		     : [n] "+r"(n), [value] "=&r"(value)
		     : [word] "r"(word)
		     : "cc", "memory");
}

static int counted_read(struct counted *counted)
{
	int err = plugin_read(PLUGIN_TABLE_RUN, 0, PLUGIN_RUN_INSNS, &counted->insns);

	if (!err)
		err = plugin_read(PLUGIN_TABLE_RUN, 0, PLUGIN_RUN_LOADS, &counted->loads);
	if (!err)
		err = plugin_read(PLUGIN_TABLE_RUN, 0, PLUGIN_RUN_STORES, &counted->stores);
	return err;
}

static int count_once(uint64_t n, struct counted *counted)
{
	uint64_t word = 0;
	int err = plugin_begin();

	if (err)
		return err;
	rounds(n, &word);
	err = plugin_end();
	return err ? err : counted_read(counted);
}

static int count_least(uint64_t n, struct counted *least)
{
	struct counted counted;
	unsigned int i;
	int err = 0;

	memset(least, 0xff, sizeof(*least));
	for (i = 0; i < TRIES && !err; i++) {
		err = count_once(n, &counted);
		if (!err && counted.insns < least->insns)
			*least = counted;
	}
	return err;
}

static void plugin_counts(struct tap *tap)
{
	struct counted one, two;
	int err = count_least(ROUNDS, &one);
	char why[128];

	if (!err)
		err = count_least(2 * ROUNDS, &two);
	if (err) {
		tap_test(tap, false, plugin_error(err), "the plugin counts");
		return;
	}
	snprintf(why, sizeof(why), "%llu instructions, %llu loads, %llu stores",
		 (unsigned long long)(two.insns - one.insns),
		 (unsigned long long)(two.loads - one.loads),
		 (unsigned long long)(two.stores - one.stores));
	tap_test(tap, two.insns - one.insns == 4 * ROUNDS, why, "instructions of a loop, exactly");
	tap_test(tap, two.loads - one.loads == ROUNDS, why, "its loads, exactly");
	tap_test(tap, two.stores - one.stores == ROUNDS, why, "its stores, exactly");
}

static void plugin_refuses(struct tap *tap)
{
	uint64_t value;

	tap_test(tap, plugin_begin() == -EPERM, "", "nothing is counted before it is turned on");
	tap_test(tap, plugin_read(PLUGIN_TABLE_RUN, 1, 0, &value) == -ENOENT, "", "no such row");
	tap_test(tap, plugin_read(PLUGIN_TABLE_RUN, 0, PLUGIN_RUN_NR, &value) == -ENOENT, "",
		 "no such column");
	tap_test(tap, plugin_read(99, 0, 0, &value) == -ENOENT, "", "no such table");
}

void check_plugin(struct tap *tap, struct device *dev, const struct check_options *opt)
{
	enum plugin_profile profile;
	int err = plugin_hello(&profile);

	(void)dev;
	(void)opt;
	if (err == -ENODEV) {
		tap_skip(tap, PLUGIN_ABSENT, "the plugin");
		return;
	}
	tap_test(tap, !err && profile == PLUGIN_PROFILE_NULL, plugin_error(err),
		 "the plugin answers, with profile null");
	plugin_refuses(tap);
	err = plugin_arm();
	tap_test(tap, !err, plugin_error(err), "it is turned on");
	if (err)
		return;
	plugin_counts(tap);
	err = plugin_disarm();
	tap_test(tap, !err, plugin_error(err), "and off");
	tap_test(tap, plugin_end() == -EPERM, "", "then it counts no more");
}
