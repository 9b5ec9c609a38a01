# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# boot.sh - the subcommand boot: one guest by hand, for looking at something and for
# the guest tests. The same guest as in a run, but its console goes to stdout.

boot_usage() {
	cat <<-'EOT'
		usage: ./run.sh boot [AXIS=VALUE...] [--append ARGS] [--qemu ARGS] [--frames FILE]

		Boots one guest. Axes are those of a cell (./run.sh list), and samples=N, est_s=N
		(what it is expected to take), unsafe=yes (pairs that are not legal here).

		  --append ARGS   more for the kernel command line, such as sf.test=guest
		  --qemu ARGS     more for QEMU's, split at blanks
		  --frames FILE   keep the records the guest sent (default: dropped)

		example: ./run.sh boot bench=convert strategy=both method=live hold=spin bbm=bbml2
	EOT
}

# boot_defaults: a small cell, every axis set.
boot_defaults() {
	CELL=(
		[cell]=boot [rep]=1 [bench]=null [guest]=plain [cpu]=max [bbm]=none [rodata]=on
		[kfence]=0 [el]=1 [mem_mib]=2048 [cpus]=2 [page_kib]=4 [kernel]=trixie-backports [devices]=no
		[accel]=tcg [clock]=host [strategy]=none [method]=none [hold]=none [est_s]=15
		[geometry]=none [load]=none
	)
}

# boot_axes WORD...: values of axes, as typed, into CELL.
boot_axes() {
	local values line

	values=$(splitfold list "$@") || exit 2
	while read -r line; do
		CELL[${line%%=*}]=${line#*=}
	done <<<"$values"
}

# boot_recorded FRAMES: the benchmark came to its end, if the guest was to run one.
boot_recorded() {
	case " $(vm_cmdline) " in
	*" sf.test="*@* | *" sf.test=warn "* | *" sf.test=oops "*) ;;
	*" sf.test="*) return ;;
	esac
	grep -aq '"type":"bye"' "$1"
}

boot_main() {
	local frames='' axes=() cat status=0

	boot_defaults
	while (($#)); do
		case $1 in
		--help | -h) boot_usage && return ;;
		--append) need_value "$@" && SPLITFOLD_APPEND=$2 && shift ;;
		--qemu) need_value "$@" && read -ra VM_MORE <<<"$2" && shift ;;
		--frames) need_value "$@" && frames=$2 && shift ;;
		samples=* | est_s=*) need_count "boot: ${1%%=*}" "${1#*=}" && CELL[${1%%=*}]=${1#*=} ;;
		unsafe=yes) CELL[unsafe]=yes ;;
		*=*) axes+=("$1") ;;
		*) usage_error "boot: unknown argument '$1' (./run.sh boot --help)" ;;
		esac
		shift
	done
	setup_ensure
	build_make host
	((${#axes[@]} == 0)) || boot_axes "${axes[@]}"
	case ${CELL[bench]} in
	tlb | decay) [[ ${CELL[geometry]} != none ]] || CELL[geometry]=n1 ;;
	esac
	[[ ${CELL[bench]} != tlb || ${CELL[load]} != none ]] || CELL[load]=all
	vm_check
	build_make initramfs realm plugin guard
	INITRAMFS=$PROJECT/build/guest/initramfs.$KVER.cpio.gz
	MONITOR=$PROJECT/build/realm/monitor.bin
	GUARD=$PROJECT/build/guard/guard
	PLUGIN=$PROJECT/build/plugin/splitfold.so
	vm_geometry
	PLUGIN_DATA=$PROJECT/qemu/plugin
	[[ ${CELL[bench]} != timeline ]] || symbols_ensure
	if [[ ${CELL[load]} == programs ]]; then
		build_programs
		INITRAMFS_PROGRAMS=$PROJECT/build/guest/initramfs.programs.cpio.gz
		cat "$INITRAMFS" "$PROGRAMS_CPIO" >"$INITRAMFS_PROGRAMS"
	fi
	BOOT_WORK=$(mktemp -d "$PROJECT/build/boot.XXXXXX")
	trap 'rm -rf "$BOOT_WORK"' EXIT
	mkfifo "$BOOT_WORK/console"
	cat "$BOOT_WORK/console" &
	cat=$!
	vm_start "$BOOT_WORK/console" "$BOOT_WORK/frames" "$BOOT_WORK/errors"
	wait "$VM_PID" || status=$?
	# The console to its end; opened here in case QEMU never did.
	: <>"$BOOT_WORK/console"
	wait "$cat" || true
	cat "$BOOT_WORK/errors" >&2
	[[ -z $frames ]] || cp "$BOOT_WORK/frames" "$frames"
	((status != 124)) || die "the guest was given up, see the line above"
	((status == 0)) || die "QEMU ended with status $status"
	boot_recorded "$BOOT_WORK/frames" ||
		die "the guest ended without the records of bench=${CELL[bench]}; its console says why"
}
