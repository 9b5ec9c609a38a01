#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The second judge of break-before-make agrees with the plugin's checker on the trace of a
# boot, says where a trace is changed, and refuses what is no trace.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

readonly TRACE=$WORK/boot.trace

judge() {
	STATUS=0
	"$PROJECT/run.sh" tool "$PROJECT/build/host/judge" "$1" >"$WORK/output" 2>&1 || STATUS=$?
}

export SPLITFOLD_PROFILE=bbm SPLITFOLD_PLUGIN=trace=$TRACE
run boot bench=boot mem=512 cpus=2 est_s=300
exits 0 "a boot with a trace"
unset SPLITFOLD_PROFILE SPLITFOLD_PLUGIN
judge "$TRACE"
exits 0 "both judges say the same of a boot"
says "; 0 differences"
check "it has stores, TLBIs, barriers" test "$(grep -c '^[sid] ' "$TRACE")" -ge 100000
check "and something to say: map_kernel()'s TLBI without DSB" grep -q '^v unfinished$' "$TRACE"

# A verdict that is not there, one too many, and a TLBI that was not made.
line=$(grep -n -m 1 '^v unfinished$' "$TRACE" | cut -d: -f1)
sed "${line}d" "$TRACE" >"$WORK/less.trace"
judge "$WORK/less.trace"
exits 1 "a verdict is missing"
says "unfinished: the judge 1, the trace 0"
sed "${line}a v address" "$TRACE" >"$WORK/more.trace"
judge "$WORK/more.trace"
exits 1 "a verdict too many"
says "address: the judge 0, the trace 1"
head -n "$line" "$TRACE" | grep -v '^i ' >"$WORK/none.trace"
judge "$WORK/none.trace"
exits 1 "no TLBI: more is wrong than said"

sed '2s/.*/r 0 ttbr7 0/' "$TRACE" >"$WORK/bad.trace"
judge "$WORK/bad.trace"
exits 2 "a register that there is not"
says "bad.trace:2: expected sctlr, tcr, mair, ttbr0 or ttbr1"

run boot bench=boot mem=512 cpus=2 est_s=300 --qemu "-plugin file=$PROJECT/build/plugin/splitfold.so,profile=bbm,trace=/nowhere/t"
says "trace=/nowhere/t: expected a file that can be written" "a trace that cannot be written"

tap_done
