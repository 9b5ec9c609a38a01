# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# progress.sh - how far a run is, on stderr: one line that is rewritten on a terminal,
# plain lines elsewhere. The time left is the plan's estimate for what is still to
# do, corrected by how the boots so far kept to theirs.

# progress_init JOBS: PROGRESS_TODO and PROGRESS_TODO_S are counted up by the caller.
progress_init() {
	PROGRESS_JOBS=$1
	PROGRESS_TODO=0
	PROGRESS_TODO_S=0
	PROGRESS_DONE=0
	PROGRESS_FAILED=0
	PROGRESS_EST_S=0
	PROGRESS_WALL_MS=0
	PROGRESS_TTY=no
	[[ ! -t 2 ]] || PROGRESS_TTY=yes
}

# progress_left: seconds, as text for people.
progress_left() {
	local -i left=$((PROGRESS_TODO_S - PROGRESS_EST_S))

	((PROGRESS_EST_S == 0)) || left=$((left * PROGRESS_WALL_MS / (1000 * PROGRESS_EST_S)))
	left=$(((left + PROGRESS_JOBS - 1) / PROGRESS_JOBS))
	if ((left >= 120)); then
		echo "about $(((left + 30) / 60)) min left"
	else
		echo "about $left s left"
	fi
}

# progress_boot STATUS NAME EST_S WALL_MS: one more boot is finished.
progress_boot() {
	local -r status=$1 name=$2 est_s=$3 wall_ms=$4

	PROGRESS_DONE=$((PROGRESS_DONE + 1))
	PROGRESS_EST_S=$((PROGRESS_EST_S + est_s))
	PROGRESS_WALL_MS=$((PROGRESS_WALL_MS + wall_ms))
	[[ $status == ok ]] || PROGRESS_FAILED=$((PROGRESS_FAILED + 1))
	# A failure stays on the screen.
	if [[ $PROGRESS_TTY == yes && $status == ok ]]; then
		printf '\r\033[K%d/%d boots, %d failed, %s (%s)' "$PROGRESS_DONE" "$PROGRESS_TODO" \
			"$PROGRESS_FAILED" "$(progress_left)" "${name:0:40}" >&2
	else
		[[ $PROGRESS_TTY == no ]] || printf '\r\033[K' >&2
		printf '[%4ds] %*d/%d %-7s %s, %d.%d s, %s\n' "$SECONDS" ${#PROGRESS_TODO} \
			"$PROGRESS_DONE" "$PROGRESS_TODO" "$status" "$name" $((wall_ms / 1000)) \
			$((wall_ms % 1000 / 100)) "$(progress_left)" >&2
	fi
}

# progress_begin: what is ahead, once the caller has counted it.
progress_begin() {
	[[ $PROGRESS_TTY == no ]] || printf '0/%d boots' "$PROGRESS_TODO" >&2
}

progress_end() {
	[[ $PROGRESS_TTY == no ]] || printf '\r\033[K' >&2
}
