// SPDX-License-Identifier: GPL-2.0-only
/*
 * program.c - fio on a tmpfs file, and redis under the load generator that comes with it.
 *
 * A step is one run of the program with so many operations, and what it takes to start is in
 * the figures: for fio more than half of them. So each program has a load of its own that is
 * a start and little else, <program>-start, which the host takes off again. Own numbers of a
 * program are read from what it prints; they are of the guest's clock.
 */
#define _GNU_SOURCE
#include "bench/program.h"

#include "workloads/workloads.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define OUTPUT		"/tmp/program.out"
#define MISSING		"/lib/programs.missing"	/* qemu/programs.sh writes it */
#define FIO		"/bin/fio"
#define FIO_FILE	"/tmp/fio.data"
#define REDIS_SERVER	"/bin/redis-server"
#define REDIS_BENCHMARK	"/bin/redis-benchmark"
#define REDIS_PORT	"6379"
#define ARGS_MAX	24
#define ARG_MAX		64
#define READY_TRIES	1000
#define READY_US	10000

/* Returns the child's process id, its output in a file; or -errno. */
static pid_t program_start(const char *const argv[])
{
	pid_t pid = fork();
	int out;

	if (pid)
		return pid < 0 ? -errno : pid;
	out = open(OUTPUT, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (out < 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(out, STDERR_FILENO) < 0)
		_exit(126);
	execv(argv[0], (char *const *)argv);
	_exit(127);
}

static int program_run(const char *const argv[])
{
	pid_t pid = program_start(argv);
	int status;

	if (pid < 0)
		return pid;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) && !WEXITSTATUS(status) ? 0 : -ECHILD;
}

/* The whole file, cut to size. Returns 0 or -errno. */
static int text_read(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = read(fd, text, size - 1);
	text[n > 0 ? n : 0] = '\0';
	close(fd);
	return n < 0 ? -errno : 0;
}

const char *program_missing(void)
{
	static char why[PROGRAM_WHY_MAX];

	return text_read(MISSING, why, sizeof(why)) ? NULL : why;
}

/* fio: a file in the page cache, read at random or written synchronously, 4 KiB each. */

enum { FIO_READ, FIO_WRITE };

/* Places in a line of fio's terse format, version 3, counted from 0. */
static const struct {
	const char *rw;
	unsigned int kib_per_s;
	unsigned int iops;
} fio_kinds[] = {
	[FIO_READ]	= { "randread", 6, 7 },
	[FIO_WRITE]	= { "randwrite", 47, 48 },
};

static int fio_run(unsigned int kind, unsigned int ops)
{
	char rw[ARG_MAX], ios[ARG_MAX];
	const char *const argv[] = {
		FIO, "--name=splitfold", "--filename=" FIO_FILE, "--size=64m", "--bs=4k",
		"--ioengine=psync", "--thread", "--randseed=1", "--norandommap", "--fallocate=none",
		"--terse-version=3", "--output-format=terse", rw, ios,
		kind == FIO_WRITE ? "--sync=1" : NULL, NULL,
	};

	snprintf(rw, sizeof(rw), "--rw=%s", fio_kinds[kind].rw);
	snprintf(ios, sizeof(ios), "--number_ios=%u", ops);
	return program_run(argv);
}

/* The first to warm up makes the file. It stays: memory is the same at each stage. */
static int fio_begin(const struct load_args *args, void **state)
{
	(void)args;
	*state = NULL;
	return access(FIO, X_OK) ? -ENOENT : 0;
}

static void fio_end(void *state)
{
	(void)state;
}

static int fio_read_step(void *state, unsigned int ops)
{
	(void)state;
	return fio_run(FIO_READ, ops);
}

static int fio_write_step(void *state, unsigned int ops)
{
	(void)state;
	return fio_run(FIO_WRITE, ops);
}

static int fio_start_step(void *state, unsigned int ops)
{
	int err = 0;

	(void)state;
	while (ops-- && !err)
		err = fio_run(FIO_READ, 1);
	return err;
}

static const struct load fio_start = {
	.name = "fio-start",
	.summary = "fio starts, reads one block, ends",
	.ops = 1,
	.begin = fio_begin,
	.step = fio_start_step,
	.end = fio_end,
};

static const struct load fio_read = {
	.name = "fio-read",
	.summary = "fio: 4 KiB at random from the page cache",
	.ops = 10000,
	.begin = fio_begin,
	.step = fio_read_step,
	.end = fio_end,
};

static const struct load fio_write = {
	.name = "fio-write",
	.summary = "fio: synchronous writes of 4 KiB at random",
	.ops = 10000,
	.begin = fio_begin,
	.step = fio_write_step,
	.end = fio_end,
};

static int fio_own(const char *output, unsigned int kind, struct record *record)
{
	const unsigned int kib_per_s = fio_kinds[kind].kib_per_s, iops = fio_kinds[kind].iops;
	const char *field = strstr(output, "3;fio-");
	unsigned int i;

	for (i = 0; field && i <= iops; i++) {
		if (i == kib_per_s)
			record_value(record, "own_bandwidth", "KiB/s", strtoull(field, NULL, 10));
		if (i == iops)
			record_value(record, "own_iops", "op/s", strtoull(field, NULL, 10));
		field = strchr(field, ';');
		field += !!field;
	}
	return i > iops ? 0 : -EILSEQ;
}

