/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * splitfold.h - the whole ABI of /dev/splitfold.
 *
 * Every request is one fixed-size struct: the caller fills the fields marked
 * "in", the module the others. All durations are ticks of the generic timer's
 * counter (CNTVCT_EL0); INFO gives its frequency. Addresses are kernel virtual.
 * On failure the ioctl returns -1 with errno and the reason is in text.
 */
#ifndef SPLITFOLD_H
#define SPLITFOLD_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define SPLITFOLD_DEVICE	"/dev/splitfold"
#define SPLITFOLD_ABI		5
#define SPLITFOLD_REASON_MAX	160

enum splitfold_strategy {
	SPLITFOLD_SPLIT,	/* pud, contpmd, pmd, contpte leaves become ptes */
	SPLITFOLD_FOLD,		/* ptes become the largest leaves they allow */
	SPLITFOLD_NR_STRATEGIES,
};

enum splitfold_method {
	SPLITFOLD_LIVE,		/* rewrite valid entries in place */
	SPLITFOLD_UPSTREAM,	/* the kernel's own range_split_to_ptes() */
	SPLITFOLD_BBM,		/* break-before-make, entry by entry */
	SPLITFOLD_PRIVATE,	/* edit while the tables are live on no CPU */
	SPLITFOLD_PRIVATE_MMUOFF,	/* the same, the editing CPU's MMU off */
	SPLITFOLD_SWAP,		/* build new tables, replace the root's entries */
	SPLITFOLD_NR_METHODS,
};

enum splitfold_hold {
	SPLITFOLD_HOLD_NONE,	/* the other CPUs run on */
	SPLITFOLD_HOLD_SPIN,	/* they spin in the module, kernel tables live */
	SPLITFOLD_HOLD_PARK,	/* they wait in the idmap, TTBR1 empty */
	SPLITFOLD_HOLD_MMUOFF,	/* they wait with the MMU off */
	SPLITFOLD_NR_HOLDS,
};

/*
 * Table entries of the linear map that are leaves, by size. contpmd and contpte
 * count entries that carry the contiguous bit, not groups: with 4K pages a
 * contiguous 64K is 16 contpte. invalid counts entries that keep an address but
 * are not valid (PTE_PRESENT_INVALID), whatever their size. pages is the number
 * of base pages that all the leaves together map; table_pages the number of
 * level 2 and level 3 tables (those that a conversion allocates or frees).
 */
struct splitfold_census {
	__u64 pud;
	__u64 contpmd;
	__u64 pmd;
	__u64 contpte;
	__u64 pte;
	__u64 invalid;
	__u64 pages;
	__u64 table_pages;
};

#define SPLITFOLD_INFO_LPA2		(1u << 0)	/* 52-bit VA in use */
#define SPLITFOLD_INFO_EL2		(1u << 1)	/* VHE kernel */
#define SPLITFOLD_INFO_RODATA_FULL	(1u << 2)	/* rodata=on (the old "full") */
#define SPLITFOLD_INFO_CAN_SET_DIRECT	(1u << 3)	/* can_set_direct_map() */
#define SPLITFOLD_INFO_LAZY_SPLIT	(1u << 4)	/* linear_map_requires_bbml2 */
#define SPLITFOLD_INFO_FOLDED		(1u << 5)	/* and the kernel cannot split: pinned */
#define SPLITFOLD_INFO_UNSAFE_OK	(1u << 6)	/* loaded with allow_unsafe=1 */
#define SPLITFOLD_INFO_REALM		(1u << 7)	/* is_realm_world() */
#define SPLITFOLD_INFO_MONITOR		(1u << 8)	/* realm/'s monitor answers SMCs */

struct splitfold_info {
	__u32 abi;		/* SPLITFOLD_ABI */
	__u32 flags;		/* SPLITFOLD_INFO_* */
	__u32 page_bytes;
	__u32 va_bits;
	__u32 cpus_online;
	__u32 cpus_bbml2;	/* of these, with usable BBML2 (no conflict aborts) */
	__u64 counter_hz;	/* CNTFRQ_EL0 */
	__u64 lmap_start;	/* the linear map, [start, end) */
	__u64 lmap_end;
	__u64 kfence_start;	/* left alone; 0, 0 without a pool */
	__u64 kfence_end;
	__u64 alias_start;	/* kernel image alias, left alone */
	__u64 alias_end;
	__u64 conversions;	/* done since the module was loaded */
};

/*
 * Hash of VA -> PA + attributes of every base page: leaf sizes do not enter it. malformed
 * counts entries that break a rule of the architecture for tables (contiguous groups, blocks,
 * hierarchical attributes) or map what is not theirs; reason then has the first one.
 */
