#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# compare and calibrate as a user has them, on runs that are made here: what is worse, what
# is equal, what has no pair, what is refused; exit statuses; csv; plots. No guest is booted.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

# 120 samples each: from 100000, 101500, 110000 and 112000 ns on, every 997.
readonly HISTS=(
	'"n":120,"min":100000,"max":218643,"overflow":0,"p50":158911,"p90":206847,"p99":217087,"p999":218643,"hdr":"HISTFAAAADx4nJNpmSzMwMDwkQECmKE0I5DpZrBjAYP9B4jA5gomWSZpJIyNhY/Hz8QLhNxgEpmFKTKQqhAiACy6DxY="'
	'"n":120,"min":101500,"max":220143,"overflow":0,"p50":160383,"p90":208383,"p99":218623,"p999":220143,"hdr":"HISTFAAAADt4nJNpmSzMwMDwkQECmKE0I5DpZrBjAYP9B4jAwwomWSCURsLYWNh54ky8YMiNRuNnkStHHVUASIAPLA=="'
	'"n":120,"min":110000,"max":228643,"overflow":0,"p50":168959,"p90":216831,"p99":226815,"p999":228643,"hdr":"HISTFAAAAD14nJNpmSzMwMDwkQECmKE0I5DpZrBjAYP9B4jA6yomWSZpIIaQ0hg8ZHF+Jl4w5IbSCBamyGBVBQDxvw60"'
	'"n":120,"min":112000,"max":230643,"overflow":0,"p50":170879,"p90":218879,"p99":229247,"p999":230643,"hdr":"HISTFAAAADp4nJNpmSzMwMDwkQECmKE0I5DpZrBjAYP9B4jA6momaSZZOJbFyeNn4gVDbiiNjYVPbrCoAgCcxw5T"'
)

# boot RUN CELL REP BENCH CLOCK METRICS: a boot with one operation.
boot() {
	local -r head="{\"v\":1,\"run\":\"$1\",\"cell\":\"$2\",\"rep\":$3,\"bench\":\"$4\",\"op\":\"%s\",\"guest\":\"plain\",\"cpu\":\"max\",\"bbm\":\"none\",\"rodata\":\"on\",\"kfence\":0,\"el\":1,\"strategy\":\"none\",\"method\":\"none\",\"hold\":\"none\",\"mem_mib\":2048,\"cpus\":1,\"page_kib\":4,\"kernel\":\"${KERNEL:-7.3.4-test}\",\"accel\":\"${ACCEL:-tcg}\",\"clock\":\"$5\",\"status\":\"ok\",\"reason\":\"\",\"metrics\":{%s}}\n"

	# shellcheck disable=SC2059	# the head is the format
	printf "$head" ro.4k "$6" end '"wall":{"unit":"ms","value":9}' \
		>>"$SPLITFOLD_RESULTS/$1/records.jsonl"
}

# run_make RUN FIRST COUNT: eight boots, their latency one of two histograms from FIRST on;
# eight more of another cell, whose instructions are COUNT.
run_make() {
	local -r run=$1 first=$2 count=$3
	local rep

	mkdir -p "$SPLITFOLD_RESULTS/$run"
	for rep in 1 2 3 4 5 6 7 8; do
		boot "$run" setmem-a "$rep" setmem host \
			"\"latency\":{\"unit\":\"ns\",${HISTS[first + rep % 2]}}"
		boot "$run" null-a "$rep" null icount "\"clock\":{\"unit\":\"insn\",\"value\":$count}"
	done
}

run_make one 0 500
run_make two 2 500
run_make three 0 507
boot two boot-only-here 1 boot host '"uptime":{"unit":"ns","value":5}'

run compare one two
exits 0 "two runs"
says "-- ro.4k, latency"
says "8:8 WORSE" "a tenth more is worse"
says "value 500 500" "counts are compared as they are"
says "boot-only-here" "names what has no pair"
says "./run.sh compare one two" "says how it was made"
check "no line is wider than 72" test "$(grep -v '^\[' "$WORK/output" | awk 'length > 72' | wc -l)" = 0
check "nothing but ASCII, no tabs" test "$(LC_ALL=C grep -c '[^ -~]' "$WORK/output")" = 0
cp "$WORK/output" "$WORK/first"
run compare one two
check "the same again is the same, byte for byte" cmp "$WORK/first" "$WORK/output"

