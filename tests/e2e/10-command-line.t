#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The command line: help with an example everywhere, usage errors exit 2 and say what
# is allowed, a typo in a matrix is found with file and line.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

run boot cpus=x
exits 2 "a guest of x CPUs"
says "cpus 'x' is not known; expected a number from 1 to"
run boot memory=2G
exits 2 "a guest with an axis that there is not"
says "axis 'memory' is not known"

for command in setup plan matrix report compare calibrate bundle test list boot soak slowdown fuzz mutants; do
	run "$command" --help
	exits 0 "$command --help"
	says "example: ./run.sh $command"
done

run
exits 2 "no command"
run mtarix
exits 2 "an unknown command"
says "mtarix"
run fuzz --seconds never
exits 2 "fuzz --seconds never"
run fuzz nothing
exits 2 "a fuzz target that is not there"
says "there are: dtb"
run matrix --jobs zero
exits 2 "--jobs zero"
run matrix --matrix "$WORK/nowhere.ini"
exits 2 "a matrix that is not there"
says "nowhere.ini"

matrix_write '[a]
bench = convert
mehtod = live'
run plan --matrix "$WORK/matrix.ini"
exits 2 "a key with a typo"
says "matrix.ini:3"
says "mehtod"
says "method" "suggests the right key"

matrix_write '[a]
bench = convert
strategy = both
method = live
hold = spin
cpus = 1, 99'
run plan --matrix "$WORK/matrix.ini"
exits 2 "a value out of range"
says "matrix.ini:6"

run plan --quick
exits 0 "plan --quick"
check "the quick plan has at least 16 cells" test "$(awk '$1 == "total" { print $2 }' "$WORK/output")" -ge 16
run plan
exits 0 "plan"
check "the default plan has at least 60 cells" test "$(awk '$1 == "total" { print $2 }' "$WORK/output")" -ge 60
run plan --matrix "$PROJECT/bench.ini"
exits 0 "the plan of make bench"
run plan --matrix "$PROJECT/soak.ini"
exits 0 "the plan of soak"
check "a hundred realms are in it" test "$(awk '$1 == "realm" { print $3 }' "$WORK/output")" = 100
run plan --matrix "$PROJECT/slowdown.ini"
exits 0 "the plan of slowdown"
run plan --only nonsense=3
exits 2 "an unknown axis in --only"

# In a plan that is larger than a pipe, and as run.sh asks.
# shellcheck disable=SC2016
check "the first cell of a long plan is found" bash -c 'set -euo pipefail
	PROJECT=$1 RUN=$2
	source "$PROJECT/run/rundir.sh"
	{ printf "cell=a\tbench=timeline\n" && yes "$(printf "cell=b\tbench=null")" | head -n 20000; } \
		>"$RUN/plan.tsv" || true
	rundir_plans bench=timeline && ! rundir_plans bench=tlb' - "$PROJECT" "$WORK"

tap_done
