#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A signal ends a command and all that it started, whatever process groups these have made
# for themselves: status 128+n, nothing lives on, and the caller is not touched. Each command
# is run in a process namespace of its own, where whatever is left can be seen.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

if ! bwrap --unshare-pid --dev-bind / / --proc /proc true 2>/dev/null; then
	skip "signals" "no right to make a process namespace here"
	tap_done
	exit
fi

mkfifo "$WORK/fifo.ini"
matrix_write '[one]
bench = null
cpus = 1
mem = 512M'

# What happens in the namespace: $1 the signal, $2 a pattern of the command line that shows
# that the command is at work, then run.sh's arguments. It prints the status, then the command
# line of each process that is left, and of a killed run.sh what still is after 10 s.
cat >"$WORK/caller" <<'SH'
signal=$1 sign=$2
shift 2
# others: sets PIDS to all but this shell, the namespace's first process, and zombies.
others() {
	local file line

	PIDS=()
	for file in /proc/[0-9]*/stat; do
		{ read -r line <"$file"; } 2>/dev/null || continue
		line=${line##*) } file=${file%/stat} file=${file#/proc/}
		((file == 1 || file == $$)) || [[ $line == Z* ]] || PIDS+=("$file")
	done
}
at_work() {
	local pid

	others
	for pid in "${PIDS[@]}"; do
		{ tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qE "$sign"; } 2>/dev/null && return
	done
	return 1
}
# Its process group is the caller's, as in any script.
env --default-signal=INT "$PROJECT/run.sh" "$@" &
runner=$!
until at_work; do
	kill -0 "$runner" 2>/dev/null || break
	sleep 0.1
done
kill -s "$signal" "$runner"
status=0
wait "$runner" || status=$?
echo "STATUS $status"
for ((tries = 100; tries > 0; tries--)); do
	others
	((${#PIDS[@]})) && [[ $signal == KILL ]] || break
	sleep 0.1
done
for pid in "${PIDS[@]}"; do
	echo "LEFT $pid $(tr '\0' ' ' <"/proc/$pid/cmdline")"
done
echo "CALLER ALIVE"
SH

# signalled SIGNAL STATUS SIGN ARG...
signalled() {
	local -r signal=$1 status=$2 sign=$3
	shift 3

	PROJECT=$PROJECT SPLITFOLD_TEST_OUT=$WORK/tests bwrap --unshare-pid --die-with-parent \
		--dev-bind / / --proc /proc bash "$WORK/caller" "$signal" "$sign" "$@" \
		>"$WORK/output" 2>&1 </dev/null || true
	check "$1, SIG$signal: status $status" grep -qx "STATUS $status" "$WORK/output"
	check "$1, SIG$signal: the caller lives" grep -qx "CALLER ALIVE" "$WORK/output"
	check "$1, SIG$signal: nothing else does" test "$(grep -c "^LEFT" "$WORK/output")" = 0
}

readonly QEMU='^qemu-system-aarch64 '

# A guest by hand, guests of a test, of a run, of a command that is made of runs.
signalled INT 130 "$QEMU" boot bench=null cpus=1 mem_mib=512
signalled TERM 143 "$QEMU" boot bench=null cpus=1 mem_mib=512
signalled HUP 129 "$QEMU" boot bench=null cpus=1 mem_mib=512
signalled TERM 143 "$QEMU" test e2e/30-misfortune
signalled INT 130 "$QEMU" test e2e/30-misfortune
signalled HUP 129 "$QEMU" matrix --matrix "$WORK/matrix.ini"
signalled TERM 143 "$QEMU" soak --boots 1
signalled INT 130 "$QEMU" stress --minutes 1 pte

# Commands that only read: their program waits for a matrix that does not come.
signalled INT 130 'splitfold plan' plan --matrix "$WORK/fifo.ini"
signalled TERM 143 'splitfold plan' plan --matrix "$WORK/fifo.ini"
signalled HUP 129 'splitfold plan' matrix --matrix "$WORK/fifo.ini"
signalled INT 130 '^sleep 1000' tool sleep 1000

# Killed, it cannot see to anything: guests die all the same.
signalled KILL 137 "$QEMU" boot bench=null cpus=1 mem_mib=512

tap_done
