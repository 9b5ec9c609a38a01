// SPDX-License-Identifier: GPL-2.0-only
/*
 * run.c - one run of one benchmark, from hello to bye.
 */
#define _GNU_SOURCE
#include "bench/bench.h"
#include "bench/frame.h"
#include "bench/hello.h"
#include "bench/json.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int run_open(struct run *run)
{
	const char *out = run->opt->out;

	if (!strcmp(out, "-")) {
		run->out = STDOUT_FILENO;
		return 0;
	}
	run->out = open(out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (run->out < 0) {
		fprintf(stderr, "splitfold-bench: --out %s: %s\n", out, strerror(errno));
		return -errno;
	}
	return 0;
}

/* Samples and PMU counts of one CPU: the first that we may run on. */
static void run_pin(void)
{
	cpu_set_t set;
	int cpu;

	if (sched_getaffinity(0, sizeof(set), &set))
		return;
	for (cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &set))
			break;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

static volatile sig_atomic_t interrupted;

static void run_signal(int signal)
{
	(void)signal;
	interrupted = 1;
}

bool run_interrupted(void)
{
	return interrupted;
}

static void run_signals(const struct bench *bench)
{
	static const int asked[] = { SIGINT, SIGTERM, SIGHUP };
	const struct sigaction stop = { .sa_handler = run_signal, .sa_flags = SA_RESTART };
	size_t i;

	/* A reader that goes away is an error of write(), with a message. */
	signal(SIGPIPE, SIG_IGN);
	for (i = 0; i < ARRAY_SIZE(asked) && bench->converts; i++)
		sigaction(asked[i], &stop, NULL);
}

static int bye_send(struct run *run)
{
	struct json json = { 0 };
	int err;

	json_open(&json, NULL);
	json_str(&json, "type", "bye");
	json_u64(&json, "records", run->records);
	json_str(&json, "status", run->failed ? "fail" : "ok");
	json_close(&json);
	err = json.err ? json.err : frame_write(run->out, json.text, json.len);
	json_free(&json);
	return err;
}

/* Without the bye the host knows that records are missing: none after an error. */
static int run_frames(struct run *run)
{
	int err;

	err = hello_send(run);
	monitor_mark(&run->marks, &run->dev);
	if (!err)
		err = run->opt->bench->fn(run);
	if (!err)
		err = bye_send(run);
	if (err)
		fprintf(stderr, "splitfold-bench: %s: records could not be written to %s: %s\n",
			run->opt->bench->name, run->opt->out, strerror(-err));
	return err;
}

int run_bench(const struct options *opt)
{
	struct run run = {
		.opt = opt,
		.start_ticks = clock_ticks(),
		.counter_hz = clock_hz(),
	};
	int err;

	run_signals(opt->bench);
	err = run_open(&run);
	if (err)
		return 1;
	run_pin();
	device_open(&run.dev);
	err = run_frames(&run);
	device_close(&run.dev);
	if (run.out != STDOUT_FILENO && close(run.out) && !err) {
		fprintf(stderr, "splitfold-bench: --out %s: %s\n", opt->out, strerror(errno));
		err = -errno;
	}
	return err || run.failed;
}
