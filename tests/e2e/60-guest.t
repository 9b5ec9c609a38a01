#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The guest's own tests (tests/guest) on every starting map and 1, 2 and 4 CPUs:
# every legal pair splits and folds the whole map and gives it back, illegal ones are
# refused, and the system goes on working. In realms there are shared pages meanwhile.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

# guest NAME AXIS=VALUE...
guest() {
	local -r name=$1
	shift
	run boot mem_mib=2048 est_s=60 "$@" --append sf.test=guest
	exits 0 "$name"
	guest_tap "$name" "$WORK/output"
}

for cpus in 1 2 4; do
	guest "pte map, $cpus CPUs" cpus=$cpus
	guest "BBML2 block map, $cpus CPUs" bbm=bbml2 cpus=$cpus
	guest "block map without BBML2, $cpus CPUs" rodata=off kfence=100 cpus=$cpus
done
guest "48-bit VA" cpu=neoverse-n1 cpus=2
guest "VHE kernel at EL2" el=2 cpus=2

guest "realm, BBML2 block map" guest=realm bbm=bbml2 cpus=4
guest "realm, CPU 0 alone has BBML2" guest=realm bbm=mixed cpus=2
guest "realm, 48-bit VA" guest=realm cpu=neoverse-n1 cpus=2

tap_done
