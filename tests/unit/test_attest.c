// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_attest.c - realm/rsi_attest.c, token.c, cbor.c, sha256.c: a token comes whole
 * however it is fetched, parses as what it is shaped like, and says what it is.
 */
#include "tests/unit/realm_calls.h"
#include "realm/cbor.h"
#include "realm/realm.h"

#define FILL	0xa5

static u8 token[SZ_4K];
static u64 token_size;

/* INIT with challenge bytes 0, 1, ... by CPU nr. */
static u64 init(int nr)
{
	u8 challenge[64];
	int i;

	for (i = 0; i < 64; i++)
		challenge[i] = i;
	for (i = 0; i < SMC_REGS; i++)
		regs[i] = BEFORE(i);
	regs[0] = FID_RSI_ATTEST_TOKEN_INIT;
	memcpy(regs + 1, challenge, sizeof(challenge));
	smc_handle(&cpus[nr], regs);
	assert_int_equal(regs[0], RSI_RET_SUCCESS);
	assert_left(9);
	return regs[1];
}

static u64 next(int nr, u64 offset, u64 size)
{
	return call_by(nr, FID_RSI_ATTEST_TOKEN_CONTINUE, PAGE(5), offset, size, BEFORE(4));
}

static u64 fetch(int nr, u64 offset, u64 part)
{
	u64 total = init(nr), ret;

	for (token_size = 0;; token_size += regs[1]) {
		memset(hw_ptr(PAGE(5)), FILL, SZ_4K);
		ret = next(nr, offset, part);
		assert_true(regs[1] <= part);
		assert_memory(PAGE(5), offset, FILL);
		assert_memory(PAGE(5) + offset + regs[1], SZ_4K - offset - regs[1], FILL);
		assert_memory(PAGE(4), SZ_4K, FILL);
		assert_memory(PAGE(6), SZ_4K, FILL);
		assert_left(4);
		memcpy(token + token_size, hw_ptr(PAGE(5) + offset), regs[1]);
		if (ret != RSI_RET_INCOMPLETE)
			break;
		assert_int_equal(regs[1], part);
	}
	token_size += regs[1];
	assert_int_equal(ret, RSI_RET_SUCCESS);
	assert_int_equal(token_size, total);
	return total;
}

static void same_in_any_parts(void **state)
{
	static const u64 parts[] = { 1, 7, 64, 100, 512 };
	u8 whole[SZ_4K];
	size_t i;

	(void)state;
	fetch(0, 0, SZ_4K);
	memcpy(whole, token, token_size);
	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		memset(token, 0, sizeof(token));
		fetch(1, SZ_4K - parts[i], parts[i]);
		assert_memory_equal(token, whole, token_size);
	}
}

/* It stays what it was at INIT, and each CPU's is its own. */
static void as_of_its_start(void **state)
{
	u8 whole[SZ_4K];
	u64 total, got = 100;

	(void)state;
	fetch(0, 0, SZ_4K);
	memcpy(whole, token, token_size);
	total = init(0);
	assert_int_equal(next(0, 0, 100), RSI_RET_INCOMPLETE);
	call(FID_RSI_MEASUREMENT_EXTEND, 1, 8, 1);
	fetch(1, 0, SZ_4K);
	assert_memory_not_equal(token, whole, token_size);
	assert_int_equal(next(0, 0, SZ_4K), RSI_RET_SUCCESS);
	assert_int_equal(regs[1], total - got);
	assert_memory_equal(hw_ptr(PAGE(5)), whole + got, total - got);
}

static void states(void **state)
{
	(void)state;
	assert_failed(next(0, 0, 100), RSI_RET_ERROR_STATE);
	assert_failed(call(FID_RSI_ATTEST_TOKEN_CONTINUE, HALF | PAGE(5), 0, 100),
		      RSI_RET_ERROR_INPUT);
	init(0);
	assert_failed(next(1, 0, 100), RSI_RET_ERROR_STATE);
	assert_int_equal(next(0, 0, 100), RSI_RET_INCOMPLETE);
	init(0);
	assert_int_equal(next(0, 0, SZ_4K), RSI_RET_SUCCESS);
	assert_failed(next(0, 0, 100), RSI_RET_ERROR_STATE);
}

static void nothing_is_a_success(void **state)
{
	u64 total;

	(void)state;
	total = init(0);
	assert_int_equal(next(0, 5, 0), RSI_RET_SUCCESS);
	assert_int_equal(regs[1], 0);
	assert_int_equal(next(0, 0, SZ_4K), RSI_RET_SUCCESS);
	assert_int_equal(regs[1], total);
}

static void refused(void **state)
{
	static const u64 args[][3] = {
		{ PAGE(5) + 1, 0, 1 }, { PAGE(5) + 0x800, 0, 1 }, { PAGE(5), SZ_4K, 0 },
		{ PAGE(5), 0, SZ_4K + 1 }, { PAGE(5), 1, SZ_4K }, { PAGE(5), ~0ul, 2 },
		{ PAGE(5), 1, ~0ul }, { PAGE(5), SZ_4K - 1, 2 }, { HALF | PAGE(5), 0, 1 },
		{ END & ~0xffful, 0, 1 }, { 0, 0, 1 }, { ~0xffful, 0, 1 }, { PAGE(7), 0, 1 },
		{ PAGE(8), 0, 1 },
	};
	size_t i;

	(void)state;
	call_by(0, FID_RSI_IPA_STATE_SET, PAGE(7), PAGE(8), RIPAS_EMPTY, 0);
	rtt_destroy(PAGE(8));
	memset(hw_ptr(PAGE(7)), FILL, 2 * SZ_4K);
	init(0);
	for (i = 0; i < ARRAY_SIZE(args); i++)
		assert_failed(call(FID_RSI_ATTEST_TOKEN_CONTINUE, args[i][0], args[i][1],
				   args[i][2]), RSI_RET_ERROR_INPUT);
	assert_memory(FAKE_RAM_BASE, FAKE_RAM_SIZE, FILL);
}

