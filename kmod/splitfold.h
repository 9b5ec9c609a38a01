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
#define SPLITFOLD_ABI		1
#define SPLITFOLD_REASON_MAX	160

enum splitfold_strategy {
	SPLITFOLD_SPLIT,	/* pud, contpmd, pmd, contpte leaves become ptes */
	SPLITFOLD_FOLD,		/* ptes become the largest leaves they allow */
	SPLITFOLD_NR_STRATEGIES,
};

enum splitfold_method {
	SPLITFOLD_LIVE,		/* rewrite valid entries in place */
	SPLITFOLD_UPSTREAM,	/* the kernel's own range_split_to_ptes() */
	SPLITFOLD_PRIVATE,	/* edit while the tables are live on no CPU */
	SPLITFOLD_NR_METHODS,
};

enum splitfold_hold {
	SPLITFOLD_HOLD_NONE,	/* the other CPUs run on */
	SPLITFOLD_HOLD_SPIN,	/* they spin in the module, kernel tables live */
	SPLITFOLD_HOLD_PARK,	/* they wait in the idmap, TTBR1 empty */
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

/* Hash of VA -> PA + attributes of every base page: leaf sizes do not enter it. */
struct splitfold_verify {
	__u64 start;		/* in: page aligned; 0, 0 = whole linear map */
	__u64 end;		/* in */
	__u64 hash;
	__u64 pages;
	struct splitfold_census census;
	char reason[SPLITFOLD_REASON_MAX];
};

/*
 * Phases of one conversion, in ticks, in the order in which they happen. edit
 * lies inside held and is the sum of scan, alloc, fill, commit and tlbi when the
 * method does these inside the hold; a method that does a phase before the hold
 * reports it in build. A phase that the method does not have apart from another
 * (upstream cannot tell scan from fill) is SPLITFOLD_NOT_APART.
 */
#define SPLITFOLD_NOT_APART	(~0ull)

struct splitfold_phases {
	__u64 prealloc;		/* table pages, work list, before anything is held */
	__u64 build;		/* private tables, anything prepared outside the hold */
	__u64 gather;		/* hold requested -> all other CPUs arrived */
	__u64 held;		/* all others arrived -> released */
	__u64 scan;
	__u64 alloc;
	__u64 fill;
	__u64 commit;
	__u64 tlbi;
	__u64 edit;		/* all work of the method inside the hold */
	__u64 grace;		/* waiting until no lockless walker holds an old table */
	__u64 post;		/* ctor/dtor, free */
	__u64 total;		/* first to last but for grace, which only waits */
};

#define SPLITFOLD_CONVERT_UNSAFE	(1u << 0)	/* not checked: needs allow_unsafe */

struct splitfold_convert {
	__u32 strategy;		/* in: enum splitfold_strategy */
	__u32 method;		/* in: enum splitfold_method */
	__u32 hold;		/* in: enum splitfold_hold */
	__u32 flags;		/* in: SPLITFOLD_CONVERT_* */
	__u64 start;		/* in: page aligned; 0, 0 = whole linear map */
	__u64 end;		/* in */
	struct splitfold_phases phases;
	__u64 tables_allocated;	/* table pages that came into use */
	__u64 tables_freed;	/* table pages given back to the page allocator */
	__u64 tables_spare;	/* preallocated, not needed, given back */
	__u64 tlbis;		/* invalidations issued: broadcast or local, ranges count 1 */
	__u64 entries_written;	/* descriptors stored to live tables */
	__u64 cpus_held;
	struct splitfold_census before;
	struct splitfold_census after;
	__u64 hash_before;
	__u64 hash_after;	/* differs: the ioctl fails with EILSEQ */
	char reason[SPLITFOLD_REASON_MAX];
};

enum splitfold_setmem_op {
	SPLITFOLD_SETMEM_RO,		/* set_memory_ro(), undone by set_memory_rw() */
	SPLITFOLD_SETMEM_X,		/* set_memory_x(), undone by set_memory_nx() */
	SPLITFOLD_SETMEM_INVALID,	/* set_direct_map_invalid_noflush(); undone by default */
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

#define SPLITFOLD_IOC_INFO	_IOR('S', 0x01, struct splitfold_info)
#define SPLITFOLD_IOC_CENSUS	_IOR('S', 0x02, struct splitfold_census)
#define SPLITFOLD_IOC_VERIFY	_IOWR('S', 0x03, struct splitfold_verify)
#define SPLITFOLD_IOC_CONVERT	_IOWR('S', 0x04, struct splitfold_convert)
#define SPLITFOLD_IOC_SETMEM	_IOWR('S', 0x05, struct splitfold_setmem)

#endif /* SPLITFOLD_H */
