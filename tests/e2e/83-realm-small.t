#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Realms of little memory record like others, with and without devices: their bounce buffers
# are large enough. Where they are not, or where no device for records is there, that is a
# failure with its reason, of a boot by hand too.

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

tap_done
