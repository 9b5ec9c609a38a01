#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What is only a hint may be bad or missing: times of an earlier run, the link to the newest, a
# run's meta.json, the kernel's symbols in the cache. It costs one warning that says what was
# ignored and why, and the command goes on.

# Parts of run.sh read what is set here, and call what stands in for theirs.
# shellcheck disable=SC2034,SC2317

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

readonly LATEST=$SPLITFOLD_RESULTS/latest
mkdir -p "$SPLITFOLD_RESULTS/one"
matrix_write '[a]
bench = null
mem = 512M'

# warned NUMBER NAME: so many lines of the last output complain.
warned() {
	check "$2: warnings: $1" test "$(grep -cE 'warning: |splitfold: |run\.sh: ' "$WORK/output")" = "$1"
}

# part FUNCTION: a part of run.sh, as run does the whole: in a shell that ends at an error.
part() {
	STATUS=0
	set +e
	(
		set -e
		"$1"
	) >"$WORK/output" 2>&1
	STATUS=$?
	set -e
}

# planned NAME WHY: the plan is made, with one warning that says WHY, or none.
planned() {
	run plan --matrix "$WORK/matrix.ini"
	exits 0 "a plan, $1"
	if [[ -n $2 ]]; then
		warned 1 "$1"
		says "$2" "$1: says why"
	else
		warned 0 "$1"
	fi
}

planned "no run yet" ""
ln -s nowhere "$LATEST"
planned "latest names a run that is gone" ""
ln -sfn latest "$LATEST"
planned "latest names itself" ""

# Two boots that were skipped, as collect stores them.
ln -sfn one "$LATEST"
"$PROJECT/run.sh" tool build/host/splitfold plan --matrix "$WORK/matrix.ini" --reps 2 \
	--format tsv >"$LATEST/plan.tsv"
while read -r line; do
	run tool build/host/splitfold collect --run "$SPLITFOLD_RESULTS/one" --cell-line "$line" \
		--frames "$WORK/none" --dead "it cannot be a realm" --dead-status skip
done <"$LATEST/plan.tsv"
check "there are two boots in latest" test "$(records '"op":"end".*"status":"skip"')" = 2
planned "a run of skipped boots" "no boot with a wall time"

cp "$LATEST/records.jsonl" "$WORK/good"
head -c 5000 /dev/urandom >"$LATEST/records.jsonl"
planned "a damaged run" "cannot be read"
{ cat "$WORK/good" && printf '{"v":1,"run":"half'; } >"$LATEST/records.jsonl"
planned "a run with a torn line" "1 lines cannot be read"
rm "$LATEST/records.jsonl"
mkdir -p "$LATEST/records.jsonl/full"
planned "records that are a directory" "records.jsonl"
rm -r "$LATEST/records.jsonl"

# A report needs records.
cp "$WORK/good" "$LATEST/records.jsonl"
rm "$LATEST/plan.tsv"
run report
exits 0 "a report without plan.tsv"
warned 0 "a report without plan.tsv"
echo '{ "seed": ' >"$LATEST/meta.json"
run report
exits 0 "a report with a damaged meta.json"
warned 0 "(by run.sh)"
check "it is said once" test "$(grep -c 'meta.json:' "$WORK/output")" = 1

# A new run where latest is no link.
rm "$LATEST"
mkdir -p "$LATEST/full"
latest() {
	# shellcheck source=/dev/null
	source "$PROJECT/setup/say.sh" && source "$PROJECT/run/rundir.sh"
	RUN_ID=new
	rundir_latest
}
part latest
exits 0 "a run whose link cannot be made goes on"
warned 1 "latest is a directory"
says "something else is in its place"

# Symbols that a full disk cut, or another hand wrote: a guest is asked again.
symbols() {
	# shellcheck source=/dev/null
	source "$PROJECT/setup/say.sh" && source "$PROJECT/run/symbols.sh"
	CACHE=$WORK KVER=test
	boot_cell() { :; }
	vm_start() {
		printf 'ffff800080000000 T _text\nffff800080001000 T start_kernel\n' >"$2"
		: >"$3"
		true &
		VM_PID=$!
	}
	symbols_ensure
	cat "$SYMBOLS"
}
for bad in '' 'ffff800080000000 T _text' $'ffff800080001000 T start_kernel\nnonsense'; do
	printf '%s' "$bad" >"$WORK/symbols-test"
	part symbols
	exits 0 "symbols: '${bad//$'\n'/, }'"
	warned 1 "symbols: '${bad//$'\n'/, }'"
	check "symbols: made again" grep -qx 'ffff800080001000 T start_kernel' "$WORK/symbols-test"
done
part symbols
warned 0 "symbols that are good"

tap_done
