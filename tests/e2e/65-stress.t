#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The stress in a minute: a third of it on ptes without BBML2, where changes of permissions
# wait for the next split, a third on blocks with BBML2, where they split for themselves,
# and a third in a realm like that, which shares pages besides.
# Then the negative controls: a wrong fold and lost changes are asked for and caught.
# ./run.sh stress is the form of 10 minutes.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

run stress --minutes 1 --seed 1 --conversions 105 pte bbml2 realm
exits 0 "stress"
for map in pte bbml2 realm; do
	guest_tap "stress, $map map" "$PROJECT/build/stress/$map.log"
done
says "conversions in all, seed 1"
run stress nosuchmap
exits 2 "a map that is none"
says "there are: pte bbml2 block realm"

# controls AXIS...: a wrong fold makes pages read-only that are not, and all CPUs run on it until
# it is noticed: one that writes there meanwhile takes the guest down, which is the very harm
# that a fold must not do. That guest says nothing of whether it is caught: another one.
controls() {
	local tries

	for tries in 1 2 3 4 5; do
		run boot cpus=4 "$@" unsafe=yes est_s=30 --append "sf.test=check:control oops=panic"
		grep -q "Unable to handle kernel write to read-only memory" "$WORK/output" || return 0
		echo "# try $tries: a CPU wrote to what a wrong fold made read-only"
	done
}

for axes in bbm=none bbm=bbml2; do
	controls "$axes"
	exits 0 "controls, $axes"
	guest_tap "controls, $axes" "$WORK/output"
	says "a lost change is caught"
done

tap_done
