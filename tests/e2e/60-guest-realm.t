#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The guest's own tests (tests/guest) on the maps of realms:
# every legal pair splits and folds the whole map and gives it back, illegal ones are
# refused, and the system goes on working. There are shared pages meanwhile.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

guest_tests "realm, BBML2 block map" mem_mib=1024 guest=realm bbm=bbml2 cpus=4
guest_tests "realm, CPU 0 alone has BBML2" mem_mib=2048 guest=realm bbm=mixed cpus=2
guest_tests "realm, 48-bit VA" mem_mib=1024 guest=realm cpu=neoverse-n1 cpus=2

tap_done
