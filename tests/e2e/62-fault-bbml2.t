#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Each step of a conversion that can fail is made to fail, by every legal method and hold, on
# blocks: the map, free memory and the kernel's log must be as before, and the error name the step.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

run boot mem_mib=2048 cpus=2 bbm=bbml2 unsafe=yes est_s=60 --append sf.test=check:fault
exits 0 "faults"
guest_tap "faults" "$WORK/output"
says "mapping hash, was made to fail" "a wrong result was among the faults"

tap_done
