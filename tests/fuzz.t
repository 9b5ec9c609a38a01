#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# fuzz.t - what comes from outside does the host program no harm: every fuzz target
# replays its corpus and some mutations of it under the sanitizers. Needs what
# `make units` built. The real search is ./run.sh fuzz.

set -uo pipefail
cd "$(dirname "$0")/.." || exit

readonly RUNS=3000 SEED=1
readonly OUT=build/host-asan
readonly FLAGS=(-std=gnu17 -O1 -g -I. -Wall -Wextra -Werror
	"-fsanitize=address,undefined" -fno-sanitize-recover=all)
readonly LIBS=(-linih -lyyjson -lhdr_histogram -lgsl -lgslcblas -lfdt -lz -lm)

# fuzz_target NAME: builds and runs one target.
fuzz_target() {
	local -r name=$1
	local objects=()

	mapfile -t objects < <(find "$OUT/host" -name '*.o' ! -name main.o)
	./run.sh tool gcc "${FLAGS[@]}" -o "$OUT/fuzz_$name" "tests/fuzz/fuzz_$name.c" \
		tests/fuzz/driver.c "${objects[@]}" "$OUT/librealm.a" \
		"$OUT/libplugin.a" "$OUT/libjudge.a" "${LIBS[@]}" || return
	./run.sh tool env -C "$OUT" ASAN_OPTIONS=abort_on_error=1 timeout -k 5 120 \
		"./fuzz_$name" --runs "$RUNS" --seed "$SEED" "$PWD/tests/fuzz/corpus/$name"/*
}

tests=0
failed=0
for file in tests/fuzz/fuzz_*.c; do
	name=${file##*/fuzz_}
	name=${name%.c}
	tests=$((tests + 1))
	if output=$(fuzz_target "$name" 2>&1); then
		echo "ok $tests - $name: $output"
	else
		failed=$((failed + 1))
		echo "not ok $tests - $name"
		printf '%s\n' "$output" | tail -n 40 | sed 's/^/# /'
	fi
done
echo "1..$tests"
((failed == 0))
