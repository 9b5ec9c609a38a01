// SPDX-License-Identifier: GPL-2.0-only
/*
 * stress.c - the command stress, from the first conversion to the last verdict.
 *
 * After every conversion: the hash of the map, each known page, the kernel's log, and
 * whether everything beside it still runs. The first thing that is wrong ends it: what
 * came after would tell nothing.
 */
#define _GNU_SOURCE
#include "bench/stress.h"

#include "bench/clock.h"
#include "bench/kmsg.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * A slow system takes as long as it takes. But ways that are still missing after so many times
 * the conversions that are asked for, and each way once there and back, have no turn.
 */
#define OVERTIME_FACTOR	4
#define WAYS_MAX	(SPLITFOLD_NR_METHODS * SPLITFOLD_NR_HOLDS)
#define PROGRESS_S	10

/* Pages of what was closed last are freed, and made as they were, by the kernel's workers. */
#define SETTLE_POLLS	100
#define SETTLE_US	100000

/* What the checks after the conversions saw. */
struct verdict {
	uint64_t pages_checked;
	uint64_t pages_wrong;
	uint64_t changes;
	char pages_why[STRESS_WHY_MAX];
	bool complained;
	char complaint[STRESS_WHY_MAX];
	char failure[STRESS_WHY_MAX];	/* what ended it; empty: nothing */
	double seconds;
};

static volatile sig_atomic_t interrupted;

static void on_signal(int signal)
{
	(void)signal;
	interrupted = 1;
}

