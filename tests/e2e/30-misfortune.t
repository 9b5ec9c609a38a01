#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What goes wrong costs one cell and is recorded as such: a guest that is killed,
# panics, hangs, or writes a warning to its log.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

matrix_write '[three]
bench = null, boot, setmem
cpus = 1
mem = 1G'

# qemu_of NAME: the process id of the guest whose records go to a file of that name.
qemu_of() {
	guests "$SPLITFOLD_RESULTS/.*/frames/$1"
}

"$PROJECT/run.sh" matrix --matrix "$WORK/matrix.ini" --reps 1 --jobs 2 >"$WORK/output" 2>&1 &
runner=$!
guest_runs() { [[ -n $(qemu_of setmem) ]]; }
check "the guest to be killed has started" wait_for "$runner" guest_runs
sleep 1
kill -KILL "$(qemu_of setmem)"
STATUS=0
wait "$runner" || STATUS=$?
exits 1 "a run with a killed guest"
check "the killed guest is recorded as failed" test "$(records '"bench":"setmem","op":"end".*"status":"fail","reason":"QEMU')" = 1
check "the other two are ok" test "$(records '"op":"end".*"status":"ok"')" = 2

# misfortune TEST STATUS REASON: boots one cell with sf.test=TEST.
misfortune() {
	SPLITFOLD_APPEND="sf.test=$1" run matrix --matrix "$WORK/matrix.ini" --only bench=null --reps 1
	exits 1 "sf.test=$1"
	check "sf.test=$1 is recorded as $2" test "$(records "\"op\":\"end\".*\"status\":\"$2\"")" = 1
	check "sf.test=$1: the reason" test "$(records "\"reason\":\"[^\"]*$3")" -ge 1
	check "sf.test=$1: the console is kept" test -s "$(compgen -G "$SPLITFOLD_RESULTS/latest/console/*.log")"
}

misfortune panic fail 'Kernel panic'
misfortune oops fail 'Unable to handle'
misfortune warn fail 'WARNING:'
SPLITFOLD_IDLE_S=8 misfortune hang timeout 'the guest wanted no CPU for 8 s'

tap_done
