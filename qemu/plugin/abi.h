/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * abi.h - what a guest may ask of the plugin: numbers only, also for bench/.
 *
 * A call is the instruction PLUGIN_CALL_HINT with a function in x0 and arguments in x1 to
 * x3. Hardware, and QEMU without the plugin, execute it as a nop and leave x0 as it was:
 * that is how a guest knows that nobody is there. The plugin answers in x0 (0, or a negative
 * error number) and x1.
 */
#ifndef SPLITFOLD_PLUGIN_ABI_H
#define SPLITFOLD_PLUGIN_ABI_H

#define PLUGIN_ABI		3

/* HINT #0x70: in the space of hints that no architecture extension has taken. */
#define PLUGIN_CALL_HINT	0x70

#define PLUGIN_FN(nr)		(0x53464f4c44000000 + (nr))

/* x1 = PLUGIN_ABI | profile << 32 */
#define PLUGIN_FN_HELLO		PLUGIN_FN(0)
/*
 * Turns the profile on (x1 = 1) or off (x1 = 0), from some instructions later on: ask
 * PLUGIN_FN_ARMED until it answers x1 = what was asked for. A model starts empty. Profiles
 * of whole boots are on from the reset of the machine and stay so.
 */
#define PLUGIN_FN_ARM		PLUGIN_FN(1)
#define PLUGIN_FN_ARMED		PLUGIN_FN(2)
/* Counts are zero from here on; what a model holds stays in it. -EPERM: not armed. */
#define PLUGIN_FN_BEGIN		PLUGIN_FN(3)
/* Counts stand still, to be read. */
#define PLUGIN_FN_END		PLUGIN_FN(4)
/* x1 = table, x2 = row, x3 = column: its value in x1. -ENOENT: there is no such. */
#define PLUGIN_FN_READ		PLUGIN_FN(5)

enum plugin_profile {
	PLUGIN_PROFILE_TLB,
	PLUGIN_PROFILE_TIMELINE,
	PLUGIN_PROFILE_BBM,
	PLUGIN_PROFILE_NULL,		/* the calls, and nothing that counts */
};

/* Tables to read, by profile. Text is read as words of 8 characters, the first one lowest. */
enum plugin_table {
	PLUGIN_TABLE_RUN,		/* row 0; columns: enum plugin_run */
	PLUGIN_TABLE_TLB,		/* row: enum plugin_class; columns: enum plugin_tlb */
	PLUGIN_TABLE_TLB_TOTAL,		/* row 0; columns: enum plugin_tlb_total */
	PLUGIN_TABLE_GEOMETRY,		/* row 0: its name, as text */
	PLUGIN_TABLE_EVENTS,		/* row: event; columns: enum plugin_event */
	PLUGIN_TABLE_EVENT_NAME,	/* row: event; its symbol, as text */
	PLUGIN_TABLE_BBM,		/* row 0; columns: enum plugin_bbm */
	PLUGIN_TABLE_BBM_REPORT,	/* row: report; columns: enum plugin_bbm_report */
	PLUGIN_TABLE_EVENT_CALLED,	/* row: event; what its calls are called, as text, or "" */
	PLUGIN_TABLE_CALLS,		/* row: a call of those; columns: enum plugin_call */
	PLUGIN_TABLE_CALLER,		/* row: a call; the function it came from, as text */
};

/* Of all CPUs together, between BEGIN and END. */
enum plugin_run {
	PLUGIN_RUN_INSNS,		/* instructions executed */
	PLUGIN_RUN_LOADS,		/* memory accesses executed, counted apart from any model */
	PLUGIN_RUN_STORES,
	PLUGIN_RUN_CPUS,
	PLUGIN_RUN_BOOT_CPU,		/* instructions of the boot CPU, since reset */
	PLUGIN_RUN_NR,
};

/*
 * What was translated. A load or store is of a class by its address: the linear map, the
 * rest of the upper half, the lower half. With stage 1 off it is the kernel's.
 */
enum plugin_class {
	PLUGIN_CLASS_LINEAR,
	PLUGIN_CLASS_KERNEL,
	PLUGIN_CLASS_USER,
	PLUGIN_CLASS_INSN,		/* instruction fetches, wherever from */
	PLUGIN_CLASS_NR,
};

enum plugin_tlb {
	PLUGIN_TLB_ACCESS,		/* accesses; instructions fetched */
	PLUGIN_TLB_L1_REFILL,		/* lookups that missed the first level */
	PLUGIN_TLB_WALK,		/* and the second */
	PLUGIN_TLB_STEP,		/* descriptors of stage 1 that walks read */
	PLUGIN_TLB_S2_STEP,		/* and of stage 2 */
	PLUGIN_TLB_NR,
};

enum plugin_tlb_total {
	PLUGIN_TLB_TLBI,		/* instructions, of stage 1 or both stages of EL1 */
	PLUGIN_TLB_UNMODELLED,		/* accesses whose walk failed: counted as access only */
	PLUGIN_TLB_ZVA,			/* of all accesses: DC ZVA, which QEMU does not count */
	PLUGIN_TLB_CROSSING,		/* of all accesses: over the end of a page, two lookups */
	PLUGIN_TLB_COMPARED,		/* check=N: translations held against QEMU's */
	PLUGIN_TLB_MISMATCHED,
	PLUGIN_TLB_MISPROGRAMMED,	/* walks of the upper half: of a group that is none */
	PLUGIN_TLB_TOTAL_NR,
};