struct splitfold_verify {
	__u64 start;		/* in: page aligned; 0, 0 = whole linear map */
	__u64 end;		/* in */
	__u64 hash;
	__u64 pages;
	__u64 malformed;
	struct splitfold_census census;
	char reason[SPLITFOLD_REASON_MAX];
};

/*
 * Phases of one conversion, in ticks. All up to build happen while the system runs,
 * edit lies inside held, and commit and tlbi are what edit consists of. A phase that
 * the method does not have, or not apart from another (upstream cannot tell scan from
 * fill), is SPLITFOLD_NOT_APART.
 *
 * Permission changes of the linear map (set_memory_*(), set_direct_map_*()) wait while
 * the gate is closed: for most methods from the scan to the release, for swap only
 * from before the hold to the release.
 */
#define SPLITFOLD_NOT_APART	(~0ull)

struct splitfold_phases {
	__u64 scan;		/* find what to change */
	__u64 prealloc;		/* table pages */
	__u64 fill;		/* contents of new tables */
	__u64 build;		/* scratch tables, aliases, write lists, new upper tables */
	__u64 gate;		/* until permission changes under way had ended */
	__u64 fixup;		/* swap: changes since the scan, put into the new tables */
	__u64 gather;		/* hold requested -> all other CPUs arrived */
	__u64 held;		/* all others arrived -> released */
	__u64 commit;		/* entries stored */
	__u64 tlbi;		/* invalidation, where it is not part of commit (bbm) */
	__u64 edit;		/* all work of the method inside the hold */
	__u64 grace;		/* waiting until no lockless walker holds an old table */
	__u64 post;		/* ctor/dtor, free */
	__u64 closed;		/* how long permission changes had to wait */
	__u64 total;		/* first to last but for grace, which only waits */
};

/* For tests. All need a module loaded with allow_unsafe=1. */
#define SPLITFOLD_CONVERT_UNSAFE	(1u << 0)	/* legality is not checked */
#define SPLITFOLD_CONVERT_WRONG		(1u << 1)	/* a fold overlooks read-only pages */
#define SPLITFOLD_CONVERT_NO_FIXUP	(1u << 2)	/* swap loses changes since the scan */
#define SPLITFOLD_CONVERT_TORN		(1u << 3)	/* a fold leaves a group incomplete */

/* Invalidations issued, by kind; a range instruction counts once. */
struct splitfold_tlbis {
	__u64 all;		/* VMALLE1IS */
	__u64 va;		/* VAAE1IS, VAALE1IS */
	__u64 range;		/* RVAAE1IS */
	__u64 local;		/* VMALLE1, on the editing CPU */
};

struct splitfold_convert {
	__u32 strategy;		/* in: enum splitfold_strategy */
	__u32 method;		/* in: enum splitfold_method */
	__u32 hold;		/* in: enum splitfold_hold */
	__u32 flags;		/* in: SPLITFOLD_CONVERT_* */
	__u64 start;		/* in: page aligned; 0, 0 = whole linear map */
	__u64 end;		/* in */
	/*
	 * in: the nth step that may fail does fail, as if by itself; 0: none. Every
	 * allocation and every check is a step; the reason names it. Needs allow_unsafe.
	 */
	__u64 fail_nth;
	__u64 steps;		/* steps taken */
	struct splitfold_phases phases;
	struct splitfold_tlbis tlbis;
	__u64 tables_allocated;	/* table pages that came into use */
	__u64 tables_freed;	/* table pages given back to the page allocator */
	__u64 tables_spare;	/* preallocated, not needed, given back */
	__u64 pages_peak;	/* most pages that the conversion had at a time, in all */
	__u64 entries_written;	/* descriptors stored to live tables, breaks included */
	__u64 ranges_changed;	/* swap: ranges whose permissions changed since the scan */
	__u64 cpus_held;
	struct splitfold_census before;	/* both taken with the gate closed, next to the hold */
	struct splitfold_census after;
	__u64 hash_before;
	/* Differed, or malformed tables: rolled back, and the ioctl fails with EILSEQ. */
	__u64 hash_after;
	char reason[SPLITFOLD_REASON_MAX];
};

enum splitfold_setmem_op {
	SPLITFOLD_SETMEM_RO,		/* set_memory_ro(), undone by set_memory_rw() */
	SPLITFOLD_SETMEM_X,		/* set_memory_x(), undone by set_memory_nx() */
	SPLITFOLD_SETMEM_INVALID,	/* set_direct_map_invalid_noflush(); undone by default */
	SPLITFOLD_SETMEM_SHARE,		/* set_memory_decrypted(), undone by ..._encrypted() */
	SPLITFOLD_NR_SETMEM_OPS,
};

