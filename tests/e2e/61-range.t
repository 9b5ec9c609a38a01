#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Conversions of a part of the map: one GiB, one block, one page, odd pages across blocks
# and across GiB, a hole; by every method, on ptes and on blocks.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

for axes in bbm=none bbm=bbml2; do
	run boot mem_mib=2048 cpus=2 "$axes" est_s=40 --append sf.test=check:range
	exits 0 "ranges, $axes"
	guest_tap "ranges, $axes" "$WORK/output"
done

tap_done
