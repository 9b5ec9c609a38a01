#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A million hostile SMCs from all CPUs at once, in a realm and in a plain guest under the
# monitor: answered as they must be, and nothing else is disturbed.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

for axes in "guest=realm bbm=none" "guest=plain bbm=mixed"; do
	# shellcheck disable=SC2086 # two axes
	run boot mem_mib=2048 cpus=2 $axes est_s=300 --append sf.test=check:smc
	exits 0 "SMCs, $axes"
	guest_tap "SMCs, $axes" "$WORK/output"
	check "SMCs, $axes: a million of them" grep -qE '^ok .* they were [1-9][0-9]{6}' "$WORK/output"
done

# Without the monitor nothing is asked of a firmware that nobody knows.
run boot mem_mib=2048 --append sf.test=check:smc
exits 0 "SMCs, no monitor"
guest_tap "SMCs, no monitor" "$WORK/output"

tap_done
