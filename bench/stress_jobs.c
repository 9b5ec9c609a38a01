// SPDX-License-Identifier: GPL-2.0-only
/*
 * stress_jobs.c - the processes of the stress: started, watched, ended, reported.
 *
 * Processes, not threads: one that hangs or is killed takes nothing with it, and what it
 * did is in shared memory.
 */
#define _GNU_SOURCE
#include "bench/stress.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* A change of a page may wait in the module for a minute (GATE_PATIENCE_S). */
#define STOP_PATIENCE_S	90
#define POLL_US		20000

/* Conversions are what is tested: the load must not keep the converter off the CPUs. */
#define JOB_NICE	10

static void job_end(struct job *job, int err, const char *what)
{
	if (err && !job->why[0])
		snprintf(job->why, sizeof(job->why), "%s: %s", what, strerror(-err));
	job->state = err ? JOB_FAILED : JOB_ENDED;
}

static void job_run(struct job *job)
{
	const struct work *work = job->work;
	int err;

	err = work->begin(job);
	if (err == -EOPNOTSUPP) {
		job->state = JOB_MISSING;
		return;
	}
	while (!err && !job->stress->stop) {
		err = work->step(job);
		if (err)
			break;
		job->steps++;
		usleep(rng_below(&job->rng, work->pause_us + 1));
	}
	if (!err && work->end)
		err = work->end(job);
	job_end(job, err, work->name);
}

static int job_start(struct stress *stress, const struct work *work)
{
	struct job *job = &stress->job[stress->nr_jobs];
	pid_t pid;

	job->work = work;
	job->stress = stress;
	job->rng = rng_seeded(stress->opt->seed, 1 + stress->nr_jobs);
	pid = fork();
	if (pid < 0)
		return -errno;
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		/* Ctrl-C reaches all: the parent decides. */
		signal(SIGINT, SIG_IGN);
		(void)!nice(JOB_NICE);
		job_run(job);
		_exit(0);
	}
	/* Only here: the child shares job. */
	job->pid = pid;
	stress->nr_jobs++;
	return 0;
}

int jobs_start(struct stress *stress)
{
	const struct work *work;
	int err = 0;

	fflush(NULL);
	for (work = works; work->name && !err; work++) {
		assert(stress->nr_jobs < STRESS_JOBS_MAX);
		err = job_start(stress, work);
	}
	return err;
}

/* Collect those that are gone: what a signal ended could not say so itself. */
static void jobs_reap(struct stress *stress)
{
	unsigned int i;

	for (i = 0; i < stress->nr_jobs; i++) {
		struct job *job = &stress->job[i];
		int status;

		if (!job->pid || waitpid(job->pid, &status, WNOHANG) != job->pid)
			continue;
		job->pid = 0;
		if (job->state != JOB_RUNS)
			continue;
		if (WIFSIGNALED(status))
			snprintf(job->why, sizeof(job->why), "killed by signal %d (%s)",
				 WTERMSIG(status), strsignal(WTERMSIG(status)));
		else
			snprintf(job->why, sizeof(job->why), "ended by itself");
		job->state = JOB_FAILED;
	}
}

bool jobs_are_well(struct stress *stress, char *why, size_t size)
{
	unsigned int i;

	jobs_reap(stress);
	for (i = 0; i < stress->nr_jobs; i++) {
		const struct job *job = &stress->job[i];

		if (job->state != JOB_FAILED)
			continue;
		snprintf(why, size, "%s: %.*s", job->work->name, STRESS_WHY_MAX - 64, job->why);
		return false;
	}
	return true;
}

static bool jobs_run(struct stress *stress)
{
	unsigned int i;

	jobs_reap(stress);
	for (i = 0; i < stress->nr_jobs; i++)
		if (stress->job[i].pid)
			return true;
	return false;
}

void jobs_stop(struct stress *stress)
{
	unsigned int polls = STOP_PATIENCE_S * 1000000u / POLL_US, i;

	stress->stop = true;
	while (jobs_run(stress) && polls--)
		usleep(POLL_US);
	for (i = 0; i < stress->nr_jobs; i++) {
		struct job *job = &stress->job[i];

		if (!job->pid)
			continue;
		kill(job->pid, SIGKILL);
		snprintf(job->why, sizeof(job->why), "did not end within %d s", STOP_PATIENCE_S);
		job->state = JOB_FAILED;
	}
}

void jobs_report(const struct stress *stress, struct tap *tap)
{
	unsigned int i;

	for (i = 0; i < stress->nr_jobs; i++) {
		const struct job *job = &stress->job[i];
		const struct work *work = job->work;
		bool ok = job->state == JOB_ENDED && job->steps;

		if (job->state == JOB_MISSING)
			tap_skip(tap, job->why, "%s", work->name);
		else
			tap_test(tap, ok, job->state == JOB_FAILED ? job->why : "made no progress",
				 "%s: %" PRIu64 " %s", work->name, job->steps, work->steps);
	}
}
