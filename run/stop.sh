# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# stop.sh - how a signal stops what runs. A trap that falls due while bash 5.2 expands
# $(...) may not be parsed ("unexpected EOF"), and then the signal is lost or the shell is.
# So the shell that works ignores signals; it is the child of one that only waits for it,
# and tells it of them by a pipe. The end of that is waited for like the end of a guest.

STOP_BELL=	# process id of the pipe's reader, which ends when a signal came
STOP_SIGNAL=	# file in which that then stands

# stop_tell SIGNAL: the trap of the shell that waits. It has the pipe open as STOP_PIPE.
stop_tell() {
	[[ -n $STOP_PIPE ]] || return 0
	echo "$1" >&"$STOP_PIPE"
	exec {STOP_PIPE}>&-
	STOP_PIPE=
}

# stop_asked: did a signal come? Sets BOOTS_STOP to its name.
stop_asked() {
	[[ -s $STOP_SIGNAL ]] || return
	read -r BOOTS_STOP <"$STOP_SIGNAL"
}

# stop_state: what the shell that works leaves to the one that waits.
stop_state() {
	local name

	for name in BOOTS_STOP "${!PROGRESS_@}"; do
		printf '%s=%q\n' "$name" "${!name}" || return
	done
}

# stop_listen WORK CMD...: in a shell of its own; leaves behind what the other has to know.
stop_listen() {
	local -r work=$1
	local from to
	shift

	trap '' INT TERM HUP
	STOP_SIGNAL=$work/signal
	# Opened while it surely has a writer: cat itself could come too late, and wait for ever.
	exec {from}<"$work/pipe" {to}>"$STOP_SIGNAL" {STOP_PIPE}>&-
	cat <&"$from" >&"$to" &
	STOP_BELL=$!
	exec {from}<&- {to}>&-
	"$@"
	if ! stop_state >"$work/state.new" || ! mv "$work/state.new" "$work/state"; then
		warn "it ended by ${BOOTS_STOP:-the end of its plan}"
	fi
	# Where the other was killed nobody else would.
	kill -0 "$$" 2>/dev/null || rm -rf "$work"
}

# stoppable CMD...: returns when CMD has ended, by itself or because of a signal, with its
# BOOTS_STOP and PROGRESS_*.
stoppable() {
	local work worker status

	work=$(mktemp -d "$PROJECT/build/stop.XXXXXX")
	mkfifo "$work/pipe"
	# For reading too: else this would wait for the reader.
	exec {STOP_PIPE}<>"$work/pipe"
	trap 'stop_tell INT' INT
	trap 'stop_tell TERM' TERM
	trap 'stop_tell HUP' HUP
	stop_listen "$work" "$@" &
	worker=$!
	# It returns for each signal, too.
	while kill -0 "$worker" 2>/dev/null; do
		status=0
		wait "$worker" || status=$?
	done
	trap - INT TERM HUP
	[[ -z $STOP_PIPE ]] || exec {STOP_PIPE}>&-
	BOOTS_STOP="the end of its shell (status ${status-?})"
	# shellcheck source=/dev/null
	[[ ! -e $work/state ]] || source "$work/state"
	rm -rf "$work"
}

# stop_exit WHY: ends run.sh as one that was stopped by a signal of that name, or by else.
stop_exit() {
	local -rA exits=([HUP]=129 [INT]=130 [TERM]=143)

	exit "${exits[$1]-1}"
}
