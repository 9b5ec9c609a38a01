// SPDX-License-Identifier: GPL-2.0-only
/*
 * profile_null.c - looks at nothing: what the plugin costs by being there, and a test of
 * its calls. With count=yes it counts, as the cheapest profile that does.
 */
#include "qemu/plugin/count.h"
#include "qemu/plugin/profile.h"

#include <errno.h>
#include <string.h>

static bool null_counts;

static int null_option(const char *key, const char *value)
{
	if (strcmp(key, "count"))
		return 0;
	if (strcmp(value, "yes") && strcmp(value, "no")) {
		say_error("count=%s: expected yes or no", value);
		return -1;
	}
	null_counts = !strcmp(value, "yes");
	return 1;
}

static int null_start(unsigned int cpus)
{
	count_start(cpus);
	return 0;
}

static void null_translate(struct qemu_plugin_tb *tb)
{
	if (!null_counts)
		return;
	count_insns(tb);
	count_memory(tb);
}

static void null_armed(bool on)
{
	(void)on;
}

static int null_read(uint64_t table, uint64_t row, uint64_t column, uint64_t *value)
{
	return table == PLUGIN_TABLE_RUN ? count_read(row, column, value) : -ENOENT;
}

const struct profile profile_null = {
	.name = "null",
	.id = PLUGIN_PROFILE_NULL,
	.option = null_option,
	.start = null_start,
	.translate = null_translate,
	.armed = null_armed,
	.begin = count_begin,
	.end = count_end,
	.read = null_read,
};
