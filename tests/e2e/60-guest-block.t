#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The guest's own tests (tests/guest) on blocks without BBML2, 1 to 4 CPUs:
# every legal pair splits and folds the whole map and gives it back, illegal ones are
# refused, and the system goes on working.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

readonly BLOCK=(rodata=off kfence=100)

guest_tests "block map without BBML2, 1 CPU" mem_mib=1024 cpus=1 "${BLOCK[@]}"
guest_tests "block map without BBML2, 2 CPUs" mem_mib=2048 cpus=2 "${BLOCK[@]}"
guest_tests "block map without BBML2, 4 CPUs" mem_mib=1024 cpus=4 "${BLOCK[@]}"

tap_done
