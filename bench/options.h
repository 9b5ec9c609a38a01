/* SPDX-License-Identifier: GPL-2.0-only */
/* options.h - the command lines of run, check and stress. */
#ifndef SPLITFOLD_BENCH_OPTIONS_H
#define SPLITFOLD_BENCH_OPTIONS_H

#include "bench/bench.h"
#include "bench/check.h"
#include "bench/stress.h"

#define EXIT_USAGE	2

/*
 * Fill *opt from argv (argv[0] is the command's name). Returns 0; on -EINVAL a message
 * has said what was wrong and what is allowed.
 */
int options_parse_run(int argc, char **argv, struct options *opt);
int options_parse_check(int argc, char **argv, struct check_options *opt);
int options_parse_stress(int argc, char **argv, struct stress_options *opt);

#endif /* SPLITFOLD_BENCH_OPTIONS_H */
