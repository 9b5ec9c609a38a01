#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Loads, and what is counted while they run: every load at every stage under the plugin's
# model, twice the same under icount, and without a plugin.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

# shellcheck source=setup/say.sh
source "$PROJECT/setup/say.sh"
# shellcheck source=setup/root.sh
source "$PROJECT/setup/root.sh"
# shellcheck source=setup/extra.sh
source "$PROJECT/setup/extra.sh"

LOADS=(pread-64 pread-4k read-seq copy chase slab pipe tcp fork-exec control secret bpf module)

# What libperf is asked for; TCG's PMU has the first two.
EVENTS=(cycles instructions l1d_tlb l1d_tlb_refill l2d_tlb l2d_tlb_refill l1i_tlb l1i_tlb_refill
	dtlb_walk itlb_walk dtlb_step stall_backend_tlb dtlb_walk_large dtlb_walk_small
	dtlb_walk_block dtlb_walk_page)

# guest NAME ARG...: a guest whose frames are kept as NAME.
guest() {
	local -r name=$1
	shift
	run boot mem_mib=1024 cpus=1 samples=100 est_s=60 --frames "$WORK/$name" "$@"
}

# payloads NAME REGEX: how many records in NAME match.
payloads() {
	grep -a '^{"type":"record"' "$WORK/$1" | grep -cE -- "$2" || true
}

# metric NAME OP METRIC: its value in the record of OP.
metric() {
	grep -a "\"op\":\"$2\"" "$WORK/$1" |
		sed -nE "s/.*\"$3\":\{\"unit\":\"[a-zA-Z]*\",\"value\":([0-9]+)\}.*/\1/p" | head -n 1
}

check "no load reads a clock" \
	test "$(cat "$PROJECT"/workloads/*.[ch] | grep -cE 'gettime|gettimeofday|\btimes?\(|cntvct')" = 0

# A map of blocks that the kernel splits by itself; counted, so that it has to repeat.
guest first bench=tlb bbm=bbml2 clock=icount
exits 0 "all loads under the model"
for load in "${LOADS[@]}"; do
	check "$load is measured at each stage" test "$(payloads first \
		"\"op\":\"$load\.(booted|split|fold)\".*\"status\":\"ok\".*\"linear_walk\":\{\"unit\":\"count\",\"value\"")" = 3
done
check "that is all, and no record fails" test "$(payloads first '"op"')" = 39
check "stages say how they were made" \
	test "$(payloads first '"op":"[^"]*.fold","strategy":"fold","method":"swap","hold":"park"')" = 13
check "events that the PMU does not have are skipped with a reason" \
	test "$(payloads first '"skipped":\{.*"pmu_dtlb_walk":"the PMU does not have event 0x0034"')" = 39
for event in "${EVENTS[@]}"; do
	check "$event is counted or has a reason" test "$(payloads first \
		"\"pmu_$event\":(\{\"unit\":\"count\",\"value\":[1-9]|\"[a-z])")" = 39
done
# 100 times 16 pages are unmapped and mapped again, each for all TLBs.
check "secret memory leaves the linear map" test "$(metric first secret.booted tlbi)" -ge 3200
check "the control is in user space" \
	test "$(metric first control.booted user_walk)" -gt "$(metric first control.booted linear_walk)"
guest second bench=tlb bbm=bbml2 clock=icount
check "a second boot gives the same records" cmp "$WORK/first" "$WORK/second"

# All operations of the loads that the linear map is everything for.
for load in pread-64 chase; do
	run boot bench=tlb load="$load" mem_mib=1024 cpus=1 bbm=bbml2 est_s=60 --frames "$WORK/$load"
	booted=$(metric "$load" "$load.booted" linear_walk)
	ptes=$(metric "$load" "$load.split" linear_walk)
	folded=$(metric "$load" "$load.fold" linear_walk)
	check "$load walks for ptes ($ptes) more than 10 times as often as for blocks ($booted)" \
		test "$ptes" -gt $((10 * booted))
	check "$load walks about as seldom after the fold ($folded)" test "$((10 * folded))" -lt "$ptes"
done

# No plugin: the same benchmark, its figures skipped.
guest bare bench=null --append 'sf.bench=tlb sf.load=pread-64'
exits 0 "a guest without plugin"
check "the model's figures are skipped with a reason" \
	test "$(payloads bare '"status":"ok".*"skipped":\{.*"linear_walk":"no plugin under this system"')" = 3

# A mirror that lacks a package, as mmdebstrap would say it: the loads are skipped for that.
(
	CACHE=$WORK SAY_FD=2
	root_keyring() { echo keyring; }
	mirror_find() { echo http://mirror.invalid; }
	mirror_options() { :; }
	tool_host() { echo "I: trying" && echo "E: Unable to locate package fio" && return 100; }
	extra_ensure programs || echo "$EXTRA_MISSING" >"$WORK/missing"
) 2>"$WORK/output"
says "warning: the packages of setup/programs are not to be had, see $WORK/programs.log"
says "programs.log: E: Unable to locate package fio"
check "nothing of it is kept" test -z "$(compgen -G "$WORK/programs-*")"
run tool qemu/programs.sh --missing "$(<"$WORK/missing")" "$WORK/missing.cpio.gz"
run setup
kernel=$(sed -nE 's/.* kernel ([^,]*), .*/\1/p' "$WORK/output")
cat "$PROJECT/build/guest/initramfs.$kernel.cpio.gz" "$WORK/missing.cpio.gz" >"$WORK/initramfs"
guest missing bench=null --append 'sf.bench=tlb sf.load=programs' --qemu "-initrd $WORK/initramfs"
exits 0 "a guest without programs"
check "programs are skipped with the mirror's reason" test "$(payloads missing \
	'"status":"skip","reason":"(fio|redis)[^"]*: not to be had in this system: E: Unable to locate package fio"')" = 15

guest wrong bench=null --append 'sf.bench=tlb sf.load=nonsense'
says "--load nonsense: expected one of all programs pread-64"

tap_done
