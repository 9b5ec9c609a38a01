#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# An interrupted run keeps what is finished and goes on from there; a disk that fills
# up stops it with a message and loses nothing.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

matrix_write '[six]
bench = null, boot
cpus = 1, 2, 3
mem = 512M'

ends() { [[ -e $SPLITFOLD_RESULTS/latest/records.jsonl ]] && (($(records '"op":"end"') >= $1)); }

# A script's background job ignores SIGINT, and bash cannot undo that: env can.
env --default-signal=INT "$PROJECT/run.sh" matrix --matrix "$WORK/matrix.ini" --reps 1 --jobs 1 \
	>"$WORK/output" 2>&1 </dev/null &
runner=$!
check "two boots end" wait_for "$runner" ends 2
kill -INT "$runner"
STATUS=0
wait "$runner" || STATUS=$?
exits 130 "an interrupted run"
says "./run.sh matrix --resume" "says how to go on"
check "no guest is left" test -z "$(guests "$SPLITFOLD_RESULTS")"
before=$(records '"op":"end"')
check "not everything was done" test "$before" -lt 6
cp "$SPLITFOLD_RESULTS/latest/records.jsonl" "$WORK/before"

# A half-written line at the end, as after a crash: completed, told, done again.
printf '{"v":1,"run":"half' >>"$SPLITFOLD_RESULTS/latest/records.jsonl"
run matrix --resume
exits 0 "the resumed run"
check "all six cells have one end each" test "$(records '"op":"end".*"status":"ok"')" = 6
check "what was finished stands unchanged" cmp -n "$(stat -c %s "$WORK/before")" \
	"$WORK/before" "$SPLITFOLD_RESULTS/latest/records.jsonl"
run matrix --resume
exits 0 "resuming a finished run"
check "boots nothing again" test "$(records '"op":"end"')" = 6

# A results directory with room for one run's parts and little more.
if unshare --user --map-root-user --mount true 2>/dev/null; then
	full=$WORK/full
	mkdir "$full"
	STATUS=0
	# shellcheck disable=SC2016
	unshare --user --map-root-user --mount bash -c '
		mount -t tmpfs -o size=24M splitfold "$1" || exit 99
		export SPLITFOLD_RESULTS=$1
		"$2/run.sh" matrix --matrix "$3" --reps 1 --jobs 1 --seed 1 &
		while ! grep -qs "\"op\":\"end\"" "$1/latest/records.jsonl"; do sleep 0.1; done
		cat /dev/zero >"$1/filler" 2>/dev/null
		status=0; wait $! || status=$?
		cp "$1/latest/records.jsonl" "$4"
		exit $status' - "$full" "$PROJECT" "$WORK/matrix.ini" "$WORK/kept" \
		>"$WORK/output" 2>&1 || STATUS=$?
	exits 1 "a full disk"
	says "free in" "says that there is no room"
	says "--resume" "says how to go on after a full disk"
	check "finished records are kept" test "$(grep -c '"op":"end"' "$WORK/kept")" -ge 1
else
	skip "a full disk" "no right to mount a small file system here"
fi

tap_done
