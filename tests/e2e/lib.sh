# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# lib.sh - what every end-to-end test uses: TAP, a scratch directory, and run.sh with
# its results there. A test file sources this, calls its checks, ends with tap_done.

set -euo pipefail

PROJECT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
mkdir -p "$PROJECT/build"
WORK=$(mktemp -d "$PROJECT/build/e2e.XXXXXX")
trap work_end EXIT
export SPLITFOLD_RESULTS=$WORK/results
TAP_NR=0
TAP_FAILED=0

# work_end: where a test failed its scratch directory is kept, if run.sh test says where.
work_end() {
	if ((TAP_FAILED)) && [[ -n ${TEST_KEEP-} ]]; then
		mv -T "$WORK" "$TEST_KEEP"
	else
		rm -rf "$WORK"
	fi
}

# failed_cells: the cells of the newest run that failed, with their reasons.
failed_cells() {
	[[ -f $SPLITFOLD_RESULTS/latest/records.jsonl ]] || return 0
	sed -nE '/"op":"end"/ s/.*"cell":"([^"]*)","rep":([0-9]+),.*"status":"(fail|timeout)","reason":"(([^"\\]|\\.)*)".*/\1.\2: \3: \4/p' \
		"$SPLITFOLD_RESULTS/latest/records.jsonl"
}

# tap NAME STATUS: one result; on failure follow the failed cells of the newest run, and the
# end of the last output.
tap() {
	TAP_NR=$((TAP_NR + 1))
	if (($2 == 0)); then
		echo "ok $TAP_NR - $1"
	else
		TAP_FAILED=$((TAP_FAILED + 1))
		echo "not ok $TAP_NR - $1"
		failed_cells | sed 's/^/# /'
		[[ ! -s $WORK/output ]] || tail -n 25 "$WORK/output" | sed 's/^/# /'
	fi
}

# check NAME CMD...: CMD succeeds.
check() {
	local -r name=$1
	local status=0
	shift
	"$@" >>"$WORK/check.log" 2>&1 || status=1
	tap "$name" "$status"
}

skip() {
	TAP_NR=$((TAP_NR + 1))
	echo "ok $TAP_NR - $1 # SKIP $2"
}

tap_done() {
	echo "1..$TAP_NR"
	((TAP_FAILED == 0))
}

# run ARG...: run.sh, its output in $WORK/output, its exit status in STATUS.
run() {
	STATUS=0
	"$PROJECT/run.sh" "$@" >"$WORK/output" 2>&1 </dev/null || STATUS=$?
}

# exits STATUS NAME: the last run's.
exits() {
	check "$2 (exit status $1)" test "$STATUS" = "$1"
}

# says TEXT [NAME]: the last run printed it.
says() {
	check "${2:-says: $1}" grep -qF -- "$1" "$WORK/output"
}

# matrix_write TEXT: a matrix file of the test's own.
matrix_write() {
	printf '%s\n' "$1" >"$WORK/matrix.ini"
}

# guest_tap NAME LOG: what a guest's TAP in LOG says, under NAME, and that it was all.
guest_tap() {
	local -r name=$1 log=$2
	local line text passed=0

	while IFS= read -r line; do
		line=${line%$'\r'}
		case $line in
		"not ok "*) tap "$name: ${line#not ok * - }" 1 ;;
		"ok "*"# SKIP"*)
			text=${line#ok * - }
			skip "$name: ${text%% # SKIP*}" "${line#*# SKIP }"
			;;
		"ok "*) passed=$((passed + 1)) ;;
		esac
	done <"$log"
	check "$name: $passed tests passed in the guest" test "$passed" -gt 0
	check "$name: the guest reached the end of its tests" grep -qE '^TAP end .* 0' "$log"
}

# guest_tests NAME AXIS=VALUE...: the guest's own tests (tests/guest), in such a guest. A level
# 1 block needs 2 GiB: one guest of each map has them.
guest_tests() {
	local -r name=$1
	shift
	run boot est_s=60 "$@" --append sf.test=guest
	exits 0 "$name"
	guest_tap "$name" "$WORK/output"
}

# guests TEXT: the process ids of QEMUs with TEXT in their command line.
guests() {
	local dir

	for dir in /proc/[0-9]*; do
		tr '\0' ' ' 2>/dev/null <"$dir/cmdline" | grep -q "^qemu-system-aarch64 .*$1" &&
			echo "${dir#/proc/}"
	done
	return 0
}

# records REGEX: the number of the newest run's records that match.
records() {
	grep -cE -- "$1" "$SPLITFOLD_RESULTS/latest/records.jsonl" || true
}

# wait_for PID CMD...: until CMD succeeds; fails when the process has ended without that.
wait_for() {
	local -r pid=$1
	shift
	until "$@" 2>/dev/null; do
		kill -0 "$pid" 2>/dev/null || return 1
		sleep 0.1
	done
}
