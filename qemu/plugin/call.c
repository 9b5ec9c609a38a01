// SPDX-License-Identifier: GPL-2.0-only
/*
 * call.c - answers the guest's calls (abi.h).
 */
#include "qemu/plugin/plugin.h"
#include "qemu/plugin/regs.h"

#include <errno.h>

#define OPCODE_HINT(imm)	(0xd503201f | (imm) << 5)

struct answer {
	int64_t status;
	uint64_t value;
};

/* Calls of several CPUs at once come one after the other. */
static GMutex call_lock;

bool call_is(uint32_t opcode)
{
	return opcode == OPCODE_HINT(PLUGIN_CALL_HINT);
}

static struct answer call_read(uint64_t table, uint64_t row, uint64_t column)
{
	struct answer answer = { 0 };

	answer.status = plugin_profile()->read(table, row, column, &answer.value);
	return answer;
}

static struct answer call_counted(void (*fn)(void))
{
	if (!plugin_armed())
		return (struct answer){ .status = -EPERM };
	fn();
	return (struct answer){ 0 };
}

static struct answer call_answer(uint64_t fn, const uint64_t arg[3])
{
	const struct profile *profile = plugin_profile();

	switch (fn) {
	case PLUGIN_FN_HELLO:
		return (struct answer){ .value = PLUGIN_ABI | (uint64_t)profile->id << 32 };
	case PLUGIN_FN_ARM:
		if (arg[0] > 1)
			return (struct answer){ .status = -EINVAL };
		plugin_arm(arg[0]);
		return (struct answer){ 0 };
	case PLUGIN_FN_ARMED:
		return (struct answer){ .value = plugin_armed() };
	case PLUGIN_FN_BEGIN:
		return call_counted(profile->begin);
	case PLUGIN_FN_END:
		return call_counted(profile->end);
	case PLUGIN_FN_READ:
		return call_read(arg[0], arg[1], arg[2]);
	default:
		return (struct answer){ .status = -ENOSYS };
	}
}

void call(unsigned int cpu, void *unused)
{
	uint64_t fn = regs_x(cpu, 0), arg[3];
	struct answer answer;
	unsigned int i;

	(void)unused;
	for (i = 0; i < 3; i++)
		arg[i] = regs_x(cpu, i + 1);
	/* Some other use of this hint, if there ever is one, is left alone. */
	if (fn - PLUGIN_FN(0) > UINT8_MAX)
		return;
	g_mutex_lock(&call_lock);
	answer = call_answer(fn, arg);
	g_mutex_unlock(&call_lock);
	regs_set_x(cpu, 0, answer.status);
	regs_set_x(cpu, 1, answer.value);
}
