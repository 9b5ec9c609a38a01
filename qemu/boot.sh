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

readonly BOOT_EST_S=15	# what a guest by hand is expected to take, unless est_s= says more

# boot_cell AXIS=VALUE...: sets CELL, a small cell where nothing is said. One that cannot be
# booted is a usage error.
boot_cell() {
	local line

	line=$(splitfold cell --site "$(vm_site)" bench=null "$@") || exit 2
	cell_read "$line"
	CELL[est_s]=$BOOT_EST_S
}

# boot_recorded FRAMES: the benchmark came to its end, if the guest was to run one: not for a
# test, nor under a kernel that is none of Linux (SPLITFOLD_KERNEL).
boot_recorded() {
	[[ -z ${SPLITFOLD_KERNEL-} ]] || return 0
	case " $(vm_cmdline) " in
	*" sf.test="*@* | *" sf.test=warn "* | *" sf.test=oops "*) ;;
	*" sf.test="*) return ;;
	esac
	grep -aq '"type":"bye"' "$1"
}

boot_main() {
	local frames='' axes=() more=() cat word status=0

	while (($#)); do
		case $1 in
		--help | -h) boot_usage && return ;;
		--append) need_value "$@" && SPLITFOLD_APPEND=$2 && shift ;;
		--qemu) need_value "$@" && read -ra VM_MORE <<<"$2" && shift ;;
		--frames) need_value "$@" && frames=$2 && shift ;;
		samples=* | est_s=*) need_count "boot: ${1%%=*}" "${1#*=}" && more+=("$1") ;;
		unsafe=yes) more+=("$1") ;;
		*=*) axes+=("$1") ;;
		*) usage_error "boot: unknown argument '$1' (./run.sh boot --help)" ;;
		esac
		shift
	done
	setup_ensure
	build_make host
	boot_cell "${axes[@]}"
	for word in "${more[@]}"; do
		CELL[${word%%=*}]=${word#*=}
	done
	build_make initramfs realm plugin watchdog
	INITRAMFS=$PROJECT/build/guest/initramfs.$KVER.cpio.gz
	MONITOR=$PROJECT/build/realm/monitor.bin
	WATCHDOG=$PROJECT/build/watchdog/watchdog
	PLUGIN=$PROJECT/build/plugin/splitfold.so
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