/*
 * Times pairs of operations in the kernel. Allocates nr_regions regions of pages
 * base pages each, then makes rounds passes over them; each region gives two
 * samples a pass: the operation and its inverse. A region's first pass is its
 * first touch. Samples go to the caller's buffer as u64 ticks, ordered
 * [round][region][0 = operation, 1 = inverse].
 */
struct splitfold_setmem {
	__u32 op;		/* in: enum splitfold_setmem_op */
	__u32 pages;		/* in: base pages a region, a power of two, 1..512 */
	__u32 nr_regions;	/* in: 1..4096 */
	__u32 rounds;		/* in: 1..65536 */
	__u64 samples;		/* in: user pointer to nr_regions * rounds * 2 u64 */
	__u64 nr_samples;	/* out: written */
	char reason[SPLITFOLD_REASON_MAX];
};

/*
 * Known pages: memory of the module whose permissions a test changes while others
 * convert, and whose entries in the linear map it can compare with what was asked for
 * last. Allowed at any time, also during a conversion. They belong to the open file.
 */
enum splitfold_page_state {
	SPLITFOLD_PAGE_RW,
	SPLITFOLD_PAGE_RO,		/* set_memory_ro() on a vmalloc mapping of it */
	SPLITFOLD_PAGE_INVALID,		/* set_direct_map_invalid_noflush() */
	SPLITFOLD_PAGE_SHARED,		/* set_memory_decrypted(); realms only */
	SPLITFOLD_NR_PAGE_STATES,
};

struct splitfold_pages {
	__u32 nr;		/* in: 1..4096; an open file can ask once */
	__u32 pad;
	char reason[SPLITFOLD_REASON_MAX];
};

struct splitfold_page {
	__u32 index;		/* in */
	__u32 state;		/* in: enum splitfold_page_state */
	char reason[SPLITFOLD_REASON_MAX];
};

struct splitfold_pages_check {
	__u32 checked;		/* known pages compared */
	__u32 wrong;		/* of these, not as asked for last; the first is in reason */
	__u64 changes;		/* state changes made so far */
	char reason[SPLITFOLD_REASON_MAX];
};

/*
 * One SMC from EL1: x0 to x17 in, x0 to x17 as they were after it. Only where the monitor
 * of realm/ is known to answer (else -ENODEV): of other firmware nothing is asked.
 */
struct splitfold_smc {
	__u64 x[18];		/* in, out */
	char reason[SPLITFOLD_REASON_MAX];
};

/*
 * A buffer of the open file in a realm, which can be shared and mapped. The first call
 * allocates it; mmap() of the device then shows it: at offset 0 by its protected address,
 * at SPLITFOLD_MAP_UNPROTECTED by the other, whatever its state. What is still shared when
 * the file is closed is made private again; pages of which that fails are never freed.
 */
#define SPLITFOLD_MAP_UNPROTECTED	(1ull << 40)

struct splitfold_shared {
	__u32 pages;		/* in: a power of two, 1..512; the same in all calls */
	__u32 shared;		/* in: 1 set_memory_decrypted(), 0 set_memory_encrypted() */
	__u64 ipa;		/* of its first page, protected */
	__u64 unprotected;	/* the bit that makes it unprotected; 0 outside a realm */
	char reason[SPLITFOLD_REASON_MAX];
};

/*
 * Load on memory of the open file that the kernel reaches by the linear map, for a
 * benchmark to measure around. ops = 0 begins anew: from the same seed the same accesses.
 */
enum splitfold_load_kind {
	SPLITFOLD_LOAD_CHASE,	/* follow pointers from page to page: an op is one load */
	SPLITFOLD_LOAD_SLAB,	/* an op is one kmalloc() or one kfree(), at random */
	SPLITFOLD_NR_LOADS,
};

struct splitfold_load {
	__u32 kind;		/* in: enum splitfold_load_kind */
	__u32 nr;		/* in, when it begins: pages or objects, 2..1048576 */
	__u64 seed;		/* in, when it begins */
	__u64 ops;		/* in: so many operations; 0: begin */
	char reason[SPLITFOLD_REASON_MAX];
};

/*
 * One change of a mapping of the module's own, made without something that break-before-make
 * asks for, and then put right. Needs allow_unsafe. A block and a table, and the Contiguous
 * bit, CPUs with FEAT_BBM level 2 may see change without a break.
 */
