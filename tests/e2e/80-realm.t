#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# RIPAS is enforced (bench/check_realm.c): with stage 2 in blocks and in pages, on CPUs with
# and without LPA2, and in a guest that is no realm there is nothing to enforce. The
# monitor's own summary on the console must agree.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

readonly COMPLAINTS="WARNING:|Oops|Internal error|Kernel panic|splitfold-monitor: panic"

# realm NAME ARG...: the guest's own tests, and what the monitor says at the end.
realm() {
	local -r name=$1
	shift

	run boot guest=realm mem_mib=2048 cpus=2 "$@"
	exits 0 "$name"
	guest_tap "$name" "$WORK/output"
	check "$name: the kernel found a realm" grep -q "RME: Using RSI version 1" "$WORK/output"
	check "$name: the monitor counted what it refused" \
		grep -qE "splitfold-monitor: stage 2 aborts given: [1-9][0-9]+," "$WORK/output"
	check "$name: nobody complained" \
		test "$(grep -cE "$COMPLAINTS" "$WORK/output")" = 0
}

realm "blocks" --append sf.test=check:realm
realm "pages" --append "sf.test=check:realm sf.s2=4k"
realm "no LPA2, BBML2" cpu=neoverse-n1 bbm=bbml2 --append sf.test=check:realm

run boot guest=plain bbm=mixed mem_mib=2048 cpus=2 --append sf.test=check:realm
check "monitor without RSI: no realm" grep -q "RIPAS is enforced # SKIP not a realm" "$WORK/output"

# What the monitor cannot do with ends the guest, with the reason on its console.
run boot guest=realm mem_mib=2048 --append "sf.test=poweroff sf.s2=3m"
exits 0 "a wrong option: the guest is off"
check "and the monitor says why" \
	grep -q "splitfold-monitor: panic: device tree: bootargs: sf.s2 is 2m or 4k" "$WORK/output"
check "before any kernel ran" test "$(grep -c "Booting Linux" "$WORK/output")" = 0

tap_done
