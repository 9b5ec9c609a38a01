// SPDX-License-Identifier: GPL-2.0-only
/* image.c - what monitor.lds and start.S know. */
#include "realm/cpu.h"
#include "realm/image.h"

extern const u8 monitor_start[], image_constant_end[], image_end[], cpu_entry[];

u64 image_base(void)
{
	return (u64)monitor_start;
}

u64 image_size(void)
{
	return image_end - monitor_start;
}

u64 image_constant_size(void)
{
	return image_constant_end - monitor_start;
}

u64 cpu_entry_pa(void)
{
	return (u64)cpu_entry;
}
