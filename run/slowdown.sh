# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# slowdown.sh - the subcommand slowdown: what QEMU's plugin costs. Each guest of slowdown.ini
# is booted without it and with each profile, one after the other, on the same command
# line; each such round gives a ratio for each profile. Times are host time of emulation, by
# the guest's counter: they say what the plugin costs, and nothing of hardware.

readonly SLOWDOWN_FILE=$PROJECT/slowdown.ini

# What is compared with the same guest without plugin: profile, benchmark, the ratio that is
# wanted (-: none is), what it is. bench tlb arms the profile around its regions; bench boot
# never does, while bbm and timeline are on from reset.
readonly SLOWDOWN_ROWS=(
	"tlb      boot 1.1 boot, tlb loaded, not on"
	"bbm      boot 2   boot, bbm"
	"timeline boot -   boot, timeline"
	"tlb      tlb  2.5 region, tlb"
)

slowdown_usage() {
	cat <<-'EOT'
		usage: ./run.sh slowdown [--rounds N]

		What QEMU's plugin costs: guests with its profiles beside the same guests without
		plugin, in turn. Prints the median ratio of times, its spread, and what is wanted.
		Nothing else should run on the host meanwhile. Records are kept in
		results/slowdown/<id>/<profile>/records.jsonl.

		  --rounds N   times that each guest is booted each way (default: 5, 10 minutes)

		example: ./run.sh slowdown --rounds 3
	EOT
}

# Processes that want a CPU when it begins, in the mean of a minute: more than this take
# their share of times that are measured.
readonly SLOWDOWN_BUSY=0.5

# slowdown_load: how many these are.
slowdown_load() {
	cut -d' ' -f1 /proc/loadavg
}

# slowdown_busy LOAD: are they too many?
slowdown_busy() {
	awk -v load="$1" -v most=$SLOWDOWN_BUSY 'BEGIN { exit !(load > most) }'
}

# slowdown_profiles BENCH: with which profiles its guests are booted; none is no plugin.
slowdown_profiles() {
	local row profile bench

	echo none
	for row in "${SLOWDOWN_ROWS[@]}"; do
		read -r profile bench _ <<<"$row"
		[[ $bench != "$1" ]] || echo "$profile"
	done
}

# slowdown_tidy DIR: what only its guests needed; it cannot be resumed.
slowdown_tidy() {
	rm -rf "$1/parts" "$1"/*/frames
}

# slowdown_boot PROFILE LINE: the guest of LINE once; its records go to the profile's own.
slowdown_boot() {
	local -r RUN=$RUN/$1
	local SPLITFOLD_PROFILE=$1 SPLITFOLD_APPEND=${SPLITFOLD_APPEND-}

	mkdir -p "$RUN"/{console,frames}
	if [[ $1 == none ]]; then
		SPLITFOLD_PROFILE=
		SPLITFOLD_APPEND="$VM_PLUGIN_ARGS${SPLITFOLD_APPEND:+ $SPLITFOLD_APPEND}"
	fi
	boots_run 1 "$2"
	[[ -z $BOOTS_STOP ]] && return
	slowdown_tidy "${RUN%/*}"
	warn "stopped by $BOOTS_STOP; what was measured is in ${RUN%/*}"
	stop_exit "$BOOTS_STOP"
}

# slowdown_rounds: all guests, each line of the plan by all its profiles.
slowdown_rounds() {
	local line profile
	local -a lines=() profiles

	mapfile -t lines <"$RUN/plan.tsv"
	progress_init 1
	for line in "${lines[@]}"; do
		cell_read "$line"
		mapfile -t profiles < <(slowdown_profiles "${CELL[bench]}")
		PROGRESS_TODO=$((PROGRESS_TODO + ${#profiles[@]}))
		PROGRESS_TODO_S=$((PROGRESS_TODO_S + ${#profiles[@]} * CELL[est_s]))
	done
	for line in "${lines[@]}"; do
		cell_read "$line"
		mapfile -t profiles < <(slowdown_profiles "${CELL[bench]}")
		for profile in "${profiles[@]}"; do
			slowdown_boot "$profile" "$line"
		done
	done
}

# slowdown_table LOAD: the median of each, and of the ratios of the rounds.
slowdown_table() {
	local -a records=("$RUN"/*/records.jsonl)

	cat <<-EOT
		seconds are host time of emulation: until the benchmark begins, or of its regions;
		medians of the rounds, with the spread of the ratios of one round each

	EOT
	awk -f "$PROJECT/run/slowdown.awk" <(printf '%s\n' "${SLOWDOWN_ROWS[@]}") "${records[@]}"
	printf '\nload of the host before: %s; records: %s\n' "$1" "$RUN"
}

slowdown_options() {
	ROUNDS=5
	while (($#)); do
		case $1 in
		--help | -h) slowdown_usage && exit 0 ;;
		--rounds) need_count "$@" && ROUNDS=$2 && shift ;;
		*) usage_error "slowdown: unknown argument '$1' (./run.sh slowdown --help)" ;;
		esac
		shift
	done
}

slowdown_main() {
	local load

	slowdown_options "$@"
	# Before the build, which is a load of its own.
	load=$(slowdown_load)
	setup_ensure
	RESULTS+=/slowdown
	rundir_results
	build_make all
	MATRIX_FILE=$SLOWDOWN_FILE SELECT=(--reps "$ROUNDS") SEED=$((SRANDOM & 0x7fffffff)) JOBS=1
	matrix_new
	symbols_ensure
	! slowdown_busy "$load" ||
		warn "the host is busy (load $load): ratios will be spread, those of boots too near to 1"
	say "slowdown $RUN_ID: $ROUNDS rounds"
	slowdown_rounds
	slowdown_tidy "$RUN"
	slowdown_table "$load" | tee "$RUN/report.txt"
	((PROGRESS_FAILED == 0))
}
