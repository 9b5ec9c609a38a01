/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * profile.h - what a profile is: something that looks at what the guest executes.
 *
 * To add one: write profile_<name>.c with one struct profile, declare it here, give it a
 * number in abi.h and a row in plugin.c. Callbacks come on vCPU threads, at the same time
 * under MTTCG: what is not of one CPU alone needs a lock of the profile's own.
 */
#ifndef PLUGIN_PROFILE_H
#define PLUGIN_PROFILE_H

#include "qemu/plugin/abi.h"
#include "qemu/plugin/api.h"

#define PLUGIN_CPUS_MAX	64

struct profile {
	const char *name;
	enum plugin_profile id;
	bool whole_boot;	/* on from reset; others are when the guest arms them */
	/*
	 * An option of the plugin's command line, "key=value". Returns 1 when it is this
	 * profile's and good, 0 when it is not its own, -1 after a message (say_error).
	 */
	int (*option)(const char *key, const char *value);
	/* All options are known. Returns 0, or -1 after a message: QEMU then does not start. */
	int (*start)(unsigned int cpus);
	/* Each translation while it is on: register here what is to be called. */
	void (*translate)(struct qemu_plugin_tb *tb);
	/* Turned on (nothing is translated yet, no vCPU runs) or off. */
	void (*armed)(bool on);
	void (*begin)(void);
	void (*end)(void);
	/* Returns 0 or -ENOENT. */
	int (*read)(uint64_t table, uint64_t row, uint64_t column, uint64_t *value);
	/* Exceptions, interrupts and host calls, while it is on; may be NULL. */
	void (*discontinuity)(unsigned int cpu, uint64_t from_pc, uint64_t to_pc);
};

extern const struct profile profile_tlb;
extern const struct profile profile_timeline;
extern const struct profile profile_bbm;
extern const struct profile profile_null;

/* Is this code of the monitor of realm/? It runs at EL2, at addresses that no guest uses. */
bool monitor_has(uint64_t vaddr);

/*
 * May QEMU's inline operations on a scoreboard be used? With several vCPUs on one thread
 * (icount) they go wrong, and the guest with them; plain callbacks do not (option inline=no).
 */
bool plugin_inline(void);

/* A message of the plugin's, to stderr: what is wrong and what would be right. */
void say_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Up to 8 characters of text from 8 * word on, the first one lowest; 0 behind its end. */
uint64_t text_word(const char *text, uint64_t word);

#endif