/* A reader of CBOR, over token. */
static u64 at, end;

static u64 head(enum cbor_major major)
{
	u8 first = token[at++];
	u64 value = first & 31;
	int bytes;

	assert_int_equal(first >> 5, major);
	assert_in_range(value, 0, 27);
	if (value < 24)
		return value;
	bytes = 1 << (value - 24);
	for (value = 0; bytes--; at++)
		value = value << 8 | token[at];
	assert_true(at <= end);
	return value;
}

static void text(const char *want)
{
	u64 size = head(CBOR_TEXT);

	assert_int_equal(size, strlen(want));
	assert_memory_equal(token + at, want, size);
	at += size;
}

static const u8 *bytes(u64 want)
{
	assert_int_equal(head(CBOR_BYTES), want);
	at += want;
	return token + at - want;
}

static void key(u64 want)
{
	assert_int_equal(head(CBOR_UINT), want);
}

/* A byte string with a COSE_Sign1 in it, up to its payload; returns where that ends. */
static u64 sign1_begin(void)
{
	u64 size = head(CBOR_BYTES), sign1_end = at + size, payload;

	assert_int_equal(head(CBOR_TAG), 18);
	assert_int_equal(head(CBOR_ARRAY), 4);
	bytes(0);
	assert_int_equal(head(CBOR_MAP), 0);
	payload = head(CBOR_BYTES);
	assert_int_equal(at + payload + 1, sign1_end);
	return at + payload;
}

static void sign1_end(u64 payload_end)
{
	assert_int_equal(at, payload_end);
	bytes(0);	/* no signature */
}

static void says_what_it_is(void **state)
{
	static const char genuine[] = "splitfold emulated RSI, not genuine, not signed";
	struct realm_measurements all;
	u64 payload;
	int i;

	(void)state;
	end = fetch(0, 0, SZ_4K);
	realm_measurements_read(&all);
	at = 0;
	assert_int_equal(head(CBOR_TAG), 399);
	assert_int_equal(head(CBOR_MAP), 2);
	key(44234);
	payload = sign1_begin();
	assert_int_equal(head(CBOR_MAP), 3);
	key(265), text(genuine);
	key(2395), key(0);
	key(2400), text("none");
	sign1_end(payload);
	key(44241);
	payload = sign1_begin();
	assert_int_equal(head(CBOR_MAP), 7);
	key(265), text(genuine);
	key(10);
	for (i = 0; i < 64; i++)
		assert_int_equal(token[at + 2 + i], i);
	bytes(64);
	key(44235), bytes(64);
	key(44236), text("sha-256");
	key(44237), bytes(0);
	key(44238);
	assert_memory_equal(bytes(32), all.digest[0], 32);
	key(44239);
	assert_int_equal(head(CBOR_ARRAY), 4);
	for (i = 1; i < 5; i++)
		assert_memory_equal(bytes(32), all.digest[i], 32);
	sign1_end(payload);
	assert_int_equal(at, end);
}

static void cbor_heads(void **state)
{
	static const struct {
		u64 value, size;
		const char *bytes;
	} heads[] = {
		{ 0, 1, "\x00" }, { 23, 1, "\x17" }, { 24, 2, "\x18\x18" },
		{ 255, 2, "\x18\xff" }, { 256, 3, "\x19\x01\x00" },
		{ 65535, 3, "\x19\xff\xff" }, { 65536, 5, "\x1a\x00\x01\x00\x00" },
		{ 0xffffffff, 5, "\x1a\xff\xff\xff\xff" },
		{ 0x100000000, 9, "\x1b\x00\x00\x00\x01\x00\x00\x00\x00" },
		{ ~0ul, 9, "\x1b\xff\xff\xff\xff\xff\xff\xff\xff" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(heads); i++) {
		struct cbor cbor = { .out = token, .to = sizeof(token) };

		cbor_head(&cbor, CBOR_UINT, heads[i].value);
		assert_int_equal(cbor.at, heads[i].size);
		assert_memory_equal(token, heads[i].bytes, heads[i].size);
	}
}

static void assert_sha256(const char *text, u64 size, const char *hex)
{
	char got[2 * SHA256_BYTES + 1];
	u8 digest[SHA256_BYTES];
	int i;

	sha256(digest, text, size);
	for (i = 0; i < SHA256_BYTES; i++)
		sprintf(got + 2 * i, "%02x", digest[i]);
	assert_string_equal(got, hex);
}

/* Examples of FIPS 180-2, and lengths at which the padding takes one block more. */
static void sha256_vectors(void **state)
{
	static char a[1000000];

	(void)state;
	assert_sha256("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	assert_sha256("abc", 3,
		      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
		      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	memset(a, 'a', sizeof(a));
	assert_sha256(a, 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
	assert_sha256(a, 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
	assert_sha256(a, sizeof(a),
		      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		realm_test(same_in_any_parts),
		realm_test(as_of_its_start),
		realm_test(states),
		realm_test(nothing_is_a_success),
		realm_test(refused),
		realm_test(says_what_it_is),
		cmocka_unit_test(cbor_heads),
		cmocka_unit_test(sha256_vectors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
