/* SPDX-License-Identifier: GPL-2.0-only */
/* types.h - the few types and macros that all of realm/ uses; there is no libc. */
#ifndef REALM_TYPES_H
#define REALM_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int64_t s64;

#define BIT(n)			(1ul << (n))
#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define IS_ALIGNED(x, a)	(((x) & ((a) - 1)) == 0)
#define ALIGN_DOWN(x, a)	((x) & ~((u64)(a) - 1))
#define ALIGN_UP(x, a)		ALIGN_DOWN((x) + (a) - 1, a)

#define SZ_4K	0x1000ul
#define SZ_2M	0x200000ul
#define SZ_1G	0x40000000ul

#define MAX_CPUS	8

#endif /* REALM_TYPES_H */
