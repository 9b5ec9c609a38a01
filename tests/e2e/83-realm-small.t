#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Realms of little memory record like others, with and without devices: their bounce buffers
# are large enough. Where they are not, or where no device for records is there, that is a
# failure with its reason, of a boot by hand too. And secret memory in a realm whose blocks
# the kernel cannot split: allowed, and each touch gets SIGBUS, which is a row and no end.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

matrix_write '[small]
bench = null
guest = realm
cpus = 1
mem = 256M, 512M
devices = no, yes'
run matrix --matrix "$WORK/matrix.ini" --reps 1
exits 0 "small realms"
check "all four are ok" test "$(records '"op":"end".*"status":"ok"')" = 4

# So few that the kernel cannot even fill a queue.
SPLITFOLD_APPEND=swiotlb=128 run matrix --matrix "$WORK/matrix.ini" --reps 1 --only mem=512M+devices=no
exits 1 "a realm with too few bounce buffers"
check "its log says why" \
	test "$(records '"op":"console".*"status":"fail","reason":"[^"]*swiotlb buffer is full')" = 1

readonly NO_PORT=initcall_blacklist=virtio_console_init
run boot bench=null cpus=1 mem_mib=512 --append "$NO_PORT"
exits 1 "a guest without a device for records"
says "init: no device for records: neither the virtio port splitfold.records nor ttyAMA1"
says "the guest ended without the records of bench=null"
run boot bench=null cpus=1 mem_mib=512 --append "$NO_PORT sf.test=poweroff"
exits 0 "one that is to send none"

readonly BLOCKS=(guest=realm bbm=none rodata=off kfence=100 mem_mib=512 cpus=1)
readonly REFUSED='memfd_secret\(\) is allowed, and the touch got SIGBUS'

# sent NUMBER REGEX NAME: so many payloads of the last boot match.
sent() {
	check "$3" test "$(grep -acE -- "$2" "$WORK/frames")" = "$1"
}

run boot bench=setmem "${BLOCKS[@]}" samples=16 --frames "$WORK/frames"
exits 0 "setmem where secret memory is allowed and impossible"
sent 2 "\"op\":\"secretmem.touch[^\"]*\".*\"status\":\"skip\",\"reason\":\"$REFUSED" "both touches say so"
sent 3 '"op":"secretmem.(create|ftruncate|mmap)".*"status":"ok".*"n":16,' "what comes before is measured"
sent 2 '"op":"secretmem.(munmap|close)".*"status":"skip"' "what comes after is not"
sent 2 '"op":"(bpf.load|module.load)"' "the parts behind it are there"
sent 1 '"type":"bye".*"status":"ok"' "and nothing failed"

run boot bench=tlb load=secret "${BLOCKS[@]}" samples=8 --frames "$WORK/frames"
exits 0 "secret memory as a load"
sent 1 "\"op\":\"secret.booted\".*\"status\":\"skip\",\"reason\":\"secret: $REFUSED" "on blocks it says so"
sent 1 '"op":"secret.split".*"status":"ok"' "after a split it runs"

run boot "${BLOCKS[@]}" --append sf.test=check:work
exits 0 "check work on that map"
check "secret memory is a skip with its reason" grep -qE "^ok .* secret memory # SKIP $REFUSED" "$WORK/output"
check "and nothing else fails" grep -q '^TAP end work 0' "$WORK/output"

tap_done
