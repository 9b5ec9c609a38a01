// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_psci.c - realm/psci.c: what reaches the firmware, and that a CPU is only ever given
 * a place to start at while it is off.
 */
#include "tests/unit/realm_calls.h"

/* The firmware: a state for each CPU, and what CPU_ON is to answer. */
static struct {
	s64 state[2];
	s64 on_answer;
	u64 entry, context;	/* of the last CPU_ON */
	u64 seen_entry;		/* what the target found then */
} firmware;

s64 hw_psci(u64 fn, u64 x1, u64 x2, u64 x3)
{
	struct cpu *target = cpu_find(x1);

	fake.psci[0] = fn;
	fake.psci[1] = x1;
	fake.psci[2] = x2;
	fake.psci[3] = x3;
	fake.psci_calls++;
	switch (fn) {
	case FID_PSCI_AFFINITY_INFO:
	case FID_PSCI_AFFINITY_INFO32:
		return target ? firmware.state[target->index] : PSCI_RET_INVALID_PARAMS_;
	case FID_PSCI_CPU_ON:
		firmware.entry = x2;
		firmware.context = x3;
		firmware.seen_entry = target->entry;
		if (!firmware.on_answer)
			firmware.state[target->index] = 2;
		return firmware.on_answer;
	}
	return fake.psci_answer;
}

static int firmware_make(void **state)
{
	realm_make(state);
	memset(&firmware, 0, sizeof(firmware));
	firmware.state[1] = 1;
	return 0;
}

static int firmware_make_plain(void **state)
{
	firmware_make(state);
	return plain_make(state);
}

static void forwarded_as_it_is(void **state)
{
	(void)state;
	fake.psci_answer = 0x10001;
	assert_int_equal(call(FID_PSCI_VERSION, ~0ul, ~0ul, ~0ul), 0x10001);
	assert_int_equal(fake.psci[0], FID_PSCI_VERSION);
	assert_int_equal(fake.psci[1], 0xffffffff);	/* an SMC32 has w registers */
	assert_int_equal(regs[1], ~0ul);
	assert_left(4);
}

static void on_starts_through_the_monitor(void **state)
{
	(void)state;
	assert_int_equal(call(FID_PSCI_CPU_ON, 1 << 8, PAGE(3) + 4, 77), PSCI_RET_SUCCESS_);
	assert_int_equal(firmware.entry, cpu_entry_pa());
	assert_int_equal(firmware.context, 1);
	assert_int_equal(firmware.seen_entry, PAGE(3) + 4);
	assert_int_equal(cpus[1].context, 77);
	assert_left(4);
}

static void on_by_smc32(void **state)
{
	(void)state;
	assert_int_equal(call(FID_PSCI_CPU_ON32, 0xffff000000000100, 0xdead000000000000 | PAGE(3),
			      0x5500000077), PSCI_RET_SUCCESS_);
	assert_int_equal(cpus[1].entry, PAGE(3));
	assert_int_equal(cpus[1].context, 0x77);
}

/* Its entry is not touched again before it has read it, nor once it runs. */
static void on_twice(void **state)
{
	(void)state;
	call(FID_PSCI_CPU_ON, 1 << 8, PAGE(3), 77);
	assert_int_equal(call_by(0, FID_PSCI_CPU_ON, 1 << 8, PAGE(4), 78, 0),
			 PSCI_RET_ON_PENDING_);
	firmware.state[1] = 0;
	assert_int_equal(call(FID_PSCI_CPU_ON, 1 << 8, PAGE(4), 78), PSCI_RET_ALREADY_ON_);
	assert_int_equal(cpus[1].entry, PAGE(3));
	assert_int_equal(cpus[1].context, 77);
	firmware.state[1] = 1;
	assert_int_equal(call(FID_PSCI_CPU_ON, 1 << 8, PAGE(4), 78), PSCI_RET_SUCCESS_);
	assert_int_equal(cpus[1].entry, PAGE(4));
}

static void on_of_itself(void **state)
{
	(void)state;
	assert_int_equal(call(FID_PSCI_CPU_ON, 0, PAGE(3), 0), PSCI_RET_ALREADY_ON_);
}

static void on_denied(void **state)
{
	(void)state;
	firmware.on_answer = PSCI_RET_DENIED_;
	assert_int_equal(call(FID_PSCI_CPU_ON, 1 << 8, PAGE(3), 0), PSCI_RET_DENIED_);
	firmware.on_answer = 0;
	assert_int_equal(call(FID_PSCI_CPU_ON, 1 << 8, PAGE(3), 0), PSCI_RET_SUCCESS_);
}

