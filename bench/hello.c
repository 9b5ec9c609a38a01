// SPDX-License-Identifier: GPL-2.0-only
/*
 * hello.c - describes the machine as the guest sees it, for the host to compare with
 * what was planned. What only the module knows is left out without it.
 */
#include "bench/hello.h"

#include "bench/frame.h"
#include "bench/json.h"
#include "bench/meminfo.h"

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

static void hello_system(struct json *json)
{
	struct utsname name;
	uint64_t kib;

	if (!uname(&name)) {
		json_str(json, "kernel", name.release);
		json_str(json, "arch", name.machine);
	}
	json_u64(json, "cpus", sysconf(_SC_NPROCESSORS_ONLN));
	json_u64(json, "page_kib", sysconf(_SC_PAGESIZE) >> 10);
	if (!meminfo_read("MemTotal", &kib))
		json_u64(json, "mem_mib", kib >> 10);
}

static void hello_module(struct json *json, const struct device *dev)
{
	const struct splitfold_info *info = &dev->info;

	if (!device_present(dev))
		return;
	json_u64(json, "va_bits", info->va_bits);
	json_u64(json, "el", info->flags & SPLITFOLD_INFO_EL2 ? 2 : 1);
	json_u64(json, "cpus_bbml2", info->cpus_bbml2);
	json_bool(json, "lazy_split", info->flags & SPLITFOLD_INFO_LAZY_SPLIT);
	json_bool(json, "rodata_full", info->flags & SPLITFOLD_INFO_RODATA_FULL);
	json_bool(json, "can_set_direct", info->flags & SPLITFOLD_INFO_CAN_SET_DIRECT);
	json_bool(json, "realm", info->flags & SPLITFOLD_INFO_REALM);
}

static void hello_cmdline(struct json *json)
{
	FILE *file = fopen("/proc/cmdline", "re");
	char line[4096];

	if (!file)
		return;
	if (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		json_str(json, "cmdline", line);
	}
	fclose(file);
}

int hello_send(struct run *run)
{
	struct json json = { 0 };
	int err;

	json_open(&json, NULL);
	json_str(&json, "type", "hello");
	json_u64(&json, "proto", FRAME_PROTO);
	hello_system(&json);
	hello_module(&json, &run->dev);
	json_u64(&json, "counter_hz", run->counter_hz);
	json_str(&json, "bench", run->opt->bench->name);
	hello_cmdline(&json);
	json_close(&json);

	err = json.err ? json.err : frame_write(run->out, json.text, json.len);
	json_free(&json);
	return err;
}
