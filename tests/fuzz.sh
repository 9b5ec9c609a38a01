# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# fuzz.sh - libFuzzer on the parsers, one target after the other. What it finds worth keeping
# gathers in build/fuzz/corpus, so that the next time begins there; tests/fuzz/corpus is what
# every test run replays (tests/fuzz.t, without a compiler of its own).

readonly FUZZ_SECONDS=60

fuzz_usage() {
	cat <<-'EOT'
		usage: ./run.sh fuzz [--seconds N] [--keep] [TARGET...]

		Runs each fuzz target (tests/fuzz/fuzz_TARGET.c; default: all) under libFuzzer,
		AddressSanitizer and UndefinedBehaviorSanitizer. Its compiler is a tree of its own
		in the cache, made when first used (0.6 GB).

		  --seconds N   for each target (default: 60)
		  --keep        afterwards add to tests/fuzz/corpus what reaches code that
		                nothing there does

		Exit status 1: an input made a target die, hang or leak; it is in build/fuzz.

		example: ./run.sh fuzz --seconds 600 run record hist
	EOT
}

# fuzz_targets: their names.
fuzz_targets() {
	local file

	for file in "$PROJECT"/tests/fuzz/fuzz_*.c; do
		file=${file##*/fuzz_}
		echo "${file%.c}"
	done
}

# fuzz_one NAME SECONDS: fails when an input does harm. The last line of its log is said.
fuzz_one() {
	local -r name=$1 seconds=$2 out=$PROJECT/build/fuzz
	local status=0

	mkdir -p "$out/corpus/$name"
	say "fuzzing $name for $seconds s"
	tool_in "$EXTRA" env -C "$out" ASAN_OPTIONS=abort_on_error=1 timeout -k 10 $((seconds + 120)) \
		"$out/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
		-max_len=65536 -print_final_stats=1 -artifact_prefix="$out/$name." \
		"$out/corpus/$name" "$PROJECT/tests/fuzz/corpus/$name" >"$out/$name.log" 2>&1 || status=$?
	say "  $(grep -aE '^(Done|SUMMARY)' "$out/$name.log" | tail -n 1), status $status"
	return "$status"
}

# fuzz_keep NAME: what is new of it goes into the corpus of the tests.
fuzz_keep() {
	local -r name=$1 out=$PROJECT/build/fuzz

	tool_in "$EXTRA" env -C "$out" timeout -k 10 600 \
		"$out/fuzz_$name" -merge=1 -use_counters=0 -max_len=4096 \
		"$PROJECT/tests/fuzz/corpus/$name" "$out/corpus/$name" >"$out/$name.merge.log" 2>&1
}

fuzz_main() {
	local seconds=$FUZZ_SECONDS keep='' failed=0 name
	local names=()

	while (($#)); do
		case $1 in
		--help | -h) fuzz_usage && return ;;
		--seconds)
			[[ ${2-} =~ ^[1-9][0-9]{0,5}$ ]] ||
				usage_error "fuzz: --seconds ${2-}: expected a number from 1 to 999999"
			seconds=$2
			shift
			;;
		--keep) keep=yes ;;
		-*) usage_error "fuzz: unknown argument '$1' (./run.sh fuzz --help)" ;;
		*)
			[[ -e $PROJECT/tests/fuzz/fuzz_$1.c ]] ||
				usage_error "fuzz: no target '$1'; there are: $(fuzz_targets | xargs)"
			names+=("$1")
			;;
		esac
		shift
	done
	((${#names[@]})) || mapfile -t names < <(fuzz_targets)
	setup_ensure
	extra_ensure fuzz || die "no compiler to fuzz with: $EXTRA_MISSING"
	mkdir -p "$PROJECT/build/fuzz"
	tool_in "$EXTRA" make -j2 fuzz SPLITFOLD_ROOT="$EXTRA" KVER="$KVER" >"$PROJECT/build/fuzz/make.log" 2>&1 ||
		die "the build failed; the whole log: build/fuzz/make.log"
	for name in "${names[@]}"; do
		fuzz_one "$name" "$seconds" || failed=$((failed + 1))
		[[ -z $keep ]] || fuzz_keep "$name" || warn "$name: no merge, see build/fuzz/$name.merge.log"
	done
	((failed == 0)) || die "$failed of ${#names[@]} targets found something: see build/fuzz/*.log"
}