/*
 * Of a function of the kernel, since the reset of the machine: of its calls on the boot CPU,
 * and, the same columns from PLUGIN_EVENT_OTHERS on, of those on other CPUs.
 */
enum plugin_event {
	PLUGIN_EVENT_CALLS,
	PLUGIN_EVENT_RETURNS,		/* calls that were seen to return */
	PLUGIN_EVENT_MOVED,		/* of these, on another CPU than they began on */
	PLUGIN_EVENT_ENTRY,		/* instructions of all CPUs before the first call */
	PLUGIN_EVENT_WORK,		/* from entry to return, without the monitor's */
	PLUGIN_EVENT_ALL_CPUS,		/* of all CPUs */
	PLUGIN_EVENT_MONITOR,		/* the monitor's on that CPU */
	PLUGIN_EVENT_OTHERS,
	/* Symbols of that name: none, and more than one, cannot be timed. */
	PLUGIN_EVENT_COPIES = 2 * PLUGIN_EVENT_OTHERS,
	PLUGIN_EVENT_ENDS,		/* 1 + the window that its first call ends, or 0 */
	PLUGIN_EVENT_NR,
};

/* A boot's windows, by what the kernel could do there to split the linear map. */
enum plugin_window {
	PLUGIN_WINDOW_EARLY,		/* no: there is no page allocator */
	PLUGIN_WINDOW_ALONE,		/* split: one CPU, whose features are known */
	PLUGIN_WINDOW_ONLINING,		/* no: others run whose features are not known */
	PLUGIN_WINDOW_FINAL,		/* split if all CPUs can: they are known */
	PLUGIN_WINDOW_NR,
};

/* A call that is kept, in the order of entries. */
enum plugin_call {
	PLUGIN_CALL_EVENT,		/* row of the event */
	PLUGIN_CALL_WINDOW,
	PLUGIN_CALL_ARG0,		/* x0 and x1 at its entry */
	PLUGIN_CALL_ARG1,
	PLUGIN_CALL_RETURNED,		/* it was seen to return, on the CPU that it began on */
	PLUGIN_CALL_WORK,		/* if so: as PLUGIN_EVENT_WORK */
	PLUGIN_CALL_NR,
};

/* Of tables that some CPU can walk, between BEGIN and END; before that, since the reset. */
enum plugin_bbm {
	PLUGIN_BBM_STORES,		/* stores to their entries */
	PLUGIN_BBM_BREAKS,		/* valid entries made invalid */
	PLUGIN_BBM_CHANGES,		/* valid ones changed in more than permissions */
	PLUGIN_BBM_SIZE,		/* violations, by enum plugin_bbm_kind */
	PLUGIN_BBM_ADDRESS,
	PLUGIN_BBM_ATTRIBUTES,
	PLUGIN_BBM_REUSED,		/* tables' pages that a walk may still reach */
	PLUGIN_BBM_UNFINISHED,		/* any of these, only the DSB after the TLBI missing */
	PLUGIN_BBM_ALLOWED,		/* would be one but for these CPUs' FEAT_BBM level 2 */
	PLUGIN_BBM_TLBI,		/* instructions */
	PLUGIN_BBM_TABLES,		/* tables there are now */
	PLUGIN_BBM_REPORTS,		/* rows of the table of reports: the first ones */
	PLUGIN_BBM_NR,
};

enum plugin_bbm_kind {
	PLUGIN_BBM_KIND_NONE,
	PLUGIN_BBM_KIND_SIZE,
	PLUGIN_BBM_KIND_ADDRESS,
	PLUGIN_BBM_KIND_ATTRIBUTES,
	PLUGIN_BBM_KIND_REUSED,
	PLUGIN_BBM_KIND_NR,
};

enum plugin_bbm_why {
	PLUGIN_BBM_WHY_NO_BREAK,	/* valid to valid */
	PLUGIN_BBM_WHY_NO_TLBI,		/* none that reached all CPUs, or not after the break */
	PLUGIN_BBM_WHY_NO_DSB,		/* it was not waited for */
	PLUGIN_BBM_WHY_LOADED,		/* changed while no CPU had the root; then loaded */
	PLUGIN_BBM_WHY_NR,
};

enum plugin_bbm_report {
	PLUGIN_BBM_REPORT_KIND,
	PLUGIN_BBM_REPORT_WHY,
	PLUGIN_BBM_REPORT_ALLOWED,
	PLUGIN_BBM_REPORT_VA,		/* that the entry translates */
	PLUGIN_BBM_REPORT_LEVEL,	/* as a signed number */
	PLUGIN_BBM_REPORT_OLD,
	PLUGIN_BBM_REPORT_NEW,
	PLUGIN_BBM_REPORT_PC,		/* of the store */
	PLUGIN_BBM_REPORT_CPU,
	PLUGIN_BBM_REPORT_CPUS,		/* that could see both: a bit each */
	PLUGIN_BBM_REPORT_NR,
};
#endif