static int fio_read_own(const char *output, struct record *record)
{
	return fio_own(output, FIO_READ, record);
}

static int fio_write_own(const char *output, struct record *record)
{
	return fio_own(output, FIO_WRITE, record);
}

/* redis: a server, and SETs and GETs of 256 bytes from ten connections. */

static int redis_bench(unsigned int ops)
{
	char requests[ARG_MAX];
	const char *const argv[] = {
		REDIS_BENCHMARK, "-h", "127.0.0.1", "-p", REDIS_PORT, "-t", "set,get", "-c", "10",
		"-d", "256", "-r", "50000", "-n", requests, "--csv", NULL,
	};

	snprintf(requests, sizeof(requests), "%u", ops);
	return program_run(argv);
}

/* -ETIMEDOUT: it does not answer. */
static int redis_ready(void)
{
	unsigned int tries;

	for (tries = 0; tries < READY_TRIES; tries++) {
		if (!loopback_connect(atoi(REDIS_PORT)))
			return 0;
		usleep(READY_US);
	}
	return -ETIMEDOUT;
}

static void redis_end(void *state)
{
	pid_t *server = state;

	kill(*server, SIGKILL);
	waitpid(*server, NULL, 0);
	free(server);
}

static int redis_begin(const struct load_args *args, void **state)
{
	static const char *const argv[] = {
		REDIS_SERVER, "--bind", "127.0.0.1", "--port", REDIS_PORT, "--save", "",
		"--appendonly", "no", "--dir", "/tmp", NULL,
	};
	pid_t *server;
	int err;

	(void)args;
	if (access(REDIS_SERVER, X_OK) || access(REDIS_BENCHMARK, X_OK))
		return -ENOENT;
	err = loopback_up();
	if (err)
		return err;
	server = malloc(sizeof(*server));
	if (!server)
		return -ENOMEM;
	*server = program_start(argv);
	if (*server < 0) {
		err = *server;
		free(server);
		return err;
	}
	err = redis_ready();
	if (err)
		redis_end(server);
	else
		*state = server;
	return err;
}

/* Half of them each. */
static int redis_step(void *state, unsigned int ops)
{
	(void)state;
	return redis_bench((ops + 1) / 2);
}

static int redis_start_step(void *state, unsigned int ops)
{
	int err = 0;

	(void)state;
	while (ops-- && !err)
		err = redis_bench(1);
	return err;
}

static const struct load redis_start = {
	.name = "redis-start",
	.summary = "redis-benchmark starts, sends one SET and one GET, ends",
	.ops = 1,
	.begin = redis_begin,
	.step = redis_start_step,
	.end = redis_end,
};

static const struct load redis = {
	.name = "redis",
	.summary = "redis under redis-benchmark: SET, then GET, 256 bytes, 10 connections",
	.ops = 3000,
	.begin = redis_begin,
	.step = redis_step,
	.end = redis_end,
};

/* "SET","rps","avg ms","min","p50","p95","p99","max" */
static int redis_own_line(const char *output, const char *test, const char *name,
			  struct record *record)
{
	double rps, mean, min, p50, p95, p99;
	const char *line = strstr(output, test);
	char metric[ARG_MAX];

	if (!line || sscanf(line + strlen(test), ",\"%lf\",\"%lf\",\"%lf\",\"%lf\",\"%lf\",\"%lf\"",
			    &rps, &mean, &min, &p50, &p95, &p99) != 6)
		return -EILSEQ;
	snprintf(metric, sizeof(metric), "own_%s", name);
	record_value(record, metric, "op/s", rps);
	snprintf(metric, sizeof(metric), "own_%s_p50", name);
	record_value(record, metric, "us", p50 * 1000);
	snprintf(metric, sizeof(metric), "own_%s_p99", name);
	record_value(record, metric, "us", p99 * 1000);
	return 0;
}

static int redis_own(const char *output, struct record *record)
{
	int err = redis_own_line(output, "\"SET\"", "set", record);

	return err ? err : redis_own_line(output, "\"GET\"", "get", record);
}

const struct load *const program_table[] = {
	&fio_start,
	&fio_read,
	&fio_write,
	&redis_start,
	&redis,
	NULL,
};

static const struct {
	const struct load *load;
	int (*own)(const char *output, struct record *record);
} owns[] = {
	{ &fio_read, fio_read_own },
	{ &fio_write, fio_write_own },
	{ &redis, redis_own },
};

void program_record(const struct load *load, struct record *record)
{
	static char output[16384];
	size_t i;
	int err;

	for (i = 0; i < ARRAY_SIZE(owns); i++) {
		if (owns[i].load != load)
			continue;
		err = text_read(OUTPUT, output, sizeof(output));
		if (!err)
			err = owns[i].own(output, record);
		if (err)
			record_skipped(record, "own", "what the program printed cannot be read");
	}
}
