// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_rsi.c - realm/rsi_*.c but for attestation: arguments that are refused and leave
 * memory alone, and what the others do.
 */
#include "tests/unit/realm_calls.h"
#include "realm/realm.h"

#define FILL	0xa5	/* fake_realm()'s */

static void version(void **state)
{
	static const u64 others[] = { 0, 0x10001, 0x20000, 0x100010000, ~0ul };
	size_t i;

	(void)state;
	assert_int_equal(call(FID_RSI_VERSION, 0x10000, 0, 0), RSI_RET_SUCCESS);
	assert_int_equal(regs[1], 0x10000);
	assert_int_equal(regs[2], 0x10000);
	for (i = 0; i < ARRAY_SIZE(others); i++) {
		assert_int_equal(call(FID_RSI_VERSION, others[i], 0, 0), RSI_RET_ERROR_INPUT);
		assert_int_equal(regs[1], 0x10000);
		assert_int_equal(regs[2], 0x10000);
	}
	assert_left(4);
}

static void features(void **state)
{
	(void)state;
	assert_int_equal(call(FID_RSI_FEATURES, 0, 5, 6), RSI_RET_SUCCESS);
	assert_int_equal(regs[1], 0);
	assert_int_equal(call(FID_RSI_FEATURES, ~0ul, 5, 6), RSI_RET_SUCCESS);
	assert_int_equal(regs[1], 0);
	assert_left(4);
}

static void config(void **state)
{
	(void)state;
	assert_int_equal(call(FID_RSI_REALM_CONFIG, PAGE(5), 0, 0), RSI_RET_SUCCESS);
	assert_int_equal(*(u64 *)hw_ptr(PAGE(5)), 41);
	assert_memory(PAGE(5) + 8, SZ_4K - 8, 0);	/* SHA-256, and no RPV */
	assert_memory(PAGE(4), SZ_4K, FILL);
	assert_memory(PAGE(6), SZ_4K, FILL);
	assert_left(4);
}

/* Where nothing may be written: not memory of the realm, or not its own. */
static const u64 bad_granules[] = {
	0, FAKE_RAM_BASE - SZ_4K, END, END + SZ_4K, HALF, HALF | PAGE(5), 1ul << 63, ~0xffful,
	PAGE(7), PAGE(8),
};

static void pages_go(void)
{
	call_by(0, FID_RSI_IPA_STATE_SET, PAGE(7), PAGE(8), RIPAS_EMPTY, 0);
	rtt_destroy(PAGE(8));
	memset(hw_ptr(PAGE(7)), FILL, 2 * SZ_4K);
}

static void config_elsewhere(void **state)
{
	size_t i;

	(void)state;
	pages_go();
	for (i = 0; i < ARRAY_SIZE(bad_granules); i++)
		assert_failed(call(FID_RSI_REALM_CONFIG, bad_granules[i], 1, 2),
			      RSI_RET_ERROR_INPUT);
	assert_failed(call(FID_RSI_REALM_CONFIG, PAGE(5) + 8, 1, 2), RSI_RET_ERROR_INPUT);
	assert_memory(FAKE_RAM_BASE, FAKE_RAM_SIZE, FILL);
}

static void ripas_of(u64 base, u64 top, enum ripas ripas, u64 end)
{
	assert_int_equal(call(FID_RSI_IPA_STATE_GET, base, top, 3), RSI_RET_SUCCESS);
	assert_int_equal(regs[1], end);
	assert_int_equal(regs[2], ripas);
	assert_left(4);
}

static void set(u64 base, u64 top, u64 ripas, u64 flags, u64 stopped, u64 response)
{
	assert_int_equal(call_by(0, FID_RSI_IPA_STATE_SET, base, top, ripas, flags),
			 RSI_RET_SUCCESS);
	assert_int_equal(regs[1], stopped);
	assert_int_equal(regs[2], response);
	assert_int_equal(regs[4], flags);
	assert_left(5);
}

