#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The guest's own tests (tests/guest) on ptes, 1 to 4 CPUs, with a 48-bit VA, at EL2:
# every legal pair splits and folds the whole map and gives it back, illegal ones are
# refused, and the system goes on working.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

guest_tests "pte map, 1 CPU" mem_mib=1024 cpus=1
guest_tests "pte map, 2 CPUs" mem_mib=2048 cpus=2
guest_tests "pte map, 4 CPUs" mem_mib=1024 cpus=4
guest_tests "48-bit VA" mem_mib=1024 cpus=2 cpu=neoverse-n1
guest_tests "VHE kernel at EL2" mem_mib=1024 cpus=2 el=2

tap_done
