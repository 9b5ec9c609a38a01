#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A small matrix with realms from one end to the other: records with the monitor's counters,
# realm beside plain in report and plots, the broken case and its mending, a kernel that
# cannot be a realm's, a run that is resumed, realms in a row. "emulated RSI" everywhere.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

matrix_write '[boot]
bench = boot
guest = plain, realm
cpus = 2
mem = 1G

[counted]
bench = boot
guest = plain, realm
clock = icount
cpus = 1
mem = 1G

[convert]
bench = convert
guest = plain, realm
bbm = bbml2
pair = swap/park
cpus = 2
mem = 1G

[mixed]
bench = convert
guest = realm
bbm = mixed
pair = private/park
cpus = 2
mem = 1G

[outcome]
bench = outcome
guest = plain, realm
rodata = on, off
kfence = 100
mem = 1G
devices = yes'

# ends STATUS CELL: the number of ends with that status of cells with CELL in their names.
ends() {
	records "\"cell\":\"[^\"]*$2[^\"]*\".*\"op\":\"end\".*\"status\":\"$1\""
}

# qemu_of REGEX: the process id of the guest whose records go to a file of such a name.
qemu_of() {
	guests "$SPLITFOLD_RESULTS/.*/frames/$1"
}
some_done() { [[ -e $SPLITFOLD_RESULTS/latest/records.jsonl ]] && (($(records '"op":"end"') >= 3)); }
env --default-signal=INT "$PROJECT/run.sh" matrix --matrix "$WORK/matrix.ini" --reps 1 --jobs 2 \
	--seed 1 >"$WORK/output" 2>&1 </dev/null &
runner=$!
check "some boots end" wait_for "$runner" some_done
kill -INT "$runner"
STATUS=0
wait "$runner" || STATUS=$?
exits 130 "an interrupted run with realms"
check "no guest is left" test -z "$(guests "$SPLITFOLD_RESULTS")"
check "not everything was done" test "$(records '"op":"end"')" -lt 11
cp "$SPLITFOLD_RESULTS/latest/records.jsonl" "$WORK/before"
run matrix --resume
exits 0 "the resumed run"
check "what was finished stands unchanged" cmp -n "$(stat -c %s "$WORK/before")" \
	"$WORK/before" "$SPLITFOLD_RESULTS/latest/records.jsonl"
check "eleven cells are ok" test "$(ends ok '')" = 11
check "six of them are realms" test "$(ends ok -realm)" = 6
check "realms say themselves that they are" \
	test "$(records '"op":"hello","guest":"realm".*"realm":\{"unit":"bool","value":1\}')" = 6
check "plain guests are none" \
	test "$(records '"op":"hello","guest":"plain".*"realm":\{"unit":"bool","value":0\}')" = 5

report=$SPLITFOLD_RESULTS/latest/report.txt
for metric in smc rsi_set rsi_get s2_fault shared_pages; do
	check "boot as a realm counts $metric" \
		test "$(records "\"op\":\"boot\",\"guest\":\"realm\".*\"$metric\":\{\"unit\":\"count\",\"value\":[1-9]")" = 2
done
check "without monitor they are skipped with a reason" \
	test "$(records '"op":"boot","guest":"plain".*"skipped":\{.*"s2_fault":"no monitor')" = 2
check "realm beside plain" grep -q '^== boot: realm beside plain' "$report"
check "the target of a boot is judged" grep -qE '^(met|MISSED) +boot as a realm' "$report"
check "of mixed CPUs one has BBML2" \
	test "$(records '"op":"hello","guest":"realm","cpu":"max","bbm":"mixed".*"cpus_bbml2":\{"unit":"count","value":1\}')" = 1
check "and the kernel split its map at boot: no contiguous block is left" \
	test "$(records '"op":"fold.first","guest":"realm","cpu":"max","bbm":"mixed".*"before":\{"pud":0,"contpmd":0,')" = 1
check "the broken case is broken" \
	test "$(records '"op":"outcome","guest":"realm".*"rodata":"off".*"sharing":\{"unit":"bool","value":0\}')" = 1
check "its first failure is in the record" \
	test "$(records '"op":"outcome","guest":"realm".*"rodata":"off".*"log":\["')" = 1