static void set_and_get(void **state)
{
	(void)state;
	ripas_of(PAGE(0), END, RIPAS_RAM, END);
	set(PAGE(2), PAGE(4), RIPAS_EMPTY, 0, PAGE(4), RSI_RESPONSE_ACCEPT);
	assert_memory(PAGE(2), 2 * SZ_4K, 0);
	ripas_of(PAGE(0), PAGE(9), RIPAS_RAM, PAGE(2));
	ripas_of(PAGE(2), PAGE(9), RIPAS_EMPTY, PAGE(4));
	ripas_of(PAGE(3), PAGE(4), RIPAS_EMPTY, PAGE(4));
	memset(hw_ptr(PAGE(2)), 0x11, 2 * SZ_4K);
	set(PAGE(2), PAGE(4), RIPAS_RAM, 0, PAGE(4), RSI_RESPONSE_ACCEPT);
	assert_memory(PAGE(2), 2 * SZ_4K, 0);
	ripas_of(PAGE(0), PAGE(9), RIPAS_RAM, PAGE(9));
}

/* Bits above the fields should be zero and are not looked at. */
static void set_reserved_bits(void **state)
{
	(void)state;
	set(PAGE(2), PAGE(3), 0xffffffffffffff00, 0xfffffffffffffffe, PAGE(3),
	    RSI_RESPONSE_ACCEPT);
	ripas_of(PAGE(2), PAGE(3), RIPAS_EMPTY, PAGE(3));
	rtt_destroy(PAGE(2));
	set(PAGE(2), PAGE(3), RIPAS_RAM, 0xfffffffffffffffe, PAGE(2), RSI_RESPONSE_REJECT);
	set(PAGE(2), PAGE(3), RIPAS_RAM, 0xffffffffffffffff, PAGE(3), RSI_RESPONSE_ACCEPT);
}

static void set_stops_at_destroyed(void **state)
{
	(void)state;
	rtt_destroy(PAGE(3));
	set(PAGE(2), PAGE(6), RIPAS_RAM, 0, PAGE(3), RSI_RESPONSE_ACCEPT);
	set(PAGE(3), PAGE(6), RIPAS_RAM, 0, PAGE(3), RSI_RESPONSE_REJECT);
	ripas_of(PAGE(3), PAGE(6), RIPAS_DESTROYED, PAGE(4));
}

/* A host has no memory beyond what there is. */
static void set_beyond_memory(void **state)
{
	(void)state;
	set(END - SZ_4K, END + SZ_4K, RIPAS_RAM, 0, END, RSI_RESPONSE_ACCEPT);
	set(END, END + SZ_4K, RIPAS_RAM, 0, END, RSI_RESPONSE_REJECT);
	set(0x9000000, 0x9001000, RIPAS_RAM, 0, 0x9000000, RSI_RESPONSE_REJECT);
	set(0x9000000, 0x9001000, RIPAS_EMPTY, 0, 0x9001000, RSI_RESPONSE_ACCEPT);
	ripas_of(0x9000000, 0x9001000, RIPAS_EMPTY, 0x9001000);
	assert_int_equal(realm.shared_pages, 0);
}

