#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ./run.sh mutants itself: every mutant fits the tree as it is, one in each of the monitor and
# the plugin is planted and killed, and what is no good mutant, or survives, is told apart.
# All of them are for a night.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

run mutants --check
exits 0 "all mutants fit"
check "there are 60 of them at least" grep -qE '^([6-9][0-9]|[1-9][0-9]{2,}) mutants, 0 ' "$WORK/output"
run mutants --list
says "killed by: unit test_walk"
says "killed by: check wellformed"

run mutants --as e2e ripas-no-zero walk-group-last
exits 0 "two are planted"
says "2 killed, 0 survived, 0 timeouts, 0 errors"
check "the result of each is kept" grep -q '^line = not ok' \
	"$PROJECT"/build/mutants/e2e/results/{ripas-no-zero,walk-group-last}
run mutants --as e2e --resume ripas-no-zero walk-group-last
exits 0 "they are again"
check "what was killed is not run again" test "$(grep -c '^killed' "$WORK/output")" = 0

# mutant NAME LINE: another one of the same place.
mutant() {
	printf '%s\n' 'breaks = nothing' 'file = realm/rsi_config.c' 'killed-by = unit test_rsi' -- \
		'-#define RSI_VERSION_1_0	0x10000ul' "+$2" >"$WORK/mutants/$1.mutant"
}

mkdir "$WORK/mutants"
mutant harmless '#define RSI_VERSION_1_0	0x010000ul'
mutant unbuilt '#define RSI_VERSION_1_0	ten'
run mutants --as e2e --from "$WORK/mutants"
exits 1 "one survives"
says "SURVIVED: harmless"
says "0 killed, 1 survived, 0 timeouts, 1 errors"
check "which did not build" grep -qE '^error +unbuilt .*it does not build' "$WORK/output"

sed -i 's/^-#define.*/-#define NOT_THERE/' "$WORK/mutants/unbuilt.mutant"
sed -i 's/^killed-by.*/killed-by = luck/' "$WORK/mutants/harmless.mutant"
run mutants --check --from "$WORK/mutants"
exits 1 "some do not fit"
says "unbuilt.mutant: its lines are not in realm/rsi_config.c, or not once only"
says "harmless.mutant: killed-by = luck: expected unit test_NAME"
run mutants --part 3/2
exits 2 "no such part"
run mutants nosuchmutant
exits 2 "no such mutant"
rm -rf "$PROJECT/build/mutants/e2e"

tap_done
