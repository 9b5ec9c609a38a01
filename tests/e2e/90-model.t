#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Is the plugin's model of TLBs true? Patterns whose misses are known by hand, walks held
# against QEMU's own translation on each CPU model, and geometries that cannot be.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

readonly MODEL=(bench=tlb geometry=n1 mem_mib=1024 est_s=20)

# metric_sum NAME: of all records in $WORK/frames.
metric_sum() {
	grep -aoE "\"$1\":\{\"unit\":\"count\",\"value\":[0-9]+" "$WORK/frames" |
		awk -F: '{ sum += $NF } END { printf "%d\n", sum }'
}

# walks_compared NAME AXIS...: a million accesses or more, and none was translated otherwise.
walks_compared() {
	local -r name=$1
	shift
	SPLITFOLD_PLUGIN=check=8 run boot "${MODEL[@]}" load=pread-64 samples=8000 "$@" \
		--frames "$WORK/frames"
	exits 0 "walks, $name"
	check "walks, $name: three records are good" \
		test "$(grep -ac '"type":"record".*"status":"ok"' "$WORK/frames")" = 3
	check "walks, $name: a million were compared" test "$(metric_sum compared)" -ge 1000000
	check "walks, $name: all are as QEMU's" test "$(metric_sum mismatched)" = 0
}

for cpus in 1 2; do
	run boot "${MODEL[@]}" "cpus=$cpus" --append sf.test=check:model
	exits 0 "figures by hand, $cpus CPUs"
	guest_tap "figures by hand, $cpus CPUs" "$WORK/output"
done

walks_compared "52 bits" cpus=1
walks_compared "48 bits" cpus=1 cpu=neoverse-n1
walks_compared "two stages" cpus=2 guest=realm

run boot "${MODEL[@]}" geometry=nothing
exits 2 "a geometry that is not there"
says "there is no qemu/plugin/geometry/nothing.ini"

printf '[l1d]\nentries = many\n' >"$WORK/own.ini"
SPLITFOLD_PLUGIN=geometry=$WORK/own.ini run boot "${MODEL[@]}"
says "own.ini:2: entries = many: expected a number from 1 to" "a geometry that is wrong"

run boot bench=null mem_mib=1024 cpus=1 --append sf.test=check:model
says "no plugin under this system" "without the plugin the test says so"

tap_done