enum splitfold_breach_kind {
	SPLITFOLD_BREACH_ADDRESS,	/* no break: another output address */
	SPLITFOLD_BREACH_TYPE,		/* no break: Normal becomes Non-cacheable */
	SPLITFOLD_BREACH_GLOBAL,	/* no break: non-global becomes global */
	SPLITFOLD_BREACH_BLOCK,		/* no break: a table becomes a block */
	SPLITFOLD_BREACH_TABLE,		/* no break: a block becomes a table */
	SPLITFOLD_BREACH_CONT,		/* no break: Contiguous in half of a group */
	SPLITFOLD_BREACH_NO_TLBI,	/* another output address after a break without TLBI */
	SPLITFOLD_BREACH_EARLY_TLBI,	/* with no DSB between break and TLBI */
	SPLITFOLD_BREACH_LOCAL_TLBI,	/* with a TLBI for this CPU only */
	SPLITFOLD_BREACH_NO_DSB,	/* with no DSB between TLBI and the new entry */
	SPLITFOLD_NR_BREACHES,
};

struct splitfold_breach {
	__u32 kind;		/* in: enum splitfold_breach_kind */
	__u32 right;		/* in: 1: the change with all that it needs */
	__u64 va;		/* where it was */
	char reason[SPLITFOLD_REASON_MAX];
};

/*
 * One fault in tables of the module's own, which are those of a piece of a linear map and on no
 * CPU: what VERIFY and every conversion look for must be found in them, and nothing else. Needs
 * allow_unsafe.
 */
enum splitfold_plant_kind {
	SPLITFOLD_PLANT_NONE,
	SPLITFOLD_PLANT_GROUP_BIT,	/* a contiguous group: a page without the bit */
	SPLITFOLD_PLANT_GROUP_BLOCK,	/* likewise a block */
	SPLITFOLD_PLANT_GROUP_HOLE,	/* an entry is not there */
	SPLITFOLD_PLANT_GROUP_ADDRESS,	/* one maps another page */
	SPLITFOLD_PLANT_GROUP_RDONLY,	/* one is read-only */
	SPLITFOLD_PLANT_GROUP_ALIGN,	/* all are one page further */
	SPLITFOLD_PLANT_BLOCK_ALIGN,	/* so is a block */
	SPLITFOLD_PLANT_RESERVED,	/* a page with bit 1 clear */
	SPLITFOLD_PLANT_ADDRESS,	/* a page that maps another one */
	SPLITFOLD_PLANT_TWICE,		/* a table linked from two places */
	SPLITFOLD_PLANT_TABLE_FREE,	/* a table in a page that is free */
	SPLITFOLD_PLANT_TABLE_RDONLY,	/* a table with APTable[1] over writable pages */
	SPLITFOLD_PLANT_TABLE_PXN,	/* with PXNTable, over one executable page */
	SPLITFOLD_PLANT_TABLE_UXN,
	SPLITFOLD_PLANT_TABLE_NS,
	SPLITFOLD_NR_PLANTS,
};

struct splitfold_plant {
	__u32 kind;		/* in: enum splitfold_plant_kind */
	__u32 pad;
	__u64 va;		/* where it is */
	__u64 found_va;		/* where it was found first; 0: nothing was */
	__u64 faults;		/* entries found */
	char reason[SPLITFOLD_REASON_MAX];	/* as that of VERIFY */
};

#define SPLITFOLD_IOC_INFO	_IOR('S', 0x01, struct splitfold_info)
#define SPLITFOLD_IOC_CENSUS	_IOR('S', 0x02, struct splitfold_census)
#define SPLITFOLD_IOC_VERIFY	_IOWR('S', 0x03, struct splitfold_verify)
#define SPLITFOLD_IOC_CONVERT	_IOWR('S', 0x04, struct splitfold_convert)
#define SPLITFOLD_IOC_SETMEM	_IOWR('S', 0x05, struct splitfold_setmem)
#define SPLITFOLD_IOC_PAGES	_IOWR('S', 0x06, struct splitfold_pages)
#define SPLITFOLD_IOC_PAGE	_IOWR('S', 0x07, struct splitfold_page)
#define SPLITFOLD_IOC_PAGES_CHECK _IOWR('S', 0x08, struct splitfold_pages_check)
#define SPLITFOLD_IOC_SMC	_IOWR('S', 0x09, struct splitfold_smc)
#define SPLITFOLD_IOC_SHARED	_IOWR('S', 0x0a, struct splitfold_shared)
#define SPLITFOLD_IOC_LOAD	_IOWR('S', 0x0b, struct splitfold_load)
#define SPLITFOLD_IOC_BREACH	_IOWR('S', 0x0c, struct splitfold_breach)
#define SPLITFOLD_IOC_PLANT	_IOWR('S', 0x0d, struct splitfold_plant)

#endif /* SPLITFOLD_H */