static void on_of_nobody(void **state)
{
	static const u64 targets[] = { 2 << 8, 1, 0x100000100, 1ul << 31 | 1 << 8, ~0ul };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(targets); i++)
		assert_int_equal(call(FID_PSCI_CPU_ON, targets[i], PAGE(3), 0),
				 PSCI_RET_INVALID_PARAMS_);
	assert_int_equal(fake.psci_calls, 0);
}

static void on_elsewhere_than_in_memory(void **state)
{
	static const u64 entries[] = {
		0, FAKE_RAM_BASE - 4, END, END - 2, PAGE(3) + 2, HALF | PAGE(3), ~3ul, 1ul << 63,
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(entries); i++)
		assert_int_equal(call(FID_PSCI_CPU_ON, 1 << 8, entries[i], 0),
				 PSCI_RET_INVALID_ADDRESS_);
	assert_int_equal(fake.psci_calls, 0);
	assert_int_equal(cpus[1].entry, 0);
}

/* Without stage 2 the monitor does not know what memory is; the CPU finds out. */
static void on_anywhere_in_plain(void **state)
{
	(void)state;
	assert_int_equal(call(FID_PSCI_CPU_ON, 1 << 8, 0x1000, 0), PSCI_RET_SUCCESS_);
	assert_int_equal(call(FID_PSCI_CPU_ON, 1 << 8, 0x1001, 0), PSCI_RET_INVALID_ADDRESS_);
}

static void affinity_info(void **state)
{
	(void)state;
	assert_int_equal(call(FID_PSCI_AFFINITY_INFO, 1 << 8, 0, 0), 1);
	assert_int_equal(call(FID_PSCI_AFFINITY_INFO32, 0xf00000100, 0xf00000000, 0), 1);
	assert_int_equal(call(FID_PSCI_AFFINITY_INFO, 0, 0, 0), 0);
	assert_int_equal(call(FID_PSCI_AFFINITY_INFO, 1 << 8, 1, 0), PSCI_RET_INVALID_PARAMS_);
	assert_int_equal(call(FID_PSCI_AFFINITY_INFO, 3, 0, 0), PSCI_RET_INVALID_PARAMS_);
	assert_left(4);
}

static void suspend_is_standby(void **state)
{
	(void)state;
	assert_int_equal(call(FID_PSCI_CPU_SUSPEND, 0xabcd, PAGE(3), 7), 0);
	assert_int_equal(fake.psci[0], FID_PSCI_CPU_SUSPEND);
	assert_int_equal(fake.psci[1], 0xabcd);
	assert_int_equal(fake.psci[2] | fake.psci[3], 0);
	assert_int_equal(call(FID_PSCI_CPU_SUSPEND, 0x10000, 0, 0), PSCI_RET_INVALID_PARAMS_);
	assert_int_equal(call(FID_PSCI_CPU_SUSPEND32, 1 << 24, 0, 0), PSCI_RET_INVALID_PARAMS_);
	assert_int_equal(fake.psci_calls, 1);
}

static void features(void **state)
{
	static const u32 there[] = {
		FID_SMCCC_VERSION, FID_PSCI_VERSION, FID_PSCI_CPU_ON, FID_PSCI_CPU_ON32,
		FID_PSCI_CPU_OFF, FID_PSCI_CPU_SUSPEND, FID_PSCI_AFFINITY_INFO,
		FID_PSCI_SYSTEM_OFF, FID_PSCI_SYSTEM_RESET, FID_PSCI_FEATURES,
	};
	static const u32 not_there[] = {
		0x84000005, 0x8400000e, 0xc400000e, 0xc4000012, 0xc4000002, 0x84000009 + 3,
		FID_SMCCC_ARCH_FEATURES, FID_RSI_VERSION, FID_MONITOR_UID, 0, 0xffffffff,
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(there); i++)
		assert_int_equal(call(FID_PSCI_FEATURES, there[i], 0, 0), 0);
	for (i = 0; i < ARRAY_SIZE(not_there); i++)
		assert_int_equal(call(FID_PSCI_FEATURES, not_there[i], 0, 0),
				 PSCI_RET_NOT_SUPPORTED_);
	assert_int_equal(fake.psci_calls, 0);
	assert_left(4);
}

#define firmware_test(fn)	cmocka_unit_test_setup(fn, firmware_make)

int main(void)
{
	const struct CMUnitTest tests[] = {
		firmware_test(forwarded_as_it_is),
		firmware_test(on_starts_through_the_monitor),
		firmware_test(on_by_smc32),
		firmware_test(on_twice),
		firmware_test(on_of_itself),
		firmware_test(on_denied),
		firmware_test(on_of_nobody),
		firmware_test(on_elsewhere_than_in_memory),
		cmocka_unit_test_setup(on_anywhere_in_plain, firmware_make_plain),
		firmware_test(affinity_info),
		firmware_test(suspend_is_standby),
		firmware_test(features),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