check "the module's split mends it" \
	test "$(records '"op":"mended","guest":"realm".*"sharing":\{"unit":"bool","value":1\}')" = 1
check "the other realm shares" \
	test "$(records '"op":"outcome","guest":"realm".*"rodata":"on".*"sharing":\{"unit":"bool","value":1\}')" = 1
check "a table of outcomes" grep -qE '^none.off.k100 realm +1 FAILS' "$report"
check "and of their mending" grep -qE '^ +mended +1 +works' "$report"
check "every table with realms says emulated RSI" \
	test -z "$(grep -E '^ +accel .*realm' "$report" | grep -vF 'realm (emulated RSI)')"
check "there are such tables" grep -qF 'guest plain, realm (emulated RSI)' "$report"
check "the report fits 72 columns" test -z "$(grep -E '^.{73}' "$report")"
check "a plot has realm beside plain" grep -lq 'emulated RSI' "$SPLITFOLD_RESULTS/latest"/plots/boot-*.svg
check "meta.json has the monitor's checksum" \
	grep -qE '"monitor_sha256": "[0-9a-f]{64}"' "$SPLITFOLD_RESULTS/latest/meta.json"

# A realm that is killed costs one cell.
"$PROJECT/run.sh" matrix --matrix "$WORK/matrix.ini" --only bench=convert+bbm=bbml2 --reps 1 \
	--jobs 2 >"$WORK/output" 2>&1 &
runner=$!
guest_runs() { [[ -n $(qemu_of 'convert-[^ ]*-realm') ]]; }
check "the realm to be killed has started" wait_for "$runner" guest_runs
sleep 1
kill -KILL "$(qemu_of 'convert-[^ ]*-realm')"
STATUS=0
wait "$runner" || STATUS=$?
exits 1 "a run with a killed realm"
check "the killed realm is recorded as failed" test "$(ends fail -realm)" = 1
check "the plain guest is ok" test "$(ends ok '')" = 1

# Kernels of before there were realms. First what tells them apart, on made-up images.
source "$PROJECT/setup/say.sh"
source "$PROJECT/setup/mirror.sh"
source "$PROJECT/setup/kernel.sh"
printf 'x\0Linux version 6.12.1-test (x)\0' >"$WORK/old"
printf 'x\0Linux version 6.13.0-test (x)\0RME: Using RSI version %%lu.%%lu\n\0' >"$WORK/new"
printf 'x\0\0' >"$WORK/none"
check "an image without RSI" test "$(kernel_lacks_rsi "$WORK/old")" = "Linux version 6.12.1-test"
STATUS=0
kernel_lacks_rsi "$WORK/new" >"$WORK/output" || STATUS=$?
exits 1 "an image with RSI"
STATUS=0
kernel_lacks_rsi "$WORK/none" >"$WORK/output" 2>&1 || STATUS=$?
exits 2 "an image of no kernel"

matrix_write '[old]
bench = null
guest = realm
kernel = trixie
mem = 1G

[new]
bench = null
guest = realm
mem = 1G'
run matrix --matrix "$WORK/matrix.ini"
exits 0 "a kernel without RSI"
check "it is skipped with its reason" \
	test "$(records '"op":"end".*"status":"skip","reason":"no realm support in this kernel \(RSI came in 6.13\): Linux version 6.12')" = 1
check "the other kernel is not" test "$(ends ok '')" = 1

matrix_write '[old, plain]
bench = null
kernel = trixie'
run matrix --matrix "$WORK/matrix.ini"
exits 2 "a plain guest of a kernel that set-up does not have"

run soak --boots 2
exits 0 "realms in a row"
says "2 realms, 3 plain guests: no warning that only realms have"
# A warning that only one realm has is noticed: the same comparison, with that in a log.
log=$(compgen -G "$SPLITFOLD_RESULTS/latest/console/*-realm-*" | head -n 1)
printf '<4>[    1.000000] only here: 0x12\n' >>"$log"
soak_again() {
	bash -c 'PROJECT=$1; for file in setup/say run/rundir run/soak; do . "$1/$file.sh"; done
		rundir_find; soak_compare' - "$PROJECT" >"$WORK/output" 2>&1
}
STATUS=0
soak_again || STATUS=$?
exits 1 "a realm with a warning of its own"
says "only here: N"

tap_done
