// SPDX-License-Identifier: GPL-2.0-only
/*
 * test_speed.c - report and compare on ten million samples of a thousand cells: within 200 MB
 * each, and in not more than twice as long for each cell as with a tenth of the cells. That is
 * a ratio of two CPU times of one run, so that a slow or busy host does not fail it. A
 * sanitizer's build only has to get through a small one.
 */
#include <fcntl.h>
#include <math.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "tests/unit/boots.h"
#include "host/base/option.h"

#if defined(__SANITIZE_ADDRESS__)
#define CELLS		20
#define RATIO_MAX	INFINITY
#define MB_MAX		4000.0
#else
#define CELLS		1000
#define RATIO_MAX	20.0	/* of the time with all cells to that with FEW_CELLS */
#define MB_MAX		200.0
#endif

#define FEW_CELLS	(CELLS / 10)

#define BOOTS		5
#define SAMPLES		2000	/* of a boot; of two runs together, half of it in each */

/* Cell number i of a thousand that differ. */
static char *cell_text(int i)
{
	static const char *const bbms[] = { "none", "bbml2" };
	static const char *const rodatas[] = { "on", "noalias", "off" };

	return xasprintf("bench=setmem bbm=%s rodata=%s cpus=%d mem=%dM", bbms[i % 2],
			 rodatas[i / 2 % 3], i / 6 % 8 + 1, 512 * (i / 48 + 1));
}

/* A latency of many values: uneven steps, so that there are many slots. */
static char *samples_json(int boot, int samples)
{
	struct dist *dist = dist_new();
	uint64_t x = boot + 1;
	char *hdr, *json;
	int i;

	for (i = 0; i < samples - 1; i++) {
		x = x * 6364136223846793005ull + 1442695040888963407ull;
		dist_record(dist, 20000 + (x >> 44) % 30000 + (i % 100 ? 0 : (x >> 40) % 2000000));
	}
	dist_record(dist, 20000);
	hdr = dist_encode(dist);
	json = xasprintf("\"latency\":{\"unit\":\"ns\",\"n\":%d,\"min\":%lld,\"max\":%lld,"
			 "\"overflow\":0,\"hdr\":\"%s\"}", samples, (long long)dist->min,
			 (long long)dist->max, hdr);
	free(hdr);
	dist_free(dist);
	return json;
}

/* Boots repeat every hundredth: making the histograms takes far longer than reading them. */
static void store_run(const char *name, int cells, int samples)
{
	char *metrics[100];
	int i, rep;

	assert_int_equal(mkdir(scratch_path(name), 0700), 0);
	for (i = 0; i < 100; i++)
		metrics[i] = samples_json(i + (*name == 'b'), samples);
	for (i = 0; i < cells; i++) {
		char *cell = cell_text(i);
		struct pile pile = { 0 };

		for (rep = 1; rep <= BOOTS; rep++) {
			struct made_op op = { "ro.4k", "none", metrics[(i * BOOTS + rep) % 100] };
			char *lines = boot_lines(cell, rep, &op, 1);

			pile_puts(&pile, lines);
			free(lines);
		}
		assert_int_equal(store_append(scratch_path(name), pile.text, pile.len), 0);
		pile_free(&pile);
		free(cell);
	}
	for (i = 0; i < 100; i++)
		free(metrics[i]);
}

struct spent {
	double seconds;		/* of CPU time: other tests run beside this one */
	double mb;
};

/* In a process of its own, whose memory is then known. */
static struct spent spend(const char *what, int (*run)(const struct command *, int, char **),
			  const char *arguments, char **argv, int argc)
{
	const struct command command = { what, "", arguments, "", run };
	struct rusage usage;
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (!pid) {
		if (!freopen(scratch_path(what), "w", stdout))
			_exit(99);
		status = run(&command, argc, argv);
		fflush(stdout);
		_exit(status);
	}
	assert_true(wait4(pid, &status, 0, &usage) == pid);
	assert_true(WIFEXITED(status) && !WEXITSTATUS(status));
	return (struct spent){
		.seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec +
			   (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6,
		.mb = usage.ru_maxrss * 1024.0 / 1e6,
	};
}

static void assert_scales(const char *what, struct spent few, struct spent all)
{
	print_message("# %s: %.2f s of CPU time and %.0f MB, %.1f times that with a tenth of the "
		      "cells\n", what, all.seconds, all.mb, all.seconds / few.seconds);
	if (all.seconds / few.seconds > RATIO_MAX || all.mb > MB_MAX)
		fail_msg("%s took %.2f s, %.2f s with a tenth of the cells, and %.0f MB", what,
			 all.seconds, few.seconds, all.mb);
}

static void reads_ten_million_samples(void **state)
{
	char *few, *few_b, *one, *a, *b;

	(void)state;
	store_run("few", FEW_CELLS, SAMPLES);
	store_run("few-b", FEW_CELLS, SAMPLES);
	store_run("one", CELLS, SAMPLES);
	store_run("a", CELLS, SAMPLES / 2);
	store_run("b", CELLS, SAMPLES / 2);
	few = xstrdup(scratch_path("few"));
	few_b = xstrdup(scratch_path("few-b"));
	one = xstrdup(scratch_path("one"));
	a = xstrdup(scratch_path("a"));
	b = xstrdup(scratch_path("b"));
	assert_scales("report",
		      spend("few.txt", cmd_report, "", (char *[]){ "--run", few }, 2),
		      spend("one.txt", cmd_report, "", (char *[]){ "--run", one }, 2));
	assert_scales("compare",
		      spend("few-ab.txt", cmd_compare, "A [B]", (char *[]){ few, few_b }, 2),
		      spend("ab.txt", cmd_compare, "A [B]", (char *[]){ a, b }, 2));
	free(few);
	free(few_b);
	free(one);
	free(a);
	free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(reads_ten_million_samples),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
