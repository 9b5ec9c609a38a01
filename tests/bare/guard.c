// SPDX-License-Identifier: GPL-2.0-only
/*
 * guard.c - behind its memory a guest finds nothing: read, write and fetch take an external
 * abort, and a device gets nothing from there and puts nothing there. The monitor lies
 * there when there is one, from the first byte on; its last MiB are spare.
 */
#include "tests/bare/bare.h"

#include "tests/bare/edu.h"

#define SPARE		(12 * SZ_1M)	/* where a store that gets through does no harm yet */
#define FW_CFG_SELECT	(FW_CFG + 8)
#define FW_CFG_ID	0x0100		/* key 1, big endian */
#define FW_CFG_DMA	0x2	/* it goes to any address, and past an SMMU */

void do_jump(u64 x);

static bool refused(void (*fn)(u64), u64 address, u64 ec)
{
	return try_call(fn, address) && trap_was(ec) && FSC(trap()->esr) == FSC_SEA &&
	       sysreg_read(far_el1) == address;
}

static void test_cpu_access(void)
{
	test(!try_call(try_read, ram_end - 4), "the last word of memory is read");
	test(!try_call(try_write, ram_end - 4), "and written");
	test(refused(try_read, ram_end, EC_DABT), "read behind memory aborts");
	test(refused(try_read, ram_end + SPARE, EC_DABT), "read farther behind aborts");
	test(refused(try_write, ram_end + SPARE, EC_DABT), "write behind memory aborts");
	test(refused(do_jump, ram_end + SPARE, EC_IABT), "fetch farther behind aborts");
	test(refused(try_read, device(ram_end), EC_DABT), "read of its unprotected address aborts");
	test(refused(try_write, device(ram_end + SPARE), EC_DABT), "and write");
	test(refused(try_read, device(SMMU), EC_DABT), "there is no SMMU to read");
	test(refused(try_write, device(SMMU + 0x20), EC_DABT), "nor to turn off");
}

static bool page_is(u64 pa, u8 value)
{
	const volatile u8 *byte = (const volatile u8 *)device(pa);
	u64 i;

	for (i = 0; i < EDU_BYTES; i++)
		if (byte[i] != value)
			return false;
	return true;
}

static void page_fill(u64 pa, u8 value)
{
	volatile u8 *byte = (volatile u8 *)device(pa);
	u64 i;

	for (i = 0; i < EDU_BYTES; i++)
		byte[i] = value;
	dsb(sy);
}

/* What the device has after it was to load from address: value, zeroes, or something else. */
static bool device_got(u64 address, u64 page, u8 value)
{
	page_fill(page, value);
	if (!edu_load(device(page)) || !edu_load(address))
		return true;
	page_fill(page, 0xff);
	return !edu_store(device(page)) || !(page_is(page, value) || page_is(page, 0));
}

static bool device_put(u64 address, u64 page, u8 value)
{
	page_fill(page, value);
	if (!edu_load(device(page)) || !edu_store(address))
		return true;
	page_fill(page, 0);
	if (!edu_load(device(page)) || !edu_load(address))
		return true;
	page_fill(page, 0xff);
	return !edu_store(device(page)) || page_is(page, value);
}

static void test_device_access(void)
{
	const u64 page = shared_memory(SZ_64K);

	if (!edu_open()) {
		test(false, "a device that goes where it is told");
		return;
	}
	page_fill(page, 0x3c);
	test(edu_load(device(page)), "a device reads memory");
	page_fill(page, 0);
	test(edu_store(device(page)) && page_is(page, 0x3c), "and writes it");
	test(!device_got(ram_end, page, 0x5a), "it reads nothing behind memory");
	test(!device_got(device(ram_end), page, 0x5a), "nor by the unprotected address");
	test(!device_put(ram_end + SPARE, page, 0x69), "it writes nothing behind memory");
	test(!device_put(device(ram_end + SPARE), page, 0x69), "nor by the unprotected address");
}

/* Its DMA is QEMU's own: no SMMU stands before it. Without a monitor it can do no harm. */
static void test_fw_cfg(void)
{
	const volatile u8 *data = (const volatile u8 *)device(FW_CFG);
	u32 id = 0, i;

	*(volatile u16 *)device(FW_CFG_SELECT) = FW_CFG_ID;
	for (i = 0; i < 4; i++)
		id |= (u32)data[0] << i * 8;
	test(id & 1, "fw_cfg is there");
	test(conduit_hvc || !(id & FW_CFG_DMA), "and does no DMA to a monitor");
}

static volatile bool other_refused;

static void read_on_other(u64 address)
{
	other_refused = refused(try_read, address, EC_DABT);
}

void test_guard(void)
{
	test_cpu_access();
	other_refused = false;
	test(!cpu_run(read_on_other, ram_end) && cpu_wait_off() && other_refused,
	     "the other CPU's read aborts");
	test_fw_cfg();
	test_device_access();
	test(refused(do_jump, ram_end, EC_IABT), "fetch behind memory aborts");
}
