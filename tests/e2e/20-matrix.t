#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A small matrix from one end to the other: every bench, the three starting maps,
# records, report, exports, plots. Two of them at the same time.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

matrix_write '[small]
bench = null, boot, setmem
cpus = 2
mem = 1G

[pte]
bench = convert
pair = private/park, private-mmuoff/mmuoff, bbm/spin, swap/park
cpus = 2
mem = 1G

[all pairs in one guest]
bench = ratio
bbm = bbml2
clock = icount
cpus = 1
mem = 512M

[blocks]
bench = convert
bbm = bbml2
pair = live/none, live/spin, upstream/park
cpus = 2
mem = 1G

[blocks-without-bbml2]
bench = convert
rodata = off
kfence = 100
pair = private/park, live/spin
cpus = 2
mem = 1G'

run matrix --matrix "$WORK/matrix.ini" --reps 1 --jobs 2 --seed 1
exits 0 "thirteen cells"
check "every cell has an end" test "$(records '"op":"end"')" = 13
check "every end is ok, or skipped with a reason" test "$(records '"op":"end".*"status":"(ok|skip)"')" = 13
check "no record failed" test "$(records '"status":"fail"')" = 0
check "live without BBML2 is skipped with its reason" test "$(records '"status":"skip","reason":"[^"]*live[^"]*BBML2')" -ge 1
for op in split fold split.first fold.first; do
	check "records of $op" test "$(records "\"op\":\"$op\".*\"status\":\"ok\"")" -ge 1
done
check "latencies carry a histogram" test "$(records '"held":\{"unit":"ns","n":[0-9]+.*"p50":[0-9]+.*"hdr":"HIST')" -ge 1
check "a guest that goes round says which pair it was" \
	test "$(records '"op":"fold.swap.park".*"method":"swap","hold":"park".*"status":"ok"')" = 1
check "ratios are to the kernel's own split" \
	grep -qE '^upstream.spin +[0-9]+ +[0-9]+ +base' "$SPLITFOLD_RESULTS/latest/report.txt"
check "targets without data are neither met nor missed" \
	grep -q '^no data split: held of swap' "$SPLITFOLD_RESULTS/latest/report.txt"
check "report.txt" grep -q upstream "$SPLITFOLD_RESULTS/latest/report.txt"
check "the report fits 72 columns" test -z "$(grep -E '^.{73}' "$SPLITFOLD_RESULTS/latest/report.txt")"
check "the report is ASCII" test -z "$(LC_ALL=C grep -P '[^\x00-\x7f]' "$SPLITFOLD_RESULTS/latest/report.txt")"
check "the report says what TCG time is" grep -qi 'virtual [nu]s, not hardware' "$SPLITFOLD_RESULTS/latest/report.txt"
check ".hgrm files" compgen -G "$SPLITFOLD_RESULTS/latest/export/*.hgrm"
check ".hlog file" compgen -G "$SPLITFOLD_RESULTS/latest/export/*.hlog"
check "SVG plots" compgen -G "$SPLITFOLD_RESULTS/latest/plots/*.svg"
check "PNG plots" compgen -G "$SPLITFOLD_RESULTS/latest/plots/*.png"
check "meta.json names seed and QEMU" grep -q '"seed"' "$SPLITFOLD_RESULTS/latest/meta.json"
check "every console is kept" test "$(find "$SPLITFOLD_RESULTS/latest/console" -name '*.log' | wc -l)" = 13

run report --format csv
exits 0 "report --format csv"

# A record cut in half, as by a machine that lost power: told, and the rest is read.
run_dir=$(readlink -f "$SPLITFOLD_RESULTS/latest")
head -c -40 "$run_dir/records.jsonl" >"$WORK/torn" && cp "$WORK/torn" "$run_dir/records.jsonl"
run report
exits 0 "a torn last record"
says "records.jsonl:$(wc -l <"$WORK/torn" | awk '{print $1 + 1}')" "names file and line of the torn record"

# Two runs at once, in one results directory.
"$PROJECT/run.sh" matrix --matrix "$WORK/matrix.ini" --only bench=null --reps 1 >"$WORK/one" 2>&1 &
one=$!
run matrix --matrix "$WORK/matrix.ini" --only bench=boot --reps 1
exits 0 "one of two runs at once"
check "the other of two runs at once" wait "$one"
check "three runs are there" test "$(find "$SPLITFOLD_RESULTS" -mindepth 1 -maxdepth 1 -type d | wc -l)" = 3

tap_done
