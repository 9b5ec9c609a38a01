// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_smc.c - SMCs and stage 2 faults in any order, by two CPUs: the monitor must not
 * panic, must leave registers alone that are no results, and afterwards stage 2 maps what
 * RIPAS says and nothing else.
 */
#include "tests/fuzz/fuzz.h"

#include "realm/monitor.h"
#include "realm/pool.h"
#include "realm/smc.h"
#include "tests/unit/realm_fake.h"

#define HALF		(1ul << 40)
#define PAGES		(FAKE_RAM_SIZE / SZ_4K)
#define POOL_MAX	200		/* that much the worst case takes of FAKE_POOL_PAGES */

struct reader {
	const uint8_t *data;
	size_t size;
};

static const u32 fids[] = {
#define X(name, fid)	fid,
	MONITOR_FUNCTIONS(X)
#undef X
};

static u64 read_bytes(struct reader *reader, int bytes)
{
	u64 value = 0;

	for (; bytes && reader->size; bytes--, reader->size--)
		value = value << 8 | *reader->data++;
	return value;
}

/* Of the first block, its borders, the last pages, of either half; small; or anything. */
static u64 read_value(struct reader *reader)
{
	u64 kind = read_bytes(reader, 1), n;

	switch (kind % 8) {
	case 0:
		return read_bytes(reader, 1);
	case 1:
		return read_bytes(reader, 8);
	case 2:
		return kind / 8;
	case 3:
		return FAKE_RAM_BASE + FAKE_RAM_SIZE - (kind / 8) * SZ_4K;
	case 4:
		return FAKE_RAM_BASE + (kind / 8) * SZ_2M;
	default:
		n = read_bytes(reader, 1);
		return FAKE_RAM_BASE + n * SZ_4K + (kind & 0x80 ? HALF : 0) +
		       (kind & 0x40 ? 0x100 : 0);
	}
}

/* The first register that a call may not change. */
static int first_left(u32 fid)
{
	switch (fid) {
	case FID_RSI_MEASUREMENT_READ:
		return 9;
	case FID_MONITOR_INFO:
		return 11;
	}
	return 4;
}

struct call {
	struct cpu *cpu;
	u64 x[SMC_REGS];
	u64 ipa;
};

static void call_smc(void *arg)
{
	struct call *call = arg;

	smc_handle(call->cpu, call->x);
}

static void call_fault(void *arg)
{
	struct call *call = arg;

	rtt_fault(call->ipa);
}

static void try_smc(struct reader *reader, u64 kind)
{
	struct call call = { .cpu = &cpus[kind >> 7 & 1] };
	u32 fid = fids[(kind & 0x7f) % ARRAY_SIZE(fids)];
	u64 before[SMC_REGS];
	int i;

	for (i = 4; i < SMC_REGS; i++)
		call.x[i] = ~(u64)i;
	call.x[0] = (kind & 0x7f) < 0x70 ? fid : fid ^ 1u << (read_bytes(reader, 1) & 31);
	fid = call.x[0];
	for (i = 1; i <= 4; i++)
		call.x[i] = read_value(reader);
	memcpy(before, call.x, sizeof(before));
	FUZZ_CHECK(!fake_catch(call_smc, &call));
	for (i = first_left(fid); i < SMC_REGS; i++)
		FUZZ_CHECK(call.x[i] == before[i]);
	if (fid >= FID_RSI_VERSION && fid <= FID_RSI_HOST_CALL && monitor_is_realm())
		FUZZ_CHECK(call.x[0] <= RSI_RET_INCOMPLETE);
}

static void try_fault(struct reader *reader)
{
	struct call call = { .ipa = read_value(reader) };

	call.ipa &= 2 * HALF - 1;	/* an IPA has no more bits */
	FUZZ_CHECK(!fake_catch(call_fault, &call));
}

static void check_page(u64 ipa, u64 *shared)
{
	u64 end, pa, descriptor;
	enum ripas ripas = rtt_ripas_get(ipa, ipa + SZ_4K, &end);

	*shared += ripas == RIPAS_EMPTY;
	if (fake_walk(ipa, &pa, &descriptor))
		FUZZ_CHECK(ripas == RIPAS_RAM && pa == ipa);
	if (fake_walk(ipa | HALF, &pa, &descriptor))
		FUZZ_CHECK(ripas == RIPAS_EMPTY && pa == ipa);
}

static void check_all(void)
{
	u64 i, shared = 0, pa, descriptor;

	for (i = 0; i < PAGES; i++)
		check_page(FAKE_RAM_BASE + i * SZ_4K, &shared);
	FUZZ_CHECK(shared == realm.shared_pages);
	FUZZ_CHECK(realm.shared_pages <= realm.shared_pages_peak);
	FUZZ_CHECK(pool.used <= POOL_MAX);
	for (i = 0; i < FAKE_POOL_PAGES; i++) {
		pa = FAKE_RAM_BASE + FAKE_RAM_SIZE + i * SZ_4K;
		FUZZ_CHECK(!fake_walk(pa, &pa, &descriptor));
		FUZZ_CHECK(!fake_walk(pa | HALF, &pa, &descriptor));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct reader reader = { data, size };
	static const u64 code[4];
	u64 kind = read_bytes(&reader, 1);
	int i;

	fake_realm(41, kind & 1);
	memset(cpus, 0, sizeof(cpus));
	for (i = 0; i < 2; i++)
		cpus[i] = (struct cpu){ .index = i, .mpidr = i, .present = true };
	monitor_init(kind & 2 ? 0 : MONITOR_FLAG_REALM, sizeof(code), code, sizeof(code));
	while (reader.size) {
		kind = read_bytes(&reader, 1);
		if ((kind & 0x7f) >= 0x60 && (kind & 0x7f) < 0x70)
			try_fault(&reader);
		else
			try_smc(&reader, kind);
	}
	check_all();
	return 0;
}
