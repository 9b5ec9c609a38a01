// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_smc.c - realm/smc.c, smccc.c, monitor.c: which calls there are, how they are
 * counted, and what the monitor says of itself.
 */
#include "tests/unit/realm_calls.h"
#include "realm/pool.h"

static const struct {
	const char *name;
	u32 fid;
	enum monitor_counter counter;
} functions[] = {
#define X(name, fid)	{ #name, fid, COUNTER_##name },
	MONITOR_FUNCTIONS(X)
#undef X
};

static bool is_rsi(u32 fid)
{
	return fid >> 4 == 0xc400019;
}

static u64 counted(enum monitor_counter which)
{
	assert_int_equal(call(FID_MONITOR_COUNTER, which, 0, 0), SMCCC_RET_SUCCESS);
	return regs[1];
}

static void all_known_in_a_realm(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(functions); i++)
		assert_true(smc_supported(functions[i].fid));
}

static void no_rsi_in_plain(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(functions); i++) {
		assert_int_equal(smc_supported(functions[i].fid), !is_rsi(functions[i].fid));
		if (!is_rsi(functions[i].fid))
			continue;
		assert_int_equal(call(functions[i].fid, 1, 2, 3), SMCCC_RET_NOT_SUPPORTED);
		assert_left(4);
		assert_int_equal(counted(functions[i].counter), 1);
	}
}

static void unknown_is_not_supported(void **state)
{
	/* Beside known ones, of other owners, yielding, SMC32 forms of SMC64 calls. */
	static const u32 fids[] = {
		0, 1, 0x80000002, 0x80000003, 0x80008000, 0x84000007, 0x8400000b, 0x84000190,
		0x84000197, 0x86000000, 0xc400018f, 0xc400019a, 0xc4000150, 0xc6000002,
		0x44000197, 0x8600ff00, 0xc600ff01, 0xffffffff,
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(fids); i++) {
		assert_int_equal(call(fids[i], 1, 2, 3), SMCCC_RET_NOT_SUPPORTED);
		assert_int_equal(regs[1], 1);
		assert_left(4);
	}
	assert_int_equal(fake.psci_calls, 0);
}

static void fid_is_32_bits(void **state)
{
	(void)state;
	assert_int_equal(call(0xffffffff00000000 | FID_SMCCC_VERSION, 0, 0, 0), 0x10002);
	assert_int_equal(counted(COUNTER_SMCCC_VERSION), 1);
}

static void arch_features(void **state)
{
	(void)state;
	assert_int_equal(call(FID_SMCCC_ARCH_FEATURES, FID_SMCCC_VERSION, 0, 0), 0);
	assert_int_equal(call(FID_SMCCC_ARCH_FEATURES, FID_SMCCC_ARCH_FEATURES, 0, 0), 0);
	assert_int_equal(call(FID_SMCCC_ARCH_FEATURES, ~0ul << 32 | FID_SMCCC_VERSION, 0, 0), 0);
	assert_int_equal(call(FID_SMCCC_ARCH_FEATURES, 0x80008000, 0, 0), SMCCC_RET_NOT_SUPPORTED);
	assert_int_equal(call(FID_SMCCC_ARCH_FEATURES, FID_RSI_VERSION, 0, 0),
			 SMCCC_RET_NOT_SUPPORTED);
	assert_left(4);
}

static void who_it_is(void **state)
{
	(void)state;
	assert_int_equal(call(FID_MONITOR_UID, 0, 0, 0), MONITOR_UID_0);
	assert_int_equal(regs[1], MONITOR_UID_1);
	assert_int_equal(regs[2], MONITOR_UID_2);
	assert_int_equal(regs[3], MONITOR_UID_3);
	assert_left(4);
}

static void info(void **state)
{
	(void)state;
	assert_int_equal(call(FID_MONITOR_INFO, 0, 0, 0), SMCCC_RET_SUCCESS);
	assert_int_equal(regs[1], MONITOR_ABI);
	assert_int_equal(regs[2], MONITOR_FLAG_REALM);
	assert_int_equal(regs[3], 40000);
	assert_int_equal(regs[4], FAKE_POOL_PAGES);
	assert_int_equal(regs[5], pool.used);
	assert_int_equal(regs[6], pool.peak);
	assert_int_equal(regs[7], regs[8]);
	assert_int_equal(regs[9], NR_MONITOR_COUNTERS);
	assert_int_equal(regs[10], hw_ticks_hz());
	assert_left(11);
}

static void info_sees_a_stray_store(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(fake_code); i++) {
		fake_code[i] ^= 1ul << i;
		call(FID_MONITOR_INFO, 0, 0, 0);
		assert_int_not_equal(regs[7], regs[8]);
		fake_code[i] ^= 1ul << i;
	}
	call(FID_MONITOR_INFO, 0, 0, 0);
	assert_int_equal(regs[7], regs[8]);
}

static void counters_of_all_cpus(void **state)
{
	(void)state;
	call_by(0, FID_RSI_VERSION, 0, 0, 0, 0);
	call_by(1, FID_RSI_VERSION, 0, 0, 0, 0);
	call_by(1, FID_RSI_VERSION, 0, 0, 0, 0);
	assert_int_equal(counted(COUNTER_RSI_VERSION), 3);
	assert_int_equal(regs[2], 3);		/* one fake tick each */
	assert_left(4);
	assert_int_equal(counted(COUNTER_RSI_FEATURES), 0);
}

static void gauges(void **state)
{
	(void)state;
	call_by(0, FID_RSI_IPA_STATE_SET, PAGE(1), PAGE(4), RIPAS_EMPTY, 0);
	call_by(0, FID_RSI_IPA_STATE_SET, PAGE(1), PAGE(3), RIPAS_RAM, 0);
	assert_int_equal(counted(COUNTER_SHARED_PAGES), 1);
	assert_int_equal(regs[2], 0);
	assert_int_equal(counted(COUNTER_SHARED_PAGES_PEAK), 3);
}

static void no_such_counter(void **state)
{
	static const u64 bad[] = { NR_MONITOR_COUNTERS, 1ul << 32, ~0ul, 1ul << 63 };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(call(FID_MONITOR_COUNTER, bad[i], 2, 3),
				 SMCCC_RET_INVALID_PARAMETER);
		assert_int_equal(regs[1], bad[i]);
		assert_left(4);
	}
}

static void summary(void **state)
{
	(void)state;
	call(FID_RSI_VERSION, 0, 0, 0);
	call(FID_PSCI_SYSTEM_OFF, 0, 0, 0);
	assert_int_equal(fake.psci[0], FID_PSCI_SYSTEM_OFF);
	assert_non_null(strstr(fake.said, "RSI_VERSION: 1, "));
	assert_non_null(strstr(fake.said, "PSCI_SYSTEM_OFF: 1, "));
	assert_null(strstr(fake.said, "RSI_FEATURES"));
	assert_non_null(strstr(fake.said, "shared pages: 0, at most 0"));
	assert_non_null(strstr(fake.said, "40000 bytes of code and data"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		realm_test(all_known_in_a_realm),
		plain_test(no_rsi_in_plain),
		realm_test(unknown_is_not_supported),
		plain_test(unknown_is_not_supported),
		realm_test(fid_is_32_bits),
		realm_test(arch_features),
		realm_test(who_it_is),
		realm_test(info),
		realm_test(info_sees_a_stray_store),
		realm_test(counters_of_all_cpus),
		realm_test(gauges),
		realm_test(no_such_counter),
		realm_test(summary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
