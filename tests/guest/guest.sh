#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# guest.sh - tests inside a guest, by busybox sh, in TAP: the module refuses what it
# must, every legal conversion gives the map back, and the system goes on working on
# what is left behind. splitfold-bench does the testing, this puts its parts in order
# and looks at the kernel log.
#
# SF_PAIRS    method/hold ... to convert by (default: all there are)
# SF_CHURN_MIB, SF_MODULE    as check work's --churn-mib and --module

set -u

# What the kernel says when something is wrong with it.
readonly COMPLAINTS='WARNING:|BUG:|Oops|Call trace|Unable to handle|Kernel panic|rcu:.*stall|soft lockup|hung task'

# part LABEL ARG...: one subject of splitfold-bench check. Its test lines go on with a
# label and without a number, as they come: the next one may take the guest down. Its
# plan line shows that it came to its end.
part() {
	label=$1
	shift
	splitfold-bench check "$@" 2>&1 | {
		ended=no
		while read -r line; do
			case $line in
			"ok "*) echo "ok - $label: ${line#* - }" ;;
			"not ok "*) echo "not ok - $label: ${line#* - }" ;;
			1..*) ended=yes ;;
			*) echo "# ${line#\# }" ;;
			esac
		done
		[ "$ended" = yes ] || echo "not ok - $label: ended before its plan"
	}
}

work() {
	part "$1" work --churn-mib "${SF_CHURN_MIB:-128}" ${SF_MODULE:+--module "$SF_MODULE"}
}

convert() {
	if [ -z "${SF_PAIRS-}" ]; then
		part convert convert
		return
	fi
	for pair in $SF_PAIRS; do
		part "convert $pair" convert --method "${pair%/*}" --hold "${pair#*/}"
	done
}

kernel_log() {
	complaints=$(dmesg | grep -E "$COMPLAINTS")
	if [ -z "$complaints" ]; then
		echo "ok - the kernel log is clean"
	else
		echo "not ok - the kernel log is clean"
		echo "$complaints" | sed 's/^/# /'
	fi
}

# number: numbers the test lines of all parts, ends with the plan, fails if one did.
number() {
	tests=0
	failed=0
	while read -r line; do
		case $line in
		"ok - "* | "not ok - "*)
			tests=$((tests + 1))
			echo "${line%% - *} $tests - ${line#* - }"
			;;
		*) echo "$line" ;;
		esac
		case $line in
		"not ok"*) failed=$((failed + 1)) ;;
		esac
	done
	echo "1..$tests"
	[ "$failed" = 0 ]
}

{
	part abi abi
	work "as booted"
	convert
	work "after conversions"
	kernel_log
} | number
