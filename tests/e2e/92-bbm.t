#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The checker of break-before-make, on ptes without BBML2 and on blocks in a realm with it:
# a boot and all legal pairs break nothing, each negative control is seen as what it is, and
# live editing without BBML2 is one of them.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

matrix_write '[pte]
bench = bbm
mem = 1024
cpus = 2

[blocks in a realm]
bench = bbm
guest = realm
bbm = bbml2
mem = 1024
cpus = 2'
run matrix --matrix "$WORK/matrix.ini" --jobs 1
exits 0 "two guests"

# counted OP NUMBER REGEX: NUMBER ok records of OP have REGEX.
counted() {
	check "$1: $2 of $3" test "$(records "\"op\":\"$1\".*\"status\":\"ok\".*$3")" = "$2"
}

counted boot 2 '"size":\{"unit":"count","value":0\}'
counted 'split\.[a-z-]*\.[a-z]*' "$(records '"op":"split\.')" '"address":\{"unit":"count","value":0\}'
counted 'fold\.[a-z-]*\.[a-z]*' "$(records '"op":"fold\.')" '"unfinished":\{"unit":"count","value":0\}'
counted '(boot|offline|split\.[a-z-]*\.[a-z]*|fold\.[a-z-]*\.[a-z]*)' \
	"$(records '"op":"(boot|offline|split\.|fold\.)')" '"reused":\{"unit":"count","value":0\}'
check "all pairs were there" test "$(records '"op":"(split|fold)\.')" -ge 38
counted offline 2 '"size":\{"unit":"count","value":0\}.*"address":\{"unit":"count","value":0\}'
counted 'split\.live\.spin' 1 '"allowed":\{"unit":"count","value":[1-9]'
for kind in address no-tlbi early-tlbi local-tlbi; do
	counted "control-$kind" 2 '"address":\{"unit":"count","value":1\}'
done
for kind in type global; do
	counted "control-$kind" 2 '"attributes":\{"unit":"count","value":1\}'
done
for kind in block table; do
	counted "control-$kind" 1 '"size":\{"unit":"count","value":1\}'
	counted "control-$kind" 1 '"allowed":\{"unit":"count","value":1\}'
done
counted control-cont 1 '"size":\{"unit":"count","value":8\}'
counted control-no-dsb 2 '"unfinished":\{"unit":"count","value":1\}'
counted 'control-live\.(split|fold)' 2 '"size":\{"unit":"count","value":[1-9]'

# What a record says of a violation, and how the report judges the boot of this kernel, whose
# map_kernel() does not wait for its TLBI: with BBML2 that change is allowed.
readonly LINE='level [0-9]: 0x[0-9a-f]+ -> 0x[0-9a-f]+ by [a-z_]+\+0x[0-9a-f]+ on CPU [01], for CPUs 0x'
counted 'control-live\.(split|fold)' 2 "\"log\":\\[\"size, no break: 0xfff[0-9a-f]+ ${LINE}[1-3]\""
counted boot 1 "\"log\":\\[\"size, no DSB after TLBI: 0xffff[0-9a-f]+ ${LINE/\[a-z_]+/__pi_map_[a-z_]+}"
report() {
	check "the report: $1" grep -qE "$1" "$SPLITFOLD_RESULTS/latest/report.txt"
}
report '^boot( +[0-9]+)+ no DSB$'
report '^boot( +[0-9]+)+ clean$'
report '^control-live.split( +[0-9]+)+ trips$'

tap_done
