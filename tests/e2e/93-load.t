#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Loads, and what is counted while they run: every load at every stage under the plugin's
# model, twice the same under icount, and without a plugin.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

LOADS=(pread-64 pread-4k read-seq copy chase slab pipe tcp fork-exec control secret bpf module)

# guest NAME ARG...: a guest whose frames are kept as NAME.
guest() {
	local -r name=$1
	shift
	run boot mem_mib=1024 cpus=1 samples=100 --frames "$WORK/$name" "$@"
}

# payloads NAME REGEX: how many records in NAME match.
payloads() {
	grep -a '^{"type":"record"' "$WORK/$1" | grep -cE -- "$2" || true
}

# metric NAME OP METRIC: its value in the record of OP.
metric() {
	grep -a "\"op\":\"$2\"" "$WORK/$1" |
		sed -nE "s/.*\"$3\":\{\"unit\":\"[a-zA-Z]*\",\"value\":([0-9]+)\}.*/\1/p" | head -n 1
}

# A map of blocks that the kernel splits by itself; counted, so that it has to repeat.
guest first bench=tlb bbm=bbml2 clock=icount
exits 0 "all loads under the model"
for load in "${LOADS[@]}"; do
	check "$load is measured at each stage" test "$(payloads first \
		"\"op\":\"$load\.(booted|split|fold)\".*\"status\":\"ok\".*\"linear_walk\":\{\"unit\":\"count\",\"value\"")" = 3
done
check "that is all, and no record fails" test "$(payloads first '"op"')" = 39
check "stages say how they were made" \
	test "$(payloads first '"op":"[^"]*.fold","strategy":"fold","method":"swap","hold":"park"')" = 13
check "events that the PMU does not have are skipped with a reason" \
	test "$(payloads first '"skipped":\{.*"pmu_dtlb_walk":"the PMU does not have it"')" = 39
check "the control is in user space" \
	test "$(metric first control.booted user_walk)" -gt "$(metric first control.booted linear_walk)"
guest second bench=tlb bbm=bbml2 clock=icount
check "a second boot gives the same records" cmp "$WORK/first" "$WORK/second"

# All operations of the loads that the linear map is everything for.
for load in pread-64 chase; do
	run boot bench=tlb load="$load" mem_mib=1024 cpus=1 bbm=bbml2 --frames "$WORK/$load"
	booted=$(metric "$load" "$load.booted" linear_walk)
	ptes=$(metric "$load" "$load.split" linear_walk)
	folded=$(metric "$load" "$load.fold" linear_walk)
	check "$load walks for ptes ($ptes) more than 10 times as often as for blocks ($booted)" \
		test "$ptes" -gt $((10 * booted))
	check "$load walks about as seldom after the fold ($folded)" test "$((10 * folded))" -lt "$ptes"
done

# No plugin: the same benchmark, its figures skipped.
guest bare bench=null --append 'sf.bench=tlb sf.load=pread-64'
exits 0 "a guest without plugin"
check "the model's figures are skipped with a reason" \
	test "$(payloads bare '"status":"ok".*"skipped":\{.*"linear_walk":"no plugin under this system"')" = 3

guest wrong bench=null --append 'sf.bench=tlb sf.load=nonsense'
says "--load nonsense: expected one of all programs pread-64"

tap_done
