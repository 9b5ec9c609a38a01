/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bare.h - what the tests of the bare guest use: results, exceptions that are expected,
 * the machine's addresses, calls to firmware. MMU on, PA = VA, one stack for each CPU.
 */
#ifndef TESTS_BARE_H
#define TESTS_BARE_H

#include "realm/abi.h"
#include "realm/sysreg.h"
#include "realm/types.h"

#define SZ_64K		0x10000ul
#define SZ_1M		0x100000ul

#define BARE_CPUS	2
#define BARE_TRAP_BYTES	128

/* QEMU's virt machine (hw/arm/virt.c). Devices are reached through device(). */
#define UART		0x09000000ul
#define FW_CFG		0x09020000ul
#define SMMU		0x09050000ul
#define GICD		0x08000000ul
#define GITS		0x08080000ul
#define GICR		0x080a0000ul
#define GICR_STRIDE	0x20000ul
#define PCI_MMIO	0x10000000ul
#define PCI_ECAM	0x4010000000ul

#define IRQ_CNTV	27
#define IRQ_CNTP	30
#define LPI_FIRST	8192

/* start.S knows the offsets. Alone in its cache lines. */
struct trap {
	u64 saved[12];
	u64 sp;
	u64 armed;
	u64 esr;
	u64 elr;
};

#define EC(esr)		((esr) >> 26 & 0x3f)
#define EC_UNKNOWN	0x00
#define EC_SVC		0x15
#define EC_IABT		0x21
#define EC_PC_ALIGN	0x22
#define EC_DABT		0x25
#define EC_BRK		0x3c
#define FSC(esr)	((esr) & 0x3f)
#define FSC_LEVEL0	0x04
#define FSC_SEA		0x10
#define FSC_ALIGN	0x21

extern u64 ram_end;		/* behind the last byte of the guest's memory */
extern bool conduit_hvc;	/* firmware is called by HVC: there is no EL2 to be a monitor's */

/* What a device, or memory that is shared with one, is reached by: its unprotected address. */
u64 device(u64 pa);

static inline u32 read32(u64 pa)
{
	return *(volatile u32 *)device(pa);
}

static inline void write32(u64 pa, u32 value)
{
	*(volatile u32 *)device(pa) = value;
	dsb(sy);
}

static inline void write64(u64 pa, u64 value)
{
	*(volatile u64 *)device(pa) = value;
	dsb(sy);
}

/* 64K aligned memory that devices may reach: its PA. Zero. */
u64 shared_memory(u64 bytes);

/* One line of TAP. Names have nothing in them that differs between two guests. */
void test(bool passed, const char *name);
void print(const char *text);

/* The caller's own trap; and of what the last exception was. */
bool try_call(void (*fn)(u64), u64 arg);
struct trap *trap(void);
bool trap_was(u64 ec);
void try_read(u64 address);
void try_write(u64 address);

/* PSCI and, in a realm, RSI, by the conduit that the device tree names. x is in and out. */
void firmware(u64 x[4]);
s64 psci(u64 fid, u64 x1, u64 x2, u64 x3);

/* Runs fn(arg) on the second CPU, which is off before and after. 0, or what PSCI said. */
s64 cpu_run(void (*fn)(u64), u64 arg);
bool cpu_wait_off(void);

/* Interrupts of this CPU. gic_wait(): until one came, its number, or 0 after a second. */
void gic_cpu_init(u64 cpu);
void gic_enable(unsigned int irq);
unsigned int gic_wait(void);
void gic_expect(void);

u64 ticks(void);

void test_vectors(void);
void test_psci(void);
void test_timer(void);
void test_gic(void);
void test_its(void);
void test_cache(void);
void test_spinlock(void);
void test_guard(void);

#endif /* TESTS_BARE_H */
