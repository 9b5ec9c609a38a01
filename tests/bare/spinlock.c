// SPDX-License-Identifier: GPL-2.0-only
/* spinlock.c - two CPUs and one lock: exclusives and their barriers. */
#include "tests/bare/bare.h"

#define ROUNDS		20000

static u32 lock, ticket_next, ticket_now;
static volatile u64 guarded, ticketed, started;
static u64 atomic;

static void lock_take(void)
{
	while (__atomic_exchange_n(&lock, 1, __ATOMIC_ACQUIRE))
		;
}

static void work(u64 unused)
{
	u32 ticket;
	int i;

	(void)unused;
	__atomic_fetch_add(&started, 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&started, __ATOMIC_SEQ_CST) != BARE_CPUS)
		;
	for (i = 0; i < ROUNDS; i++) {
		lock_take();
		guarded = guarded + 1;
		__atomic_store_n(&lock, 0, __ATOMIC_RELEASE);
		ticket = __atomic_fetch_add(&ticket_next, 1, __ATOMIC_RELAXED);
		while (__atomic_load_n(&ticket_now, __ATOMIC_ACQUIRE) != ticket)
			;
		ticketed = ticketed + 1;
		__atomic_store_n(&ticket_now, ticket + 1, __ATOMIC_RELEASE);
		__atomic_fetch_add(&atomic, 1, __ATOMIC_RELAXED);
	}
}

void test_spinlock(void)
{
	test(!cpu_run(work, 0), "two CPUs");
	work(0);
	test(cpu_wait_off(), "both are done");
	test(guarded == BARE_CPUS * ROUNDS, "a spinlock: no increment is lost");
	test(ticketed == BARE_CPUS * ROUNDS, "a ticket lock: no increment is lost");
	test(atomic == BARE_CPUS * ROUNDS, "an atomic add: no increment is lost");
}
