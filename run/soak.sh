# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# soak.sh - the subcommand soak: the guests of soak.ini, and what their kernels warned of.
# A realm may not warn of anything that the plain guest does not warn of as well.

readonly SOAK_FILE=$PROJECT/soak.ini

# What a kernel says, as a warning, of being a realm's at all: the one it may have alone.
readonly SOAK_OF_REALMS="software IO TLB: Memory encryption is active and system is using DMA bounce buffers"

soak_usage() {
	cat <<-'EOT'
		usage: ./run.sh soak [--boots N] [--seed S] [--jobs N]

		Boots realms in a row, as soak.ini says: CPUs that differ, all devices. Every
		boot must end well; no kernel log may have a line of level warning or worse that
		the plain guest's logs do not have, but for its numbers.

		  --boots N   realms (default: as soak.ini says)
		  --seed S    of the order of the boots (default: a new one, recorded)
		  --jobs N    guests at a time

		example: ./run.sh soak --boots 10
	EOT
}

# soak_options ARG...: sets SOAK_MATRIX, a copy with as many boots as asked for, and
# SOAK_ARGS, what matrix is to be told.
soak_options() {
	SOAK_MATRIX=$SOAK_FILE SOAK_ARGS=()
	while (($#)); do
		case $1 in
		--help | -h) soak_usage && exit 0 ;;
		--boots)
			need_count "$@"
			SOAK_MATRIX=$PROJECT/build/soak.ini
			mkdir -p "$PROJECT/build"
			sed "/guest = realm/,\$ s/^reps = .*/reps = $2/" "$SOAK_FILE" >"$SOAK_MATRIX"
			shift
			;;
		--seed | --jobs) need_value "$@" && SOAK_ARGS+=("$1" "$2") && shift ;;
		*) usage_error "soak: unknown argument '$1' (./run.sh soak --help)" ;;
		esac
		shift
	done
}

# soak_warnings LOG...: the lines of level warning or worse, each once, without time stamps
# and with N for every number.
soak_warnings() {
	awk '
		{ sub(/\r$/, "") }
		!/^<[0-9]+>/ { next }
		{
			level = substr($0, 2) % 8
			if (level > 4)
				next
			sub(/^<[0-9]+>/, "")
			while (sub(/^\[[^]]*\] */, ""))
				;
			gsub(/0x[0-9a-f]+|[0-9a-f]*[0-9][0-9a-f]*/, "N")
			if (!seen[$0]++)
				print
		}' "$@" | sort
}

# soak_logs GUEST: the consoles of its boots; a plain cell's name does not say what it is.
soak_logs() {
	local log

	for log in "$RUN"/console/*.log; do
		case $1.${log##*/} in
		realm.*-realm-*) printf '%s\n' "$log" ;;
		realm.* | plain.*-realm-*) ;;
		*) printf '%s\n' "$log" ;;
		esac
	done
}

# soak_compare: fails if realms warned of what plain guests do not.
soak_compare() {
	local plain realm only

	mapfile -t plain < <(soak_logs plain)
	mapfile -t realm < <(soak_logs realm)
	((${#plain[@]} && ${#realm[@]})) || die "$RUN: logs of plain guests and of realms are needed"
	grep -q '^<[0-9]' "${realm[0]}" || die "${realm[0]}: no levels in the log"
	only=$(comm -13 <(soak_warnings "${plain[@]}") <(soak_warnings "${realm[@]}") |
		{ grep -vxF "$SOAK_OF_REALMS" || true; })
	if [[ -n $only ]]; then
		printf 'run.sh: realms warned of what plain guests do not:\n%s\n' "$only" >&2
		return 1
	fi
	say "${#realm[@]} realms, ${#plain[@]} plain guests: no warning that only realms have"
}

soak_main() {
	local before status=0

	soak_options "$@"
	before=$(readlink "$RESULTS/latest") || true
	# Each line with its level in front.
	SPLITFOLD_APPEND="console_msg_format=syslog${SPLITFOLD_APPEND:+ $SPLITFOLD_APPEND}" \
		"$PROJECT/run.sh" matrix --matrix "$SOAK_MATRIX" "${SOAK_ARGS[@]}" || status=$?
	((status <= 1)) || exit "$status"
	rundir_results
	# One that ended before it had a run would leave an older one to be judged.
	if [[ $(readlink "$RESULTS/latest") == "$before" ]]; then
		((!status)) || exit "$status"
		die "$RESULTS/latest does not name the run: its logs cannot be compared"
	fi
	rundir_find
	soak_compare || status=1
	return "$status"
}
