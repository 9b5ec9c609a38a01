# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# boots.sh - runs the boots of a plan, some at a time, and has the records of each
# collected the moment it ends. All guests are children of one shell (stop.sh), which is
# the only one that collects: there is nothing to lock and no one to forget.

readonly BOOTS_SPACE_MIB=8	# free space without which no boot is started
BOOTS_HOST_MIB=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
readonly BOOTS_HOST_MIB

# By the process id of a running guest:
declare -A BOOT_LINE=() BOOT_START_US=()
BOOTS_STOP=

boots_now_us() {
	echo "${EPOCHREALTIME/[.,]/}"
}

# boots_full JOBS LINE: must the boot of LINE wait for another to end? There are JOBS
# guests already, or with this one they could need more memory than the machine has.
boots_full() {
	local -i mib
	local running

	((${#BOOT_LINE[@]} > 0)) || return
	((${#BOOT_LINE[@]} < $1)) || return 0
	cell_read "$2"
	mib=${CELL[mem_mib]}
	for running in "${BOOT_LINE[@]}"; do
		cell_read "$running"
		mib+=${CELL[mem_mib]}
	done
	((mib > BOOTS_HOST_MIB))
}

# boot_lacks LINE: prints why the guest of LINE cannot be made, if its kernel lacks what it
# is asked for. Such a boot is recorded as skipped. Returns 1 if it can, 2 if that is not
# known.
boot_lacks() {
	local image kernel

	cell_read "$1"
	[[ ${CELL[guest]} == realm ]] || return
	image=$(kernel_image "${CELL[kernel]}") || return 2
	kernel=$(kernel_lacks_rsi "$image") || return
	printf 'no realm support in this kernel (RSI came in 6.13): %s\n' "$kernel"
}

# boot_skip LINE REASON: its end, with no guest made.
boot_skip() {
	cell_read "$1"
	splitfold collect --run "$RUN" --cell-line "$1" --frames "$RUN/frames/none" --dead "$2" \
		--dead-status skip || BOOTS_STOP="the records of ${CELL[cell]} could not be stored"
	progress_boot skipped "${CELL[cell]}.${CELL[rep]}" "${CELL[est_s]}" 0
}

# boot_start LINE: one guest more.
boot_start() {
	local name

	cell_read "$1"
	name=${CELL[cell]}.${CELL[rep]}
	rm -f "$RUN/frames/$name.bin"
	vm_start "$RUN/console/$name.log" "$RUN/frames/$name.bin" "$RUN/console/$name.qemu"
	BOOT_LINE[$VM_PID]=$1
	BOOT_START_US[$VM_PID]=$(boots_now_us)
}

# boot_dead STATUS ERRORS: how collect is told of a QEMU that did not end well: sets
# BOOT_DEAD. Of one that was given up the watchdog's last line is the reason.
boot_dead() {
	local -r status=$1 errors=$2

	BOOT_DEAD=()
	if ((status == 124)); then
		BOOT_DEAD=(--dead "$(tail -n 1 "$errors")" --dead-status timeout)
	elif ((status != 0)); then
		BOOT_DEAD=(--dead "QEMU ended with status $status: $(tail -n 1 "$errors")" --dead-status fail)
	fi
}

# boot_end PID STATUS: has the records collected, reports. Fails when nothing more
# can be stored. No signal reaches collect: a finished boot is a stored boot.
boot_end() {
	local -r pid=$1 status=$2 line=${BOOT_LINE[$1]}
	local name wall_ms rc=0 verdict=ok

	cell_read "$line"
	name=${CELL[cell]}.${CELL[rep]}
	wall_ms=$((($(boots_now_us) - BOOT_START_US[$pid]) / 1000))
	vm_gone "$RUN/console/$name.qemu"
	unset "BOOT_LINE[$pid]" "BOOT_START_US[$pid]"
	boot_dead "$status" "$RUN/console/$name.qemu"
	splitfold collect --run "$RUN" --cell-line "$line" --frames "$RUN/frames/$name.bin" \
		--console "$RUN/console/$name.log" --wall-ms "$wall_ms" "${BOOT_DEAD[@]}" || rc=$?
	case $rc in
	0) ;;
	1) verdict=failed ;;
	*)
		BOOTS_STOP="the records of $name could not be stored, $(rundir_free) MiB free in $RESULTS"
		return 1
		;;
	esac
	[[ -s $RUN/console/$name.qemu ]] || rm -f "$RUN/console/$name.qemu"
	rm -f "$RUN/frames/$name.bin"
	progress_boot "$verdict" "$name" "${CELL[est_s]}" "$wall_ms"
}

# boots_wait: until one guest ends, or a signal comes.
boots_wait() {
	local pid='' status=0

	wait -n -p pid "${!BOOT_LINE[@]}" "$STOP_BELL" || status=$?
	if [[ $pid == "$STOP_BELL" ]]; then
		stop_asked || BOOTS_STOP="the end of the shell that waits for it"
	elif [[ -n $pid ]]; then
		boot_end "$pid" "$status"
	fi
}

# boots_kill: ends the guests that run; what they had begun is not recorded.
boots_kill() {
	local pid

	for pid in "${!BOOT_LINE[@]}"; do
		kill -TERM "$pid" 2>/dev/null || true
	done
	for pid in "${!BOOT_LINE[@]}"; do
		# Again and again: what was only just forked still ignores it, as this shell does.
		while kill -TERM "$pid" 2>/dev/null; do
			sleep 0.1
		done
		wait "$pid" || true
		# Told before it had asked for that, bubblewrap does not die with its parent.
		kill -KILL -- "-$pid" 2>/dev/null || true
		cell_read "${BOOT_LINE[$pid]}"
		vm_gone "$RUN/console/${CELL[cell]}.${CELL[rep]}.qemu"
	done
	BOOT_LINE=()
}

# boots_all JOBS LINE...: in the shell that stop.sh makes.
boots_all() {
	local -r jobs=$1
	local line lacks status
	shift

	for line in "$@"; do
		while [[ -z $BOOTS_STOP ]] && boots_full "$jobs" "$line"; do
			boots_wait || break
		done
		! stop_asked || break
		[[ -n $BOOTS_STOP ]] || (($(rundir_free) >= BOOTS_SPACE_MIB)) ||
			BOOTS_STOP="$(rundir_free) MiB free in $RESULTS, which is too little for one more boot"
		[[ -z $BOOTS_STOP ]] || break
		status=0
		lacks=$(boot_lacks "$line") || status=$?
		case $status in
		0) boot_skip "$line" "$lacks" ;;
		1) boot_start "$line" ;;
		*) BOOTS_STOP="a kernel that cannot be looked into" && break ;;
		esac
	done
	while [[ -z $BOOTS_STOP ]] && ((${#BOOT_LINE[@]})); do
		boots_wait || break
	done
	boots_kill
	progress_end
}

# boots_run JOBS LINE...: all of them. Afterwards BOOTS_STOP says why it ended early,
# if it did: a signal's name, or a reason.
boots_run() {
	stoppable boots_all "$@"
}