/* Not ended by them but asked to stop: the map must be brought back first. */
static void catch_signals(void)
{
	static const int asked[] = { SIGINT, SIGTERM, SIGHUP };
	const struct sigaction stop = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	size_t i;

	for (i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		sigaction(asked[i], &stop, NULL);
}

static double seconds_since(uint64_t start_ns)
{
	return (clock_uptime_ns() - start_ns) / 1e9;
}

static void look_at_log(struct verdict *verdict, int log)
{
	if (!verdict->complained)
		verdict->complained =
			kmsg_complaint(log, verdict->complaint, sizeof(verdict->complaint));
}

static void look_at_pages(struct verdict *verdict, struct device *dev)
{
	struct splitfold_pages_check check;
	int err = device_pages_check(dev, &check);

	verdict->pages_checked += check.checked;
	verdict->pages_wrong += check.wrong + !!err;
	verdict->changes = check.changes;
	if ((err || check.wrong) && !verdict->pages_why[0])
		snprintf(verdict->pages_why, sizeof(verdict->pages_why), "%s", check.reason);
}

/* Whether it may go on after the last conversion. */
static bool look_around(struct verdict *verdict, struct stress *stress,
			const struct rounds *rounds, int log)
{
	char job[STRESS_WHY_MAX] = "";
	const char *what = job;

	look_at_pages(verdict, &stress->dev);
	look_at_log(verdict, log);
	if (verdict->pages_wrong)
		what = "a known page is wrong";
	else if (verdict->complained)
		what = "the kernel complains";
	else if (interrupted)
		what = "interrupted by a signal";
	else if (jobs_are_well(stress, job, sizeof(job)))
		return true;
	snprintf(verdict->failure, sizeof(verdict->failure), "%s, %.*s", rounds->what,
		 STRESS_WHY_MAX - (int)sizeof(rounds->what) - 2, what);
	return false;
}

static bool round_do(struct verdict *verdict, struct stress *stress, struct rounds *rounds,
		     int log)
{
	enum splitfold_strategy way[] = { rounds->first, conversion_inverse(rounds->first) };
	int i;

	rounds_begin(rounds);
	for (i = 0; i < 2; i++) {
		if (rounds_step(rounds, way[i])) {
			snprintf(verdict->failure, sizeof(verdict->failure), "%s", rounds->why);
			return false;
		}
		if (!look_around(verdict, stress, rounds, log))
			return false;
	}
	return true;
}

static unsigned int converted(const struct rounds *rounds)
{
	return rounds->whole + rounds->part;
}

static bool is_enough(const struct stress_options *opt, const struct rounds *rounds,
		      double seconds)
{
	if (seconds >= opt->seconds &&
	    converted(rounds) >= OVERTIME_FACTOR * (opt->conversions + 2 * WAYS_MAX))
		return true;
	return seconds >= opt->seconds && converted(rounds) >= opt->conversions &&
	       rounds_used_all(rounds);
}

static void stress_loop(struct verdict *verdict, struct stress *stress, struct rounds *rounds,
			int log)
{
	uint64_t start = clock_uptime_ns();
	double next = PROGRESS_S;

	while (!is_enough(stress->opt, rounds, verdict->seconds) &&
	       round_do(verdict, stress, rounds, log)) {
		verdict->seconds = seconds_since(start);
		if (verdict->seconds < next)
			continue;
		next = verdict->seconds + PROGRESS_S;
		printf("# %.0f s: %u conversions, %" PRIu64 " changes of known pages\n",
		       verdict->seconds, converted(rounds), verdict->changes);
		fflush(stdout);
	}
	verdict->seconds = seconds_since(start);
}

static void pages_put_back(struct stress *stress)
{
	uint32_t i;

	for (i = 0; i < stress->opt->pages; i++) {
		struct splitfold_page page = { .index = i, .state = SPLITFOLD_PAGE_RW };

		device_page(&stress->dev, &page);
	}
}

/* All is closed and freed: every page is as it was at first, or something was lost. */
static void restored_test(struct tap *tap, struct rounds *rounds)
{
	char why[CONVERSION_WHY_MAX], reason[SPLITFOLD_REASON_MAX];
	struct conversion_base now = { 0 };
	int polls = SETTLE_POLLS, err;

	err = rounds_restore(rounds);
	tap_test(tap, !err, rounds->why, "the map can be brought back");
	do {
		err = conversion_base_take(rounds->dev, &now, reason);
	} while (!err && now.hash != rounds->base.hash && polls-- && !usleep(SETTLE_US));
	tap_test(tap, !err && now.hash == rounds->base.hash,
		 err ? reason : "a page moved, or kept a permission that somebody gave it",
		 "its hash is what it was at first");
	if (err || !conversion_base_is_split(&rounds->base))
		return;
	err = census_compare(&rounds->base.census, &now.census, why, sizeof(why));
	tap_test(tap, !err, why, "its census is what it was at first");
}

static void stress_report(struct tap *tap, const struct verdict *verdict,
			  const struct stress_options *opt, const struct rounds *rounds)
{
	bool early = verdict->failure[0];

	tap_test(tap, !early, verdict->failure, "nothing ended it early");
	tap_test(tap, converted(rounds) >= opt->conversions, "too few",
		 "%u conversions in %.0f s, %u asked for: %u of the whole map, %u of parts",
		 converted(rounds), verdict->seconds, opt->conversions, rounds->whole,
		 rounds->part);
	rounds_report(rounds, tap, early);
	tap_test(tap, !verdict->pages_wrong, verdict->pages_why,
		 "%" PRIu64 " changes of known pages, compared %" PRIu64 " times: none lost",
		 verdict->changes, verdict->pages_checked);
}

static void stress_judge(struct tap *tap, struct stress *stress, struct rounds *rounds)
{
	struct splitfold_pages pages = { .nr = stress->opt->pages };
	struct verdict verdict = { 0 };
	int log = kmsg_open();
	int err = device_pages(&stress->dev, &pages);

	tap_test(tap, !err, pages.reason, "there are %u known pages", stress->opt->pages);
	if (!err)
		err = jobs_start(stress);
	if (err)
		snprintf(verdict.failure, sizeof(verdict.failure), "it could not begin: %s",
			 strerror(-err));
	else
		stress_loop(&verdict, stress, rounds, log);
	/* Some may wait for a split: first that, then them. */
	rounds_restore(rounds);
	jobs_stop(stress);
	look_at_pages(&verdict, &stress->dev);
	pages_put_back(stress);
	look_at_pages(&verdict, &stress->dev);
	stress_report(tap, &verdict, stress->opt, rounds);
	jobs_report(stress, tap);
	restored_test(tap, rounds);
	look_at_log(&verdict, log);
	tap_test(tap, log >= 0 && !verdict.complained, verdict.complaint,
		 "the kernel log is clean");
}

int stress_run(const struct stress_options *opt)
{
	struct tap tap = { 0 };
	struct stress *stress;
	struct rounds rounds;
	int err;

	stress = mmap(NULL, sizeof(*stress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	if (stress == MAP_FAILED) {
		fprintf(stderr, "splitfold-bench: stress: %s\n", strerror(errno));
		return 1;
	}
	stress->opt = opt;
	catch_signals();
	device_open(&stress->dev);
	tap_test(&tap, device_present(&stress->dev), stress->dev.reason, "%s is there",
		 SPLITFOLD_DEVICE);
	if (device_present(&stress->dev)) {
		err = rounds_init(&rounds, &stress->dev, opt->seed);
		tap_test(&tap, !err, rounds.why, "the map can be verified");
		if (!err)
			stress_judge(&tap, stress, &rounds);
	}
	device_close(&stress->dev);
	return tap_finish(&tap);
}
