#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What must not meet a conversion: unloading the module, CPU hotplug, suspend, hibernation
# and kexec loading wait for it or are refused; restart, power off and kexec in the
# middle of conversions take the system down in good order.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

readonly COMPLAINTS='WARNING:|BUG:|Oops|Call trace|Unable to handle|Kernel panic|rcu:.*stall'

for axes in bbm=none bbm=bbml2; do
	run boot mem_mib=2048 cpus=2 "$axes" est_s=40 --append sf.test=check:exclusion
	exits 0 "exclusion, $axes"
	guest_tap "exclusion, $axes" "$WORK/output"
done

# down HOW LAST AXIS=VALUE...: the console's last words tell that it came to its end.
down() {
	local -r how=$1 last=$2
	shift 2
	run boot mem_mib=2048 cpus=2 "$@" --append "sf.test=check:$how"
	exits 0 "$how, $*"
	says "during conversions" "$how, $*: it went down during conversions"
	check "$how, $*: its last words" \
		grep -qF "$last" <(tail -n 3 "$WORK/output")
	check "$how, $*: no complaint on the way" test -z "$(grep -E "$COMPLAINTS" "$WORK/output")"
}

for axes in bbm=none bbm=bbml2; do
	down restart "reboot: Restarting system" "$axes"
	down poweroff "reboot: Power down" "$axes"
	down kexec "kexec: the stub was reached" "$axes"
done
down kexec "kexec: the stub was reached" bbm=bbml2 el=2

tap_done
