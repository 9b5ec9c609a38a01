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

# One of a user's own, for which bench/check_model.c has no figures, is a skip in there.
by_hand=0
for file in qemu/plugin/geometry/*.ini; do
	geometry=$(basename "$file" .ini)
	run boot "${MODEL[@]}" "geometry=$geometry" cpus=1 clock=icount --append sf.test=check:model
	exits 0 "figures by hand, $geometry"
	guest_tap "figures by hand, $geometry" "$WORK/output"
	! grep -q 'pages of code: one more' "$WORK/output" || by_hand=$((by_hand + 1))
done
check "figures by hand: for seven geometries at least" test "$by_hand" -ge 7
# Under icount no tick falls into what is counted because the host was busy.
run boot "${MODEL[@]}" cpus=2 clock=icount --append sf.test=check:model
exits 0 "figures by hand, two CPUs"
guest_tap "figures by hand, two CPUs" "$WORK/output"

walks_compared "52 bits" cpus=1
walks_compared "48 bits" cpus=1 cpu=neoverse-n1
walks_compared "two stages" cpus=2 guest=realm

# The same with one in 50,000 walks made wrong by a page: that must not pass.
SPLITFOLD_PLUGIN=check=8,spoil=50000 run boot "${MODEL[@]}" load=pread-64 samples=8000 cpus=1 \
	--frames "$WORK/frames"
check "wrong walks: all three records are failures" \
	test "$(grep -ac '"status":"fail","reason":"[0-9]* of [0-9]* walks differ' "$WORK/frames")" = 3
check "wrong walks: so many as were made so" \
	test "$(metric_sum mismatched)" -ge $(($(metric_sum compared) / 50000 - 3))
check "wrong walks: and no others" \
	test "$(metric_sum mismatched)" -le $(($(metric_sum compared) / 50000 + 3))

run boot "${MODEL[@]}" geometry=nothing
exits 2 "a geometry that is not there"
says "there is no qemu/plugin/geometry/nothing.ini"

printf '[l1d]\nentries = many\n' >"$WORK/own.ini"
run boot "${MODEL[@]}" "geometry=../../../${WORK#"$PROJECT"/}/own"
exits 2 "a geometry that is wrong, before a guest starts"
says "own.ini:2: entries = many: expected a number from 1 to"
matrix_write "[own]
bench = tlb
geometry = n1, ../../../${WORK#"$PROJECT"/}/own
load = control"
run matrix --matrix "$WORK/matrix.ini"
exits 2 "the same in a matrix, before the first boot"
says "own.ini:2: entries = many: expected a number from 1 to"

run boot bench=null mem_mib=1024 cpus=1 --append sf.test=check:model
says "no plugin under this system" "without the plugin the test says so"

tap_done
