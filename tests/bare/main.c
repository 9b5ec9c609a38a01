// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - the bare guest: no kernel, only what kvm-unit-tests would ask of a machine. It
 * prints the same lines with and without the monitor, as a realm and as none: a test
 * compares them.
 */
#include "tests/bare/bare.h"

#include <assert.h>
#include <libfdt.h>

#include "tests/bare/machine.h"

u64 ram_end;
bool conduit_hvc;

static u64 alias;		/* the unprotected half, 0 when there is none */
static unsigned int nr, failed;

struct trap traps[BARE_CPUS];
u8 stacks[BARE_CPUS][16384] __attribute__((aligned(16)));

static_assert(sizeof(struct trap) == BARE_TRAP_BYTES, "start.S shifts by it");

static const struct topic {
	const char *name;
	void (*run)(void);
} topics[] = {
	{ "vectors", test_vectors },
	{ "psci", test_psci },
	{ "timer", test_timer },
	{ "gic", test_gic },
	{ "its", test_its },
	{ "cache", test_cache },
	{ "spinlock", test_spinlock },
	{ "guard", test_guard },
};

static const char *topic;

u64 device(u64 pa)
{
	return pa | alias;
}

void print(const char *text)
{
	for (; *text; text++) {
		while (read32(UART + 0x18) & BIT(5))	/* FR.TXFF */
			;
		write32(UART, *text);
	}
}

static void print_number(unsigned int value)
{
	char digit[2] = { '0' + value % 10, 0 };

	if (value >= 10)
		print_number(value / 10);
	print(digit);
}

void test(bool passed, const char *name)
{
	failed += !passed;
	print(passed ? "ok " : "not ok ");
	print_number(++nr);
	print(" - ");
	print(topic);
	print(": ");
	print(name);
	print("\n");
}

struct trap *trap(void)
{
	return (struct trap *)sysreg_read(tpidr_el1);
}

bool trap_was(u64 ec)
{
	return EC(trap()->esr) == ec;
}

void try_read(u64 address)
{
	(void)*(volatile u32 *)address;
}

void try_write(u64 address)
{
	*(volatile u32 *)address = 0x5a5a5a5a;
	dsb(sy);
}

static _Noreturn void give_up(const char *why)
{
	static bool giving_up;

	if (!giving_up) {
		giving_up = true;
		test(false, why);
		psci(FID_PSCI_SYSTEM_OFF, 0, 0, 0);
	}
	for (;;)
		;
}

_Noreturn void trap_unexpected(void)
{
	give_up("an exception that was not expected");
}

/* For realm/string.c, which does not know that this is no monitor. */
_Noreturn void panic(const char *format, ...)
{
	give_up(format);
}

void firmware(u64 x[4])
{
	register u64 x0 asm("x0") = x[0];
	register u64 x1 asm("x1") = x[1];
	register u64 x2 asm("x2") = x[2];
	register u64 x3 asm("x3") = x[3];
	register u64 x4 asm("x4") = 0;

	if (conduit_hvc)
		asm volatile("hvc #0" : "+r" (x0), "+r" (x1), "+r" (x2), "+r" (x3), "+r" (x4) : :
			     "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14",
			     "x15", "x16", "x17", "memory");
	else
		asm volatile("smc #0" : "+r" (x0), "+r" (x1), "+r" (x2), "+r" (x3), "+r" (x4) : :
			     "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14",
			     "x15", "x16", "x17", "memory");
	x[0] = x0;
	x[1] = x1;
	x[2] = x2;
	x[3] = x3;
}

s64 psci(u64 fid, u64 x1, u64 x2, u64 x3)
{
	u64 x[4] = { fid, x1, x2, x3 };

	firmware(x);
	return (s64)x[0];
}

u64 ticks(void)
{
	isb();
	return sysreg_read(cntvct_el0);
}

/* The tree says where memory ends and how firmware is called. */
static void tree_read(const void *fdt)
{
	const int memory = fdt_node_offset_by_prop_value(fdt, -1, "device_type", "memory", 7);
	const fdt64_t *reg = fdt_getprop(fdt, memory, "reg", NULL);
	const char *method = fdt_getprop(fdt, fdt_path_offset(fdt, "/psci"), "method", NULL);

	if (reg)
		ram_end = fdt64_ld(&reg[0]) + fdt64_ld(&reg[1]);
	conduit_hvc = method && method[0] == 'h';
}

static u8 pool[SZ_1M] __attribute__((aligned(SZ_64K)));
static u64 pool_used;

u64 shared_memory(u64 bytes)
{
	u64 pa = (u64)pool + pool_used;

	pool_used = ALIGN_UP(pool_used + bytes, SZ_64K);
	return pa;
}

/* A realm shares what devices use; the monitor zeroes it. */
static void realm_find(void)
{
	static u64 config[512] __attribute__((aligned(SZ_4K)));
	u64 x[4] = { FID_RSI_VERSION, 0x10000 };
	u64 next = (u64)pool;

	if (conduit_hvc)
		return;
	firmware(x);
	if (x[0] != RSI_RET_SUCCESS || psci(FID_RSI_REALM_CONFIG, (u64)config, 0, 0))
		return;
	alias = 1ul << (config[0] - 1);
	while (next < (u64)pool + sizeof(pool)) {
		u64 set[4] = { FID_RSI_IPA_STATE_SET, next, (u64)pool + sizeof(pool), RIPAS_EMPTY };

		firmware(set);
		if (set[0] || set[1] <= next)
			return;
		next = set[1];
	}
}

static void (*cpu_fn)(u64);
static u64 cpu_arg;
static volatile bool cpu_done;
extern const u8 cpu_entry[];

void cpu_main(u64 cpu)
{
	(void)cpu;
	mmu_on();
	gic_cpu_init(cpu);
	cpu_fn(cpu_arg);
	cpu_done = true;
	dsb(sy);
	psci(FID_PSCI_CPU_OFF, 0, 0, 0);
}

s64 cpu_run(void (*fn)(u64), u64 arg)
{
	cpu_fn = fn;
	cpu_arg = arg;
	cpu_done = false;
	/* The CPU reads both with its MMU on; its first instructions touch registers only. */
	dsb(sy);
	return psci(FID_PSCI_CPU_ON, 1, (u64)cpu_entry, 1);
}

bool cpu_wait_off(void)
{
	u64 end = ticks() + 5 * sysreg_read(cntfrq_el0);

	/* QEMU says "off" until the CPU has begun. */
	while (!cpu_done || psci(FID_PSCI_AFFINITY_INFO, 1, 0, 0) != 1)
		if (ticks() > end)
			return false;
	return true;
}

void bare_main(const void *fdt)
{
	unsigned int i;

	tree_read(fdt);
	realm_find();
	mmu_init(ram_end, alias);
	mmu_on();
	gic_init();
	gic_cpu_init(0);
	print("TAP begin bare\n");
	for (i = 0; i < ARRAY_SIZE(topics); i++) {
		topic = topics[i].name;
		topics[i].run();
	}
	print(failed ? "TAP end bare 1\n" : "TAP end bare 0\n");
	psci(FID_PSCI_SYSTEM_OFF, 0, 0, 0);
}
