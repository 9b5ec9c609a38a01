/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * plugin.h - between plugin.c, which QEMU talks to, and call.c, which the guest does.
 */
#ifndef PLUGIN_PLUGIN_H
#define PLUGIN_PLUGIN_H

#include "qemu/plugin/profile.h"

const struct profile *plugin_profile(void);
/* Soon: see PLUGIN_FN_ARM. */
void plugin_arm(bool on);
bool plugin_armed(void);

/* The instruction that is a call. */
bool call_is(uint32_t opcode);
/* Its callback, with QEMU_PLUGIN_CB_RW_REGS. */
void call(unsigned int cpu, void *unused);

#endif
