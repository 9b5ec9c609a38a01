#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Under icount the instruction counts of a conversion repeat exactly from run to run.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

matrix_write '[counted]
bench = convert
method = private
hold = park
clock = icount
cpus = 1
mem = 1G'

# counts: all that was measured, without what names the run.
counts() {
	grep '"bench":"convert"' "$SPLITFOLD_RESULTS/latest/records.jsonl" |
		grep -v '"op":"end"' | sed 's/"run":"[^"]*",//'
}

run matrix --matrix "$WORK/matrix.ini" --reps 1
exits 0 "the first run"
counts >"$WORK/first"
check "it counts instructions" grep -q '"held":{"unit":"insn"' "$WORK/first"
run matrix --matrix "$WORK/matrix.ini" --reps 1
exits 0 "the second run"
counts >"$WORK/second"
check "both counted the same" cmp "$WORK/first" "$WORK/second"

tap_done