run compare one two --fail-on-regression
exits 1 "--fail-on-regression"
run compare two one --fail-on-regression
exits 0 "--fail-on-regression, and it is better"
says "8:8 better"
run compare one three
exits 0 "the same latency, another count"
says "value 500 507    +7  +1.4%   8:8 WORSE" "differs by exactly so much"
check "no latency is worse" test "$(grep -c 'p50.*WORSE' "$WORK/output")" = 0

run compare one two --format csv
exits 0 "csv"
check "every line has as many fields" \
	test "$(grep -v '^\[' "$WORK/output" | awk -F, '{ print NF }' | sort -u | wc -l)" = 1
check "what has no pair is in it" grep -q 'only-b$' "$WORK/output"

run compare one
exits 2 "one run without selections"
says "--select-a"
run compare one nowhere
exits 2 "a run that is not there"
says "nowhere"
run compare one one
exits 2 "a run with itself"
run compare one two --effect five
exits 2 "an effect that is no number"
mkdir -p "$SPLITFOLD_RESULTS/kvm"
ACCEL=kvm boot kvm setmem-a 1 setmem host '"latency":{"unit":"ns","value":5}'
run compare one kvm --only bench=setmem
exits 2 "tcg beside kvm"
says "what these measure is not the same"
run_make newer 0 500
echo '{"v":2}' >>"$SPLITFOLD_RESULTS/newer/records.jsonl"
run compare one newer
exits 2 "records of another version"
says "--damaged"

mkdir -p "$WORK/plots/plots"
touch "$WORK/plots/plots/thesis.pdf"
run compare one two --plots "$WORK/plots"
exits 0 "--plots"
says "plots of what is marked: $WORK/plots/plots"
check "what else is there is left alone" test -e "$WORK/plots/plots/thesis.pdf"
for kind in histogram percentiles shift; do
	for type in svg png; do
		check "a plot of $kind as $type" \
			test -s "$WORK/plots/plots/compare-setmem-ro.4k-latency-$kind-host.$type"
	done
done
check "no plot has a warning" test "$(grep -c warning "$WORK/output")" = 0

run compare one three --only bench=setmem --plots "$WORK/plots"
exits 0 "--plots of nothing"
says "no plots: nothing is marked"
check "does not say that there are any" test "$(grep -c 'plots of what' "$WORK/output")" = 0
check "plots of before are gone" test -z "$(compgen -G "$WORK/plots/plots/compare-*")"

run calibrate one --boots 4 --pairs 20
exits 0 "calibrate"
says "A/A       0 of 20 pairs"
says "family    "
check "it is kept with the run" test -s "$SPLITFOLD_RESULTS/one/calibration.txt"
mv "$SPLITFOLD_RESULTS/one/calibration.txt" "$WORK/kept"
run calibrate one
exits 2 "calibrate of a run that does not say how many boots a side has"
says "so --boots N is needed"
check "leaves nothing behind" test -z "$(compgen -G "$SPLITFOLD_RESULTS/one/calibration*")"
cp "$PROJECT/compare.ini" "$SPLITFOLD_RESULTS/one/matrix.ini"
run calibrate one
exits 0 "calibrate with too few boots"
says "not measured in this run: a pair takes 2 x 30 boots"

run plan --matrix "$PROJECT/compare.ini"
exits 0 "the plan of compare.ini"
check "its cells have 30 boots each" \
	test "$(awk '$1 == "total" { print $3 / $2 }' "$WORK/output")" = 30
run plan --matrix "$PROJECT/compare.ini" --reps 60 --jobs 2
exits 2 "a plan has no jobs"
run plan --matrix "$PROJECT/compare.ini" --reps 60
exits 0 "the plan of a calibration"
# one at a time, in minutes: two at a time are half of that, whatever this machine has
check "it takes less than 18 minutes, two at a time" \
	test "$(awk '$1 == "total" { print $4 }' "$WORK/output")" -lt 36
check "no two cells are of one benchmark: each is a table of its own" \
	test -z "$(grep '^bench = ' "$PROJECT/compare.ini" | sort | uniq -d)"

for command in compare calibrate; do
	run "$command" --help
	exits 0 "$command --help"
	says "example: ./run.sh $command"
done

tap_done
