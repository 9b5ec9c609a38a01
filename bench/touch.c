// SPDX-License-Identifier: GPL-2.0-only
/*
 * touch.c - an access with handlers around it. What a CPU may not reach is a signal; the
 * handler leaves by a jump, since the access would only fail again.
 */
#include "bench/touch.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>

const char *const touch_names[NR_TOUCHES] = {
	[TOUCH_READ] = "read",
	[TOUCH_WRITE] = "write",
	[TOUCH_EXEC] = "exec",
};

static const int signals[] = { SIGBUS, SIGSEGV, SIGILL };
#define NR_SIGNALS	(sizeof(signals) / sizeof(signals[0]))

static sigjmp_buf back;
static volatile sig_atomic_t caught;
static volatile void *expected;

static void on_signal(int sig, siginfo_t *info, void *context)
{
	(void)context;
	caught = sig == SIGBUS && info->si_addr == expected ? info->si_code : -EFAULT;
	siglongjmp(back, 1);
}

static void access_do(volatile void *at, enum touch how, unsigned int *value)
{
	volatile unsigned int *word = at;

	switch (how) {
	case TOUCH_READ:
		*value = *word;
		break;
	case TOUCH_WRITE:
		*word = *value;
		break;
	default:
		*value = ((unsigned int (*)(void))at)();
		break;
	}
}

int touch(volatile void *at, enum touch how, unsigned int *value)
{
	const struct sigaction action = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO };
	struct sigaction before[NR_SIGNALS];
	unsigned int i;

	for (i = 0; i < NR_SIGNALS; i++)
		sigaction(signals[i], &action, &before[i]);
	caught = 0;
	expected = at;
	if (!sigsetjmp(back, 1))
		access_do(at, how, value);
	for (i = 0; i < NR_SIGNALS; i++)
		sigaction(signals[i], &before[i], NULL);
	return caught;
}
