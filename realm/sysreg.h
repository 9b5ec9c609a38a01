/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sysreg.h - system registers by name, those that the assembler may not know by encoding.
 * The names are the Arm ARM's.
 */
#ifndef REALM_SYSREG_H
#define REALM_SYSREG_H

#include "realm/types.h"

#define sysreg_read(name)						\
({									\
	u64 value_;							\
	asm volatile("mrs %0, " #name : "=r" (value_) : : "memory");	\
	value_;								\
})
#define sysreg_write(name, value)					\
	asm volatile("msr " #name ", %0" : : "r" ((u64)(value)) : "memory")

#define isb()		asm volatile("isb" : : : "memory")
#define dsb(what)	asm volatile("dsb " #what : : : "memory")

static inline unsigned int field(u64 reg, int shift)
{
	return (reg >> shift) & 0xf;
}

#endif /* REALM_SYSREG_H */
