// SPDX-License-Identifier: GPL-2.0-only
/*
 * plugin.c - what QEMU talks to: options, translation, turning a profile on and off.
 *
 * Off, nothing but the guest's calls is looked for, and translated code is as it would be
 * without plugin. To turn a profile on or off all translated code has to go, which is what
 * qemu_plugin_reset() does, when all vCPUs have stopped.
 */
#include "qemu/plugin/plugin.h"
#include "qemu/plugin/regs.h"

#include <stdlib.h>
#include <string.h>

QEMU_PLUGIN_EXPORT int qemu_plugin_version = QEMU_PLUGIN_API_VERSION;

static const struct profile *const profiles[] = {
	&profile_null,
	&profile_tlb,
	&profile_timeline,
	&profile_bbm,
};

/* More than the monitor's image takes, less than what is set aside for it. */
#define MONITOR_BYTES	(1 << 20)

static struct plugin {
	qemu_plugin_id_t id;
	uint64_t monitor;	/* where it is; 0: there is none */
	const struct profile *profile;
	bool on;
	bool no_inline;
} plugin;

const struct profile *plugin_profile(void)
{
	return plugin.profile;
}

bool monitor_has(uint64_t vaddr)
{
	return plugin.monitor && vaddr - plugin.monitor < MONITOR_BYTES;
}

bool plugin_inline(void)
{
	return !plugin.no_inline;
}

bool plugin_armed(void)
{
	return __atomic_load_n(&plugin.on, __ATOMIC_ACQUIRE);
}

/*
 * QEMU says version 7 for more than one set of prototypes. Ours is the one in which this
 * gets what was registered as its second argument.
 */
static void plugin_check_userdata(const void *userdata)
{
	if (userdata == &plugin)
		return;
	say_error("this QEMU says plugin API version %d and calls with other arguments than "
		  "that of QEMU 11.1: no figure of it could be believed",
		  QEMU_PLUGIN_API_VERSION);
	_Exit(1);
}

static void plugin_translate(struct qemu_plugin_tb *tb, void *userdata)
{
	size_t n, i;

	plugin_check_userdata(userdata);
	n = qemu_plugin_tb_n_insns(tb);
	if (plugin.on)
		plugin.profile->translate(tb);
	for (i = 0; i < n; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		uint32_t opcode;

		if (qemu_plugin_insn_data(insn, &opcode, sizeof(opcode)) != sizeof(opcode))
			continue;
		if (plugin.on)
			regs_translate(insn, opcode);
		if (call_is(opcode))
			qemu_plugin_register_vcpu_insn_exec_cb(insn, call, QEMU_PLUGIN_CB_RW_REGS,
							       NULL);
	}
}

static void plugin_vcpu_init(unsigned int cpu, void *userdata)
{
	plugin_check_userdata(userdata);
	regs_cpu_init(cpu);
}

static void plugin_discontinuity(unsigned int cpu, enum qemu_plugin_discon_type type,
				 uint64_t from_pc, uint64_t to_pc, void *userdata)
{
	(void)type;
	(void)userdata;
	plugin.profile->discontinuity(cpu, from_pc, to_pc);
}

static void plugin_register(void)
{
	qemu_plugin_register_vcpu_init_cb(plugin.id, plugin_vcpu_init, &plugin);
	qemu_plugin_register_vcpu_tb_trans_cb(plugin.id, plugin_translate, &plugin);
	if (plugin.on && plugin.profile->discontinuity)
		qemu_plugin_register_vcpu_discon_cb(
			plugin.id,
			QEMU_PLUGIN_DISCON_INTERRUPT | QEMU_PLUGIN_DISCON_EXCEPTION |
				QEMU_PLUGIN_DISCON_HOSTCALL,
			plugin_discontinuity, &plugin);
}

/* All vCPUs have stopped, nothing is translated, no callback is registered. */
static void plugin_turn(void *userdata)
{
	const bool on = userdata;
	unsigned int cpu;

	for (cpu = 0; cpu < PLUGIN_CPUS_MAX; cpu++)
		regs_stale(cpu);
	plugin.profile->armed(on);
	__atomic_store_n(&plugin.on, on, __ATOMIC_RELEASE);
	plugin_register();
}

void plugin_arm(bool on)
{
	if (!plugin.profile->whole_boot && on != plugin.on)
		qemu_plugin_reset(plugin.id, plugin_turn, on ? &plugin : NULL);
}

/* "profile=NAME", which comes first. */
static int plugin_choose(const char *option)
{
	size_t i;

	if (strncmp(option, "profile=", 8)) {
		say_error("%s: expected profile=NAME first", option);
		return -1;
	}
	for (i = 0; i < G_N_ELEMENTS(profiles); i++)
		if (!strcmp(option + 8, profiles[i]->name))
			plugin.profile = profiles[i];
	if (plugin.profile)
		return 0;
	say_error("%s: expected one of these:", option);
	for (i = 0; i < G_N_ELEMENTS(profiles); i++)
		say_error("  profile=%s", profiles[i]->name);
	return -1;
}

static int plugin_monitor(const char *value)
{
	char *end;

	plugin.monitor = strtoull(value, &end, 0);
	if (*value && !*end)
		return 1;
	say_error("monitor=%s: expected an address", value);
	return -1;
}

static int plugin_no_inline(const char *value)
{
	plugin.no_inline = !strcmp(value, "no");
	if (plugin.no_inline || !strcmp(value, "yes"))
		return 1;
	say_error("inline=%s: expected yes or no", value);
	return -1;
}

static int plugin_option(const char *option)
{
	const char *equals = strchr(option, '=');
	char *key = g_strndup(option, equals ? (gsize)(equals - option) : strlen(option));
	int taken = 0;

	if (equals && !strcmp(key, "monitor"))
		taken = plugin_monitor(equals + 1);
	else if (equals && !strcmp(key, "inline"))
		taken = plugin_no_inline(equals + 1);
	else if (equals)
		taken = plugin.profile->option(key, equals + 1);
	g_free(key);
	if (!taken)
		say_error("%s: not an option of profile %s", option, plugin.profile->name);
	return taken == 1 ? 0 : -1;
}

QEMU_PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info,
					   int argc, char **argv)
{
	int i;

	if (info->version.cur != QEMU_PLUGIN_API_VERSION) {
		say_error("this QEMU has plugin API version %d; version %d is needed (QEMU 11.1)",
			  info->version.cur, QEMU_PLUGIN_API_VERSION);
		return -1;
	}
	if (!info->system_emulation || strcmp(info->target_name, "aarch64")) {
		say_error("target %s: expected system emulation of aarch64", info->target_name);
		return -1;
	}
	if (info->system.max_vcpus > PLUGIN_CPUS_MAX) {
		say_error("%d CPUs: at most %d", info->system.max_vcpus, PLUGIN_CPUS_MAX);
		return -1;
	}
	if (plugin_choose(argc ? argv[0] : ""))
		return -1;
	for (i = 1; i < argc; i++)
		if (plugin_option(argv[i]))
			return -1;
	plugin.id = id;
	if (plugin.profile->start(info->system.max_vcpus))
		return -1;
	plugin.on = plugin.profile->whole_boot;
	plugin_register();
	return 0;
}
