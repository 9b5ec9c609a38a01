// SPDX-License-Identifier: GPL-2.0-only
/*
 * user_memory.c - the control: random accesses to a program's own memory, in pages.
 *
 * The linear map takes no part in it but for the tick, so its figures cannot depend on how
 * that is mapped. Whoever finds that they do has measured something else.
 */
#define _GNU_SOURCE
#include "workloads/load.h"
#include "workloads/rng.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define USER_BYTES	(16u << 20)

struct user_memory {
	struct rng rng;
	uint64_t *words;
};

static int user_begin(const struct load_args *args, void **state)
{
	struct user_memory *user = calloc(1, sizeof(*user));
	int err;

	if (!user)
		return -ENOMEM;
	user->rng = rng_seeded(args->seed, 1);
	user->words = mmap(NULL, USER_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			   -1, 0);
	if (user->words == MAP_FAILED) {
		err = -errno;
		free(user);
		return err;
	}
	/* Pages, whatever the system's policy; without THP it is refused, which is as good. */
	madvise(user->words, USER_BYTES, MADV_NOHUGEPAGE);
	memset(user->words, 1, USER_BYTES);
	*state = user;
	return 0;
}

static int user_step(void *state, unsigned int ops)
{
	struct user_memory *user = state;
	volatile uint64_t *words = user->words;

	while (ops--)
		words[rng_below(&user->rng, USER_BYTES / sizeof(*words))]++;
	return 0;
}

static void user_end(void *state)
{
	struct user_memory *user = state;

	munmap(user->words, USER_BYTES);
	free(user);
}

const struct load load_user = {
	.name = "control",
	.summary = "a program's own memory at random: the linear map does not matter",
	.ops = 1000000,
	.begin = user_begin,
	.step = user_step,
	.end = user_end,
};