static void bad_ranges(void **state)
{
	static const u64 ranges[][2] = {
		{ PAGE(2), PAGE(2) }, { PAGE(3), PAGE(2) }, { PAGE(2) + 1, PAGE(3) },
		{ PAGE(2), PAGE(3) + 8 }, { PAGE(2), 0 }, { PAGE(2), HALF + SZ_4K },
		{ HALF, HALF + SZ_4K }, { HALF | PAGE(2), HALF | PAGE(3) },
		{ 0, ~0xffful }, { ~0xffful, 0 }, { 1ul << 63, (1ul << 63) + SZ_4K },
		{ 0, 1ul << 63 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(ranges); i++) {
		assert_failed(call_by(0, FID_RSI_IPA_STATE_SET, ranges[i][0], ranges[i][1],
				      RIPAS_EMPTY, BEFORE(4)), RSI_RET_ERROR_INPUT);
		assert_failed(call(FID_RSI_IPA_STATE_GET, ranges[i][0], ranges[i][1], 0),
			      RSI_RET_ERROR_INPUT);
	}
	for (i = RIPAS_DESTROYED; i < 256; i++)
		assert_failed(call(FID_RSI_IPA_STATE_SET, PAGE(2), PAGE(3), i),
			      RSI_RET_ERROR_INPUT);
	assert_memory(FAKE_RAM_BASE, FAKE_RAM_SIZE, FILL);
	assert_int_equal(realm.shared_pages, 0);
	assert_int_equal(fake.tlbis, 0);
}

static void measurements(void **state)
{
	u8 joined[SHA256_BYTES + 8] = { 0 }, want[SHA256_BYTES];
	u64 rim[4];
	int slot;

	(void)state;
	assert_int_equal(call(FID_RSI_MEASUREMENT_READ, 0, 0, 0), RSI_RET_SUCCESS);
	memcpy(rim, regs + 1, sizeof(rim));
	sha256(want, "splitfold: emulated realm, not measured", 39);
	assert_memory_equal(rim, want, sizeof(want));
	for (slot = 1; slot < REALM_MEASUREMENTS; slot++) {
		assert_int_equal(call(FID_RSI_MEASUREMENT_READ, slot, 0, 0), RSI_RET_SUCCESS);
		assert_int_equal(regs[1] | regs[2] | regs[3] | regs[4], 0);
		assert_int_equal(regs[5] | regs[6] | regs[7] | regs[8], 0);
		assert_left(9);
	}
	memcpy(joined + SHA256_BYTES, "measured", 8);
	sha256(want, joined, sizeof(joined));
	assert_int_equal(call(FID_RSI_MEASUREMENT_EXTEND, 2, 8, *(u64 *)"measured"),
			 RSI_RET_SUCCESS);
	assert_left(4);
	call(FID_RSI_MEASUREMENT_READ, 2, 0, 0);
	assert_memory_equal(regs + 1, want, sizeof(want));
	call(FID_RSI_MEASUREMENT_READ, 3, 0, 0);
	assert_int_equal(regs[1], 0);
	call(FID_RSI_MEASUREMENT_READ, 0, 0, 0);
	assert_memory_equal(regs + 1, rim, sizeof(rim));
}

/* Only so many bytes of x3 to x10 as are asked for, and none more. */
static void extend_takes_its_size(void **state)
{
	int bytes;

	(void)state;
	for (bytes = 0; bytes <= REALM_EXTEND_BYTES; bytes++) {
		struct realm_measurements before, after;
		u8 joined[SHA256_BYTES + REALM_EXTEND_BYTES], want[SHA256_BYTES];

		realm_measurements_read(&before);
		assert_int_equal(call(FID_RSI_MEASUREMENT_EXTEND, 4, bytes, 0x1122),
				 RSI_RET_SUCCESS);
		memcpy(joined, before.digest[4], SHA256_BYTES);
		regs[3] = 0x1122;
		memcpy(joined + SHA256_BYTES, regs + 3, bytes);
		sha256(want, joined, SHA256_BYTES + bytes);
		realm_measurements_read(&after);
		assert_memory_equal(after.digest[4], want, SHA256_BYTES);
	}
}

static void measurements_refused(void **state)
{
	struct realm_measurements before, after;

	(void)state;
	realm_measurements_read(&before);
	assert_failed(call(FID_RSI_MEASUREMENT_READ, 5, 0, 0), RSI_RET_ERROR_INPUT);
	assert_failed(call(FID_RSI_MEASUREMENT_READ, 1ul << 32, 0, 0), RSI_RET_ERROR_INPUT);
	assert_failed(call(FID_RSI_MEASUREMENT_EXTEND, 0, 8, 1), RSI_RET_ERROR_INPUT);
	assert_failed(call(FID_RSI_MEASUREMENT_EXTEND, 5, 8, 1), RSI_RET_ERROR_INPUT);
	assert_failed(call(FID_RSI_MEASUREMENT_EXTEND, ~0ul, 8, 1), RSI_RET_ERROR_INPUT);
	assert_failed(call(FID_RSI_MEASUREMENT_EXTEND, 1, 65, 1), RSI_RET_ERROR_INPUT);
	assert_failed(call(FID_RSI_MEASUREMENT_EXTEND, 1, 1ul << 63, 1), RSI_RET_ERROR_INPUT);
	realm_measurements_read(&after);
	assert_memory_equal(&before, &after, sizeof(before));
}

static u64 host_call(u64 imm, u64 gpr)
{
	u64 *call_struct = hw_ptr(PAGE(5) + 0x100);

	call_struct[0] = imm;
	call_struct[1] = gpr;
	assert_int_equal(call(FID_RSI_HOST_CALL, PAGE(5) + 0x100, 0, 0), RSI_RET_SUCCESS);
	assert_int_equal(call_struct[0], imm);
	assert_memory(PAGE(5) + 0x110, 0xf0, FILL);
	return call_struct[1];
}

static void host_calls(void **state)
{
	(void)state;
	assert_int_equal(host_call(HOST_CALL_NOTHING, 9), SMCCC_RET_SUCCESS);
	assert_int_equal(host_call(0xffffffff0000, 9), SMCCC_RET_SUCCESS);	/* imm is 16 bits */
	assert_int_equal(host_call(99, 9), SMCCC_RET_NOT_SUPPORTED);
	assert_memory(PAGE(5), 0x100, FILL);
}

static void host_destroys(void **state)
{
	(void)state;
	assert_int_equal(host_call(HOST_CALL_DESTROY, PAGE(9)), SMCCC_RET_SUCCESS);
	ripas_of(PAGE(9), PAGE(10), RIPAS_DESTROYED, PAGE(10));
	assert_int_equal(host_call(HOST_CALL_DESTROY, PAGE(9) + 1), SMCCC_RET_INVALID_PARAMETER);
	assert_int_equal(host_call(HOST_CALL_DESTROY, END), SMCCC_RET_INVALID_PARAMETER);
	assert_int_equal(host_call(HOST_CALL_DESTROY, HALF | PAGE(3)),
			 SMCCC_RET_INVALID_PARAMETER);
	assert_int_equal(call(FID_RSI_HOST_CALL, PAGE(5) + 0x100, 0, 0), RSI_RET_SUCCESS);
}

/* The granule that the answer would go to is gone: the call still is a success. */
static void host_destroys_the_call(void **state)
{
	u64 *call_struct = hw_ptr(PAGE(5));

	(void)state;
	call_struct[0] = HOST_CALL_DESTROY;
	call_struct[1] = PAGE(5);
	assert_int_equal(call(FID_RSI_HOST_CALL, PAGE(5), 0, 0), RSI_RET_SUCCESS);
	assert_failed(call(FID_RSI_HOST_CALL, PAGE(5), 0, 0), RSI_RET_ERROR_INPUT);
}

static void host_calls_refused(void **state)
{
	size_t i;

	(void)state;
	pages_go();
	for (i = 0; i < ARRAY_SIZE(bad_granules); i++)
		assert_failed(call(FID_RSI_HOST_CALL, bad_granules[i], 0, 0),
			      RSI_RET_ERROR_INPUT);
	assert_failed(call(FID_RSI_HOST_CALL, PAGE(5) + 8, 0, 0), RSI_RET_ERROR_INPUT);
	assert_failed(call(FID_RSI_HOST_CALL, PAGE(5) + 0x80, 0, 0), RSI_RET_ERROR_INPUT);
	assert_memory(FAKE_RAM_BASE, FAKE_RAM_SIZE, FILL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		realm_test(version),
		realm_test(features),
		realm_test(config),
		realm_test(config_elsewhere),
		realm_test(set_and_get),
		realm_test(set_reserved_bits),
		realm_test(set_stops_at_destroyed),
		realm_test(set_beyond_memory),
		realm_test(bad_ranges),
		realm_test(measurements),
		realm_test(extend_takes_its_size),
		realm_test(measurements_refused),
		realm_test(host_calls),
		realm_test(host_destroys),
		realm_test(host_destroys_the_call),
		realm_test(host_calls_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
