// SPDX-License-Identifier: GPL-2.0-only
/* timer.c - the counters go on, and both timers of EL1 interrupt when they should. */
#include "tests/bare/bare.h"

#define ENABLE		1
#define IMASK		2
#define ISTATUS		4

/* MSR wants its register's name as text: a function for each. */
#define TIMER(name, control, value, counter, irq)				\
static void test_##name(void)							\
{										\
	u64 wait = sysreg_read(cntfrq_el0) / 100, start;			\
										\
	gic_enable(irq);							\
	sysreg_write(value, wait);						\
	start = sysreg_read(counter);						\
	gic_expect();								\
	sysreg_write(control, ENABLE);						\
	isb();									\
	test(gic_wait() == (irq), #name " interrupts");				\
	test(sysreg_read(counter) - start >= wait, #name " not before its time");\
	sysreg_write(control, ENABLE | IMASK);					\
	sysreg_write(value, 0);							\
	isb();									\
	test(sysreg_read(control) & ISTATUS, #name " has its status when masked");\
	sysreg_write(control, 0);						\
	isb();									\
	test(!(sysreg_read(control) & ENABLE), #name " is off");		\
}

TIMER(cntv, cntv_ctl_el0, cntv_tval_el0, cntvct_el0, IRQ_CNTV)
TIMER(cntp, cntp_ctl_el0, cntp_tval_el0, cntpct_el0, IRQ_CNTP)

static bool counter_rises(void)
{
	u64 last = ticks(), now;
	int i;

	for (i = 0; i < 100000; i++) {
		now = ticks();
		if (now < last)
			return false;
		last = now;
	}
	return true;
}

void test_timer(void)
{
	u64 before, between, after;

	test(sysreg_read(cntfrq_el0) >= 1000000, "a frequency");
	test(counter_rises(), "the counter never goes back");
	before = ticks();
	isb();
	between = sysreg_read(cntpct_el0);
	after = ticks();
	test(before <= between && between <= after, "CNTVCT is CNTPCT");
	test_cntv();
	test_cntp();
}
