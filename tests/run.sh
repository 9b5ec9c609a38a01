# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# run.sh - the subcommand test: the host program's units, plain and with sanitizers,
# and every tests/*.t. All speak TAP. Their output stays in build/tests/, what failed
# is shown; a test that ends before its plan, or with no plan, has failed. An end-to-end
# test that failed leaves its runs in build/tests/<name>.kept (e2e/lib.sh).

# For one file: a guest that hangs is given up long before (qemu/watchdog.c), and what is only
# slow must not fail.
readonly TEST_SECONDS=14400
readonly TEST_JOBS=2	# files at a time
# Another place for what tests leave: for a test that runs tests.
readonly TEST_OUT=${SPLITFOLD_TEST_OUT:-$PROJECT/build/tests}

test_usage() {
	cat <<-'EOT'
		usage: ./run.sh test [NAME...]

		Runs all tests, or those whose name has NAME in it, two files at a time; ends
		with the line "N passed, N failed, N skipped".

		example: ./run.sh test unit
	EOT
}

# test_list: lines "NAME COMMAND", the quick ones first.
test_list() {
	local file

	for file in "$PROJECT"/build/{host,host-asan}/test_*; do
		[[ ! -x $file || -d $file ]] || printf 'unit/%s %s\n' "${file#*/build/}" "$file"
	done
	for file in "$PROJECT"/tests/{,e2e/}*.t; do
		[[ ! -x $file ]] || printf '%s %s\n' "${file#*/tests/}" "$file"
	done
}

# test_execute NAME COMMAND: units need the tool root, the rest is run as a user would.
test_execute() {
	case $1 in
	unit/*) tool_run timeout -k 5 "$TEST_SECONDS" env CMOCKA_MESSAGE_OUTPUT=TAP "$2" ;;
	*) timeout -k 5 "$TEST_SECONDS" "$2" ;;
	esac
}

# test_count FILE STATUS: "PASSED FAILED SKIPPED" of a TAP file. There may be several
# plans, one for each group.
test_count() {
	awk -v status="$2" '
		/^ok/ { if (tolower($0) ~ /# *skip/) skipped++; else passed++ }
		/^not ok/ { failed++ }
		/^1\.\.[0-9]+/ { sub(/^1\.\./, ""); planned += $1; plans++ }
		END {
			if (!plans || passed + failed + skipped < planned || (status && !failed))
				failed++
			print passed + 0, failed + 0, skipped + 0
		}' "$1"
}

# test_failures FILE: the tests of a TAP file that failed, each with what it says of it, or
# the end of the file if there are none.
test_failures() {
	awk '
		/^not ok/ { why = 1; any = 1 }
		!/^not ok/ && !/^#/ { why = 0 }
		why { print "    " $0 }
		{ last[NR % 12] = $0 }
		END {
			for (i = NR > 11 ? NR - 11 : 1; !any && i <= NR; i++)
				print "    " last[i % 12]
		}' "$1"
}

# test_one NAME COMMAND: runs one file, prints how it went, keeps its counts beside its
# output.
test_one() {
	local -r name=$1 command=$2
	local -r out=$TEST_OUT/${1//\//-}.tap
	local -r start=$SECONDS
	local passed failed skipped status=0

	TEST_KEEP=${out%.tap}.kept test_execute "$name" "$command" </dev/null >"$out" 2>&1 || status=$?
	read -r passed failed skipped < <(test_count "$out" "$status")
	echo "$passed $failed $skipped" >"${out%.tap}.count"
	{
		printf '%-40s %3d passed, %d failed, %d skipped, %d s\n' "$name" "$passed" "$failed" \
			"$skipped" $((SECONDS - start))
		grep -iE '^ok.*# *skip' "$out" | sed 's/^/    /' || true
		if ((failed)); then
			test_failures "$out"
			printf '    status %d, whole output: %s\n' "$status" "$out"
			[[ ! -d ${out%.tap}.kept ]] || printf '    its runs: %s\n' "${out%.tap}.kept"
		fi
	} >"${out%.tap}.summary"
	cat "${out%.tap}.summary"
}

# test_sum: "PASSED FAILED SKIPPED" of all that was run.
test_sum() {
	cat "$TEST_OUT"/*.count |
		awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }'
}

test_main() {
	local name command wanted=("") want passed failed skipped

	case ${1-} in
	--help | -h) test_usage && return ;;
	-*) usage_error "test: unknown option '$1' (./run.sh test --help)" ;;
	?*) wanted=("$@") ;;
	esac
	setup_ensure
	build_make all units
	mkdir -p "$TEST_OUT"
	rm -rf "${TEST_OUT:?}"/*
	while read -r name command; do
		for want in "${wanted[@]}"; do
			[[ $name == *"$want"* ]] || continue
			(($(jobs -rp | wc -l) < TEST_JOBS)) || wait -n
			test_one "$name" "$command" &
			break
		done
	done < <(test_list)
	wait
	compgen -G "$TEST_OUT/*.count" >/dev/null || usage_error "test: no test has that name"
	read -r passed failed skipped < <(test_sum)
	printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
	((failed == 0 && passed > 0))
}
