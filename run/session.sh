# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# session.sh - a command of run.sh runs in a session of its own, under a shell that only waits
# for it. After SIGINT, SIGTERM or SIGHUP that shell passes the signal on, as a terminal would,
# and sees to it that nothing of the session lives on: not a guest, not a compiler, not a test
# that started another run.sh. The caller and its process group are never signalled.
#
# All processes of a command are in its session, also those that timeout gives a process
# group of their own. Those of a run.sh in it (a test's) are that one's to end.

# From the signal to the end of everything; a run.sh in the session is to end before it.
SESSION_STOP_S=${SPLITFOLD_STOP_S:-9}
SESSION=	# process id of its leader
SESSION_SIGNAL=	# the one that ends it

# session_mine: is this run.sh the leader of a session that another one waits for?
session_mine() {
	[[ ${SPLITFOLD_SESSION_OF-} == "$PPID" ]]
}

# session_pids: sets PIDS to what lives in the session; zombies do not.
session_pids() {
	local file line fields

	PIDS=()
	for file in /proc/[0-9]*/stat; do
		{ read -r line <"$file"; } 2>/dev/null || continue
		# Behind the name in brackets: state, parent, process group, session.
		read -ra fields <<<"${line##*) }"
		[[ ${fields[3]-} == "$SESSION" && ${fields[0]} != Z ]] || continue
		file=${file%/stat}
		PIDS+=("${file#/proc/}")
	done
}

# session_empty: nothing lives in it any more.
session_empty() {
	session_pids
	((${#PIDS[@]} == 0))
}

session_leader_gone() {
	! kill -0 "$SESSION" 2>/dev/null
}

# session_until END CMD: asks CMD ten times a second; fails when SECONDS has come to END.
session_until() {
	until "$2"; do
		((SECONDS < $1)) || return
		sleep 0.1
	done
}

# session_kill SIGNAL: all that is in it.
session_kill() {
	session_pids
	((${#PIDS[@]} == 0)) || kill -s "$1" "${PIDS[@]}" 2>/dev/null || true
}

# session_stop SIGNAL: the trap of the shell that waits.
session_stop() {
	local -ri end=$((SECONDS + SESSION_STOP_S))

	trap '' INT TERM HUP
	SESSION_SIGNAL=$1
	: "${SESSION:=${!-}}"	# it came right behind the &
	[[ -n $SESSION ]] || return 0
	# Until it is a session it would hear nothing: see session_run.
	until kill -s "$1" -- "-$SESSION" 2>/dev/null || session_leader_gone; do
		sleep 0.05
	done
	session_until "$end" session_leader_gone || true
	session_kill TERM
	session_until "$end" session_empty || session_kill KILL
}

# session_run ARG...: run.sh ARG... in a session; exits with its status.
session_run() {
	local -rA exits=([HUP]=129 [INT]=130 [TERM]=143)
	local status=0

	trap 'session_stop INT' INT
	trap 'session_stop TERM' TERM
	trap 'session_stop HUP' HUP
	# A background job ignores SIGINT, and bash cannot undo that: env can, and does so before
	# there is a session.
	[[ -z $SESSION_SIGNAL ]] || exit "${exits[$SESSION_SIGNAL]}"
	SPLITFOLD_SESSION_OF=$$ SPLITFOLD_STOP_S=$((SESSION_STOP_S > 4 ? SESSION_STOP_S - 3 : 1)) \
		env --default-signal=INT,QUIT setpriv --pdeathsig TERM setsid "$PROJECT/run.sh" "$@" <&0 &
	SESSION=$!
	# wait returns for each signal, too. It comes before the question: of a session that ended
	# before this shell had its next turn, only wait knows the status.
	while :; do
		status=0
		wait "$SESSION" || status=$?
		kill -0 "$SESSION" 2>/dev/null || break
	done
	trap '' INT TERM HUP
	[[ -z $SESSION_SIGNAL ]] || exit "${exits[$SESSION_SIGNAL]}"
	session_kill KILL
	exit "$status"
}
