#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Memory that came later (virtio-mem): seen, converted and verified like the rest, and
# unplugged again from a split and from a folded map. The guest asks for memory by lines on its
# console; QEMU's monitor plugs it. It comes as movable memory: what the kernel
# itself allocated in it would keep it from going again, converted or not.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

readonly MONITOR=$WORK/monitor

# plug: passes the console on, and does what it asks for.
plug() {
	local line

	while IFS= read -r line; do
		printf '%s\n' "$line"
		line=${line%$'\r'}
		[[ $line != "HOTPLUG "* ]] ||
			echo "qom-set vmem0 requested-size ${line#HOTPLUG }M" >"$MONITOR.in"
	done
}

# hotplug NAME AXIS=VALUE...
hotplug() {
	local -r name=$1
	local -a qemu=(
		-m "2048M,maxmem=6G"
		-object "memory-backend-ram,id=vm0,size=2G"
		-device "virtio-mem-pci,id=vmem0,memdev=vm0,requested-size=0"
		-chardev "pipe,id=monitor,path=$MONITOR" -object "monitor-hmp,id=hmp,chardev=monitor"
	)
	shift

	STATUS=0
	"$PROJECT/run.sh" boot mem_mib=2048 est_s=30 "$@" --qemu "${qemu[*]}" 2>&1 </dev/null |
		plug >"$WORK/output" || STATUS=$?
	exits 0 "$name"
	guest_tap "$name" "$WORK/output"
}

mkfifo "$MONITOR.in" "$MONITOR.out"
readonly TEST="sf.test=check:hotplug memhp_default_state=online_movable"
hotplug "pte map" cpus=2 --append "$TEST"
hotplug "pte map, swap" cpus=2 --append "$TEST sf.method=swap sf.hold=park"
hotplug "BBML2 block map" cpus=2 bbm=bbml2 --append "$TEST sf.method=live sf.hold=none"

tap_done
