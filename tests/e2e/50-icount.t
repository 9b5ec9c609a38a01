#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Under icount the instruction counts of a conversion repeat exactly from run to run, by
# every method and hold.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

matrix_write '[counted]
bench = convert
pair = private/park, swap/park
clock = icount
cpus = 1
mem = 1G

[all pairs in one guest]
bench = ratio
bbm = bbml2
clock = icount
cpus = 1
mem = 512M'

# counts: all that was measured, without what names the run.
counts() {
	grep -v '"op":"end"' "$SPLITFOLD_RESULTS/latest/records.jsonl" |
		sed 's/"run":"[^"]*",//' | sort
}

run matrix --matrix "$WORK/matrix.ini" --reps 1
exits 0 "the first run"
counts >"$WORK/first"
check "it counts instructions" grep -q '"held":{"unit":"insn"' "$WORK/first"
check "by every method" test "$(grep -oE '"op":"split\.(live|upstream|bbm|private|private-mmuoff|swap)\.park"' \
	"$WORK/first" | wc -l)" = 6
run matrix --matrix "$WORK/matrix.ini" --reps 1
exits 0 "the second run"
counts >"$WORK/second"
check "both counted the same" cmp "$WORK/first" "$WORK/second"

tap_done
