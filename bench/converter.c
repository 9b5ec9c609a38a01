// SPDX-License-Identifier: GPL-2.0-only
/*
 * converter.c - the process that converts, and how its parent follows it.
 */
#include "bench/converter.h"

#include "bench/conversion.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define BUSY_US		5000
#define POLL_US		10000

/* Ask again while something else keeps conversions away. */
static int convert_patiently(struct converter_state *state, struct device *dev,
			     enum splitfold_strategy strategy, struct conversion_way way)
{
	struct splitfold_convert req;
	int err;

	while ((err = conversion_do(dev, strategy, way, 0, &req)) == -EBUSY) {
		state->refused++;
		usleep(BUSY_US);
	}
	if (err)
		snprintf(state->reason, sizeof(state->reason), "%s by %s/%s: %.100s",
			 strategy_names[strategy], method_names[way.method],
			 hold_names[way.hold], req.reason);
	else
		state->conversions++;
	return err;
}

static int convert_round(struct converter_state *state, struct device *dev)
{
	struct conversion_way way;
	int method, hold, err = 0;

	for (method = 0; method < SPLITFOLD_NR_METHODS && !err && !state->stop; method++) {
		for (hold = 0; hold < SPLITFOLD_NR_HOLDS && !err && !state->stop; hold++) {
			way = (struct conversion_way){ method, hold };
			if (conversion_legality(dev, way) != LEGAL)
				continue;
			err = convert_patiently(state, dev, SPLITFOLD_FOLD,
						conversion_can(way, SPLITFOLD_FOLD) ?
						way : conversion_way_back(dev, way));
			if (!err)
				err = convert_patiently(state, dev, SPLITFOLD_SPLIT, way);
		}
	}
	return err;
}

static void convert_on(struct converter_state *state, struct device *dev)
{
	while (!state->stop && !state->err)
		state->err = convert_round(state, dev);
}

int converter_start(struct converter *converter, struct device *dev)
{
	converter->state = mmap(NULL, sizeof(*converter->state), PROT_READ | PROT_WRITE,
				MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (converter->state == MAP_FAILED)
		return -errno;
	fflush(stdout);
	converter->pid = fork();
	if (converter->pid < 0)
		return -errno;
	if (!converter->pid) {
		convert_on(converter->state, dev);
		_exit(0);
	}
	return 0;
}

static bool ended(const struct converter *converter)
{
	siginfo_t info = { .si_pid = 0 };

	return waitid(P_PID, converter->pid, &info, WEXITED | WNOHANG | WNOWAIT) ||
	       info.si_pid == converter->pid;
}

int converter_wait(const struct converter *converter, unsigned int more, unsigned int timeout_s)
{
	unsigned int want = converter->state->conversions + more;
	unsigned long polls = timeout_s * 1000000ul / POLL_US;

	while (converter->state->conversions < want) {
		if (ended(converter))
			return -EIO;
		if (!polls--)
			return -ETIMEDOUT;
		usleep(POLL_US);
	}
	return 0;
}

int converter_stop(struct converter *converter, unsigned int *conversions, char *reason)
{
	struct converter_state *state = converter->state;
	int status, err;

	state->stop = true;
	if (waitpid(converter->pid, &status, 0) != converter->pid)
		err = -errno;
	else
		err = WIFEXITED(status) ? state->err : -EIO;
	*conversions = state->conversions;
	memcpy(reason, state->reason, SPLITFOLD_REASON_MAX);
	if (err && !reason[0])
		snprintf(reason, SPLITFOLD_REASON_MAX, "the process that converts: %s",
			 strerror(-err));
	munmap(state, sizeof(*state));
	return err;
}
