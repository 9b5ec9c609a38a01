#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The bare guest of tests/bare judges the monitor: the same lines without it, under it as a
# plain guest, and as a realm; and what lies behind the guest's memory stays the monitor's.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

"$PROJECT/run.sh" tool make bare >"$WORK/output" 2>&1
check "the bare guest is built" test -s "$PROJECT/build/bare/bare.bin"

# bare NAME ARG...: one guest; its results in $WORK/lines, beside which later ones are held.
bare() {
	local -r name=$1
	shift

	SPLITFOLD_KERNEL=$PROJECT/build/bare/bare.bin \
		run boot cpus=2 devices=yes est_s=60 "$@"
	exits 0 "$name"
	guest_tap "$name" "$WORK/output"
	sed -nE 's/\r$//; /^(not )?ok /p' "$WORK/output" >"$WORK/lines"
	[[ -s $WORK/reference ]] || cp "$WORK/lines" "$WORK/reference"
	check "$name: line by line as without the monitor" diff "$WORK/reference" "$WORK/lines"
}

# summary_says REGEX: a line of what the monitor prints at the end.
summary_says() {
	grep -qE "^splitfold-monitor: $1" "$WORK/output"
}

bare "no monitor" guest=plain mem_mib=512
check "no monitor: there was none" test "$(grep -c "splitfold-monitor" "$WORK/output")" = 0

# 512: guest and monitor in one GiB, 2M blocks; 1024: blocks of 1G for all memory; 513: the
# monitor begins within a 2M block.
for mem in 512 513 1024; do
	bare "plain, $mem MiB" guest=plain bbm=mixed mem_mib="$mem"
	check "plain, $mem MiB: the monitor gave the aborts" \
		summary_says "stage 2 aborts given: [1-9]"
	check "plain, $mem MiB: its SMMU refused the device" summary_says "SMMU faults: [1-9]"
done
bare "plain, no LPA2" guest=plain bbm=mixed mem_mib=512 --qemu "-cpu max,lpa2=off"
bare "realm" guest=realm mem_mib=512
check "realm: the monitor gave the aborts" summary_says "stage 2 aborts given: [1-9]"
check "realm: its SMMU refused the device" summary_says "SMMU faults: [1-9]"
bare "realm in pages" guest=realm mem_mib=512 --append sf.s2=4k

tap_done
