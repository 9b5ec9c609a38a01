#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# DMA (bench/check_dma.c): NVMe, virtio-blk and a virtio console of a realm, behind the
# monitor's SMMU, and of a plain guest. The disks' images are made here with random
# content, which the guest must have read, and hold in the end what it wrote.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

readonly COMPLAINTS="WARNING:|Oops|Internal error|Kernel panic|splitfold-monitor: panic"

readonly DISKS=$WORK/disks
readonly DISK_MIB=16

disks_make() {
	local disk

	rm -rf "$DISKS"
	mkdir "$DISKS"
	for disk in nvme blk; do
		head -c "${DISK_MIB}M" /dev/urandom >"$DISKS/$disk.img"
		sha256sum <"$DISKS/$disk.img" | cut -d' ' -f1 >"$DISKS/$disk.sum"
	done
}

# guest_sum DISK WHAT: the sum that the guest printed for it.
guest_sum() {
	sed -nE "s/^DMA $1 $2 ([0-9a-f]{64}).*/\1/p" "$WORK/output"
}

# dma NAME ARG...
dma() {
	local -r name=$1
	local disk
	shift

	disks_make
	SPLITFOLD_DISKS=$DISKS run boot devices=yes mem_mib=2048 cpus=2 est_s=20 \
		"$@" --append "sf.test=check:dma ${APPEND-}"
	exits 0 "$name"
	guest_tap "$name" "$WORK/output"
	for disk in nvme blk; do
		check "$name: $disk: the guest read what the host put there" \
			test "$(guest_sum "$disk" read)" = "$(<"$DISKS/$disk.sum")"
		check "$name: $disk: the host has what the guest wrote" \
			test "$(guest_sum "$disk" wrote)" = "$(sha256sum <"$DISKS/$disk.img" | cut -d' ' -f1)"
		check "$name: $disk: which is something else" \
			test "$(guest_sum "$disk" wrote)" != "$(<"$DISKS/$disk.sum")"
	done
	check "$name: the console's line arrived" \
		grep -q "splitfold writes to a virtio console" "$DISKS/hvc.out"
	check "$name: nobody complained" \
		test "$(grep -cE "$COMPLAINTS|I/O error" "$WORK/output")" = 0
}

# smmu_counted: the monitor's count of what the SMMU refused is not 0.
smmu_counted() {
	grep -qE "splitfold-monitor: SMMU faults: [1-9]" "$WORK/output"
}

dma "realm" guest=realm
check "realm: the SMMU refused something" smmu_counted
APPEND=sf.s2=4k dma "realm in pages, mixed CPUs" guest=realm bbm=mixed
check "realm in pages, mixed CPUs: the SMMU refused something" smmu_counted
dma "plain guest"

# What was allowed is not counted: the same devices without the one that goes astray.
run boot guest=realm devices=yes mem_mib=2048 cpus=2
exits 0 "a realm whose devices behave"
check "its SMMU refused nothing" test "$(grep -c "SMMU" "$WORK/output")" = 0

tap_done
