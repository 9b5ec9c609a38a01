#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The tables themselves: contiguous groups, blocks, hierarchical attributes are as the
# architecture wants them on every map, and each planted fault is found, by address and rule:
# on ptes without BBML2, and on blocks in a realm with it.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

for axes in "bbm=none" "bbm=bbml2 guest=realm"; do
	read -ra cell <<<"$axes"
	run boot mem_mib=1024 cpus=2 "${cell[@]}" unsafe=yes est_s=60 \
		--append sf.test=check:wellformed
	exits 0 "well-formed, $axes"
	guest_tap "well-formed, $axes" "$WORK/output"
	says "Contiguous bit not in all entries of the group (R_QTRPM)"
done

tap_done
