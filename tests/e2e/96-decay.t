#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A map that decays: blocks are lost to each kind of permission change, most where only single
# pages are free, a load pays for it, and a fold wins back all that was given back. Controls:
# ptes have nothing to lose, and blocks that nobody can split are left alone.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

# guest NAME ARG...: a guest whose frames are kept as NAME.
guest() {
	local -r name=$1
	shift
	run boot bench=decay clock=icount cpus=1 mem_mib=1024 est_s=60 --frames "$WORK/$name" "$@"
}

# payloads NAME REGEX: how many records in NAME match.
payloads() {
	grep -a '^{"type":"record"' "$WORK/$1" | grep -cE -- "$2" || true
}

# blocks NAME OP before|after: block entries of the map in the census of OP.
blocks() {
	grep -a "\"op\":\"$2\"" "$WORK/$1" |
		sed -nE "s/.*\"$3\":\{\"pud\":([0-9]+),\"contpmd\":([0-9]+),\"pmd\":([0-9]+),.*/\1 \2 \3/p" |
		awk '{ print 512 * $1 + $2 + $3 }'
}

# metric NAME OP METRIC: its value in the record of OP.
metric() {
	grep -a "\"op\":\"$2\"" "$WORK/$1" |
		sed -nE "s/.*\"$3\":\{\"unit\":\"[a-zA-Z]*\",\"value\":([0-9]+)\}.*/\1/p"
}

guest first bbm=bbml2
exits 0 "a map of blocks decays"
check "no record fails" test "$(payloads first '"status":"fail"')" = 0
for memory in fresh aged; do
	for last in module.64 bpf.256 secretmem.1024 vmalloc.1024; do
		check "$last in $memory memory" test "$(payloads first "\"op\":\"$memory.$last\".*\"status\":\"ok\"")" = 1
	done
	check "nothing is shared in a plain guest, in $memory memory" \
		test "$(payloads first "\"op\":\"$memory.share.1\".*\"status\":\"skip\",\"reason\":\"not a realm")" = 1
	for fold in fold refold; do
		check "$memory.$fold has its price" test "$(payloads first \
			"\"op\":\"$memory.$fold\",\"strategy\":\"fold\",\"method\":\"swap\".*\"total\":\{.*\"tables_freed\"")" = 1
	done
done
booted=$(blocks first pread-64.booted after)
decayed=$(blocks first pread-64.decayed after)
aged=$(blocks first pread-64.aged-decayed after)
check "of $booted blocks fresh memory loses some: $decayed are left" test "$decayed" -lt "$booted"
check "but less than one in ten" test $((10 * (booted - decayed))) -lt "$booted"
check "aged memory loses more than ten times as many: $aged are left" \
	test $((booted - aged)) -gt $((10 * (booted - decayed)))
for kind in module.64 secretmem.1024; do
	check "$kind takes some of these" \
		test "$(blocks first "aged.$kind" after)" -lt "$(blocks first "aged.$kind" before)"
done
check "what was given back does not come back by itself" \
	test "$(blocks first aged.release after)" -le "$(blocks first aged.release before)"
check "a fold then gives back all" test "$(blocks first aged.refold after)" -ge "$booted"
walks_before=$(metric first pread-64.aged linear_walk)
walks_decayed=$(metric first pread-64.aged-decayed linear_walk)
walks_refolded=$(metric first pread-64.aged-refold linear_walk)
check "reads walk more than 100 times as often: $walks_decayed, not $walks_before" \
	test "$walks_decayed" -gt $((100 * (walks_before + 1)))
check "and as seldom after that fold: $walks_refolded" \
	test "$walks_decayed" -gt $((100 * (walks_refolded + 1)))
# Not to the last one: ticks fall elsewhere in a loop of its length.
control=$(metric first control.booted user_walk)
control_decayed=$(metric first control.aged-decayed user_walk)
check "the control is the same within 1 %: $control_decayed, not $control" \
	test $((100 * (control_decayed > control ? control_decayed - control : control - control_decayed))) -lt "$control"
guest second bbm=bbml2
check "a second boot gives the same records" cmp "$WORK/first" "$WORK/second"

guest ptes samples=64
exits 0 "a map of ptes"
check "it goes through the same" test "$(payloads ptes '"op":"(fresh|aged)\.(module|bpf|secretmem|vmalloc)\.64".*"status":"ok"')" = 8
check "and loses nothing: it has no block" \
	test "$(payloads ptes '"census"')" = "$(payloads ptes '"after":\{"pud":0,"contpmd":0,"pmd":0,')"
check "a fold is skipped with its reason" \
	test "$(payloads ptes '"op":"[a-z]*\.(fold|refold)".*"status":"skip","reason":"a map of ptes')" = 4

guest block rodata=off kfence=100
exits 0 "blocks that nobody can split"
check "are skipped with their reason" \
	test "$(payloads block '"status":"skip","reason":"the map has blocks and this kernel cannot split them')" = 1
check "and that is all" test "$(payloads block '"op"')" = 1

guest small bbm=bbml2 mem_mib=512 samples=16
check "with little memory it is not aged, for a reason" \
	test "$(payloads small '"op":"age".*"status":"skip","reason":"too little memory')" = 1

tap_done
