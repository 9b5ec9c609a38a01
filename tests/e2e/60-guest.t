#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The guest's own tests (tests/guest) on every starting map and 1, 2 and 4 CPUs:
# every legal pair splits and folds the whole map and gives it back, illegal ones are
# refused, and the system goes on working.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

# guest NAME AXIS=VALUE...: boots, and passes the guest's TAP on under NAME.
guest() {
	local -r name=$1
	local line text passed=0
	shift
	run boot mem_mib=2048 est_s=40 "$@" --append sf.test=guest
	while IFS= read -r line; do
		line=${line%$'\r'}
		case $line in
		"not ok "*) tap "$name: ${line#not ok * - }" 1 ;;
		"ok "*"# SKIP"*)
			text=${line#ok * - }
			skip "$name: ${text%% # SKIP*}" "${line#*# SKIP }"
			;;
		"ok "*) passed=$((passed + 1)) ;;
		esac
	done <"$WORK/output"
	check "$name: $passed guest tests passed, and the guest ended well" \
		test "$STATUS:$((passed > 0))" = 0:1
	check "$name: the guest reached the end of its tests" grep -qE '^TAP end .* 0' "$WORK/output"
}

for cpus in 1 2 4; do
	guest "pte map, $cpus CPUs" cpus=$cpus
	guest "BBML2 block map, $cpus CPUs" bbm=bbml2 cpus=$cpus
	guest "block map without BBML2, $cpus CPUs" rodata=off kfence=100 cpus=$cpus
done
guest "48-bit VA" cpu=neoverse-n1 cpus=2
guest "VHE kernel at EL2" el=2 cpus=2

tap_done
