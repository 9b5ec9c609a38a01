#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Machines that are not as the usual ones: a CPU that comes late, with and without the BBML2
# that the boot CPU has; odd ends of memory and what the kernel sets aside; a border of NUMA
# nodes inside a block; KPTI; KFENCE enabled at run time. In each, all pairs convert as the
# CPUs at hand allow, and the system works.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

# machine NAME APPEND AXIS=VALUE... [OPTION...]: a guest whose CPU 1 is left out at boot.
machine() {
	local -r name=$1 append=$2
	shift 2
	run boot est_s=300 cpus=2 "$@" --append "sf.test=check:machine maxcpus=1 $append"
	exits 0 "$name"
	guest_tap "$name" "$WORK/output"
}

# found REGEX NAME: the last guest's console has it.
found() {
	check "$2" grep -qE -- "$1" "$WORK/output"
}

machine "late CPU without BBML2" "" bbm=mixed mem_mib=512
found '^ok .* CPU 1 is refused: .*BBM Level 3' "the kernel refuses it for its BBML2"
found '^ok .* the module knows 1 CPUs' "and the module goes by the boot CPU"

machine "mem=477M, crashkernel=48M, KPTI" "mem=477M crashkernel=48M kpti=1" bbm=none mem_mib=512
found 'crashkernel reserved: .*\(48 MB\)' "there is memory set aside for a crash kernel"
found 'detected: Kernel page table isolation' "page tables are isolated"
found '^ok .* the module knows 2 CPUs' "the late CPU is known to the module"

NUMA="-object memory-backend-ram,id=m0,size=513M -object memory-backend-ram,id=m1,size=511M"
NUMA+=" -numa node,nodeid=0,cpus=0,memdev=m0 -numa node,nodeid=1,cpus=1,memdev=m1"
readonly NUMA
machine "NUMA nodes of 513 and 511 MiB, blocks" "kpti=1" bbm=bbml2 mem_mib=1024 --qemu "$NUMA"
found 'node +1: \[mem 0x0*60100000-' "the border lies inside a block"
found '^# as booted: 1 CPUs, 1 with BBML2; leaves: .* [1-9][0-9]* pmd' "the map is made of blocks"
found '^ok .* 2 of them with BBML2' "the late CPU has BBML2"

tap_done
