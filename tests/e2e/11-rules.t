#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The rules of a cell: a cell that cannot be booted is refused by boot, plan and matrix, and by a
# run that is resumed, each time with the same words and before any guest starts.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

# The axes of a cell, and what is said of it.
readonly CELLS=(
	"bench=null guest=realm el=2|guest=realm needs el=1: EL2 is the monitor's"
	"bench=null bbm=mixed cpus=1|bbm=mixed needs 2 CPUs or more, that differ"
	"bench=null page=16k|page=16k: the kernel that set-up has is built for 4k pages"
	"bench=null accel=native|accel=native: run.sh boots guests under tcg on this host"
	"bench=null kernel=sid|kernel=sid: set-up has the kernel of trixie-backports only"
	"bench=tlb el=2|bench=tlb needs el=1: QEMU's plugin models translation at EL1 only"
	"bench=tlb geometry=none-such|there is no qemu/plugin/geometry/none-such.ini"
)

# refused NAME WHY: by the command that was run last.
refused() {
	exits 2 "$1"
	says "$2" "$1: says why"
	check "$1: no guest was started" test ! -e "$SPLITFOLD_RESULTS/latest"
}

for row in "${CELLS[@]}"; do
	read -ra axes <<<"${row%|*}"
	why=${row#*|}
	[[ $why != accel=* || $(uname -m) != aarch64 ]] || why=${why/under tcg/under tcg,kvm}
	matrix_write "[a]
$(printf '%s\n' "${axes[@]}")"
	run boot "${axes[@]}"
	refused "boot ${axes[*]}" "$why"
	run plan --matrix "$WORK/matrix.ini"
	refused "plan ${axes[*]}" "$why"
	says "matrix.ini:" "plan ${axes[*]}: says where"
	run matrix --matrix "$WORK/matrix.ini"
	refused "matrix ${axes[*]}" "$why"
done

# Only what is selected is judged by what there is here.
matrix_write '[a]
bench = null
page = 4k, 16k'
run plan --matrix "$WORK/matrix.ini" --only page=4k
exits 0 "a plan without the cell that cannot be booted"

# A run that began where there was such a kernel.
mkdir -p "$SPLITFOLD_RESULTS/elsewhere"
run tool build/host/splitfold plan --matrix "$WORK/matrix.ini" --only page=16k --format tsv
cp "$WORK/output" "$SPLITFOLD_RESULTS/elsewhere/plan.tsv"
check "a plan is made for another site" grep -q "page_kib=16" "$SPLITFOLD_RESULTS/elsewhere/plan.tsv"
run matrix --resume elsewhere
refused "matrix --resume" "page=16k: the kernel that set-up has is built for 4k pages"
says "plan.tsv:1:" "matrix --resume: says where"

# What bench does under the plugin is no rule of a benchmark without it.
SPLITFOLD_PROFILE=bbm run boot bench=null el=2
refused "the plugin by hand, at EL2" "SPLITFOLD_PROFILE=bbm needs el=1"

tap_done
