#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# When a guest is given up (qemu/watchdog.c): when it wants no CPU, or runs and gets nowhere;
# not because time goes by on a host that has no CPU for it.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

check "the watchdog is built" "$PROJECT/run.sh" tool make watchdog

# watched ARG...: the watchdog, inside the tool root; its output in $WORK/output.
watched() {
	STATUS=0
	"$PROJECT/run.sh" tool "${PREFIX[@]}" build/watchdog/watchdog "$@" >"$WORK/output" 2>&1 </dev/null ||
		STATUS=$?
}
PREFIX=()

watched --idle 2 --cpu 1000 -- sleep 1000
exits 124 "a command that sleeps"
says "the guest wanted no CPU for 2 s and sent no record"

# Whatever the command says of being ended, the last line is the reason.
# shellcheck disable=SC2016
watched --idle 2 --cpu 1000 -- sh -c 'trap "echo terminating >&2; exit 0" TERM; while :; do sleep 5; done'
exits 124 "a command that sleeps and talks"
check "the reason comes last" grep -q "^the guest wanted no CPU" <(tail -n 1 "$WORK/output")

watched --idle 2 --cpu 1 -- sh -c 'while :; do :; done'
exits 124 "a command that runs and sends nothing"
says "s of CPU time and sent no record"

# It sleeps and works for longer than either allows, but never between two records.
cat >"$WORK/sends" <<'SH'
for i in 1 2 3 4; do
	sleep 0.9
	i=0
	while [ $i -lt 20000 ]; do i=$((i + 1)); done
	echo >>"$1"
done
exit 7
SH
watched --idle 3 --cpu 1000 --progress "$WORK/records" -- sh "$WORK/sends" "$WORK/records"
exits 7 "a command that sleeps between records ends by itself"

# With records for ever it ends all the same.
cat >"$WORK/endless" <<'SH'
while :; do
	i=0
	while [ $i -lt 20000 ]; do i=$((i + 1)); done
	echo >>"$1"
done
SH
watched --idle 2 --cpu 1 --progress "$WORK/records" -- sh "$WORK/endless" "$WORK/records"
exits 124 "a command that sends for ever"
says "s of CPU time and sends records still"

# A host without a CPU to spare, as far as this command can see: three that are busy, and it
# gets only what they leave. It is through long after its 2 s.
cat >"$WORK/starved" <<'SH'
end=$(($(date +%s) + 8))
while [ "$(date +%s)" -lt $end ]; do :; done
echo through
SH
for _ in 1 2 3; do
	taskset -c 0 timeout 30 sh -c 'while :; do :; done' &
done
PREFIX=(taskset -c 0 chrt -i 0)
watched --idle 2 --cpu 1000 -- sh "$WORK/starved"
kill %1 %2 %3 2>/dev/null || true
wait || true
exits 0 "a command that gets no CPU"
says "through"
PREFIX=()

# A guest whose disk does not answer, or which a debugger has stopped, does not hang either.
# shellcheck disable=SC2016
watched --idle 2 --cpu 1000 -- sh -c '(sleep 5; kill -CONT $$) & kill -STOP $$; exit 3'
exits 3 "a command that was stopped for longer"

watched --idle 2 --cpu 1000 -- sh -c 'kill -KILL $$'
exits 137 "a command that is killed"
watched --idle 2 --cpu 1000 -- "$WORK/nothing"
exits 127 "a command that there is not"
watched --idle many --cpu 1 -- true
exits 2 "a limit that is no number"
says "--idle and --cpu need a number of seconds"

tap_done
