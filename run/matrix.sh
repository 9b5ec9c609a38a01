# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# matrix.sh - the subcommands matrix and plan: which cells, in which order, then boot
# them all, store every record, write the report. The host program decides what is
# run; this decides when.

matrix_selectors() {
	cat <<-'EOT'
		  --quick         a little of everything: 3 minutes on 2 cores
		  --full          everything, and larger: hours
		  --matrix FILE   another matrix (default: matrix.ini)
		  --only EXPR     only these cells: axis=value, axis!=value, or a glob on the
		                  name; "+" joins conditions that must all hold, "," is or
		  --reps N        boots a cell, instead of what the matrix says
		  --seed S        of the order of the boots (default: a new one, recorded)
		  --shard I/N     part I of N of the plan
		  --accel A       tcg (default) or kvm
	EOT
}

plan_usage() {
	cat <<-'EOT'
		usage: ./run.sh plan [SELECTORS]

		What would run, and how long it will take. Nothing is booted.

	EOT
	matrix_selectors
	printf '\nexample: ./run.sh plan --only bench=convert+cpus=1\n'
}

matrix_usage() {
	cat <<-'EOT'
		usage: ./run.sh matrix [SELECTORS] [--jobs N] [--resume [ID]]

		Boots a guest for every cell and repetition, collects the records into
		results/<id>/, writes report and plots. An interrupted run keeps what it has.

	EOT
	matrix_selectors
	cat <<-'EOT'
		  --jobs N        guests at a time (default: 2 on 2 to 4 CPUs, then half of them)
		  --resume [ID]   go on with an interrupted run (default: the newest one)

		SPLITFOLD_RESULTS names another results directory, SPLITFOLD_APPEND adds to
		every guest's kernel command line.

		example: ./run.sh matrix --only 'bench=convert+method!=upstream' --reps 3
	EOT
}

# matrix_jobs: guests at a time. On a small machine as many as there are CPUs, or a
# matrix takes too long; on a larger one half of that, since most guests have two.
matrix_jobs() {
	local -ri cpus=$(nproc)

	echo $((cpus <= 2 ? cpus : (cpus + 1) / 2))
}

# matrix_options COMMAND ARG...: sets MATRIX_FILE, SELECT, SEED, JOBS, RESUME.
matrix_options() {
	local -r command=$1
	shift

	MATRIX_FILE='' SELECT=() SEED='' RESUME=no RESUME_ID=''
	JOBS=$(matrix_jobs)
	while (($#)); do
		case $1 in
		--help | -h) "${command}_usage" && exit 0 ;;
		--quick | --full) SELECT+=("$1") ;;
		--matrix) need_value "$@" && MATRIX_FILE=$2 && shift ;;
		--seed) need_value "$@" && SEED=$2 && shift ;;
		--reps) need_count "$@" && SELECT+=("$1" "$2") && shift ;;
		--only | --shard | --accel) need_value "$@" && SELECT+=("$1" "$2") && shift ;;
		--jobs | --resume)
			[[ $command == matrix ]] || usage_error "$command: unknown option '$1'"
			"matrix_option_${1#--}" "$@" || shift
			;;
		*) usage_error "$command: unknown argument '$1' (./run.sh $command --help)" ;;
		esac
		shift
	done
	[[ $RESUME == no || -z $MATRIX_FILE$SEED${SELECT[*]} ]] ||
		usage_error "--resume goes on with the plan of that run: no selectors beside it"
	: "${MATRIX_FILE:=$PROJECT/matrix.ini}" "${SEED:=$((SRANDOM & 0x7fffffff))}"
}

# These return 1 when they took a value.
matrix_option_jobs() {
	need_count "$@"
	JOBS=$2
	return 1
}

matrix_option_resume() {
	RESUME=yes
	[[ -n ${2-} && ${2-} != -* ]] || return 0
	RESUME_ID=$2
	return 1
}

# matrix_plan FORMAT: the plan of the chosen cells on stdout; exits 2 on a bad one, or on a
# cell that cannot be booted here. The newest run, if there is one, tells how long cells take
# on this machine.
matrix_plan() {
	local args=(--seed "$SEED" --jobs "$JOBS" "${SELECT[@]}")
	local file plan

	[[ -r $MATRIX_FILE ]] || usage_error "$MATRIX_FILE: cannot be read"
	file=$(realpath "$MATRIX_FILE")
	[[ $file == "$PROJECT"/* ]] || TOOL_BINDS+=(--ro-bind "$file" "$file")
	plan=$(splitfold plan --matrix "$file" "${args[@]}" --format tsv) || return
	matrix_no_rsi <<<"$plan"
	[[ ! -s $RESULTS/latest/records.jsonl ]] || args+=(--history "$(realpath "$RESULTS/latest")")
	splitfold plan --matrix "$file" "${args[@]}" --site "$(vm_site)" --format "$1"
}

# matrix_no_rsi: of the plan on stdin, the kernels of realms that cannot be a realm's, into
# VM_NO_RSI. Such boots are recorded as skipped (boot_lacks), so they are not refused.
matrix_no_rsi() {
	local -A seen=([$MIRROR_SUITE]=1)
	local line

	VM_NO_RSI=()
	while read -r line; do
		cell_read "$line"
		[[ ${CELL[guest]-} == realm && -z ${seen[${CELL[kernel]}]-} ]] || continue
		seen[${CELL[kernel]}]=1
		! boot_lacks "$line" </dev/null >/dev/null || VM_NO_RSI+=("${CELL[kernel]}")
	done
}

plan_main() {
	matrix_options plan "$@"
	setup_ensure
	rundir_results
	build_make host
	matrix_plan text
}

# matrix_new: a new run with its plan.
matrix_new() {
	local plan

	plan=$(matrix_plan tsv) || exit
	[[ -n $plan ]] || usage_error "no cell is left to run"
	rundir_new
	printf '%s\n' "$plan" >"$RUN/plan.tsv"
	cp "$MATRIX_FILE" "$RUN/matrix.ini"
	rundir_lock
	rundir_parts
	rundir_meta "seed=$SEED" "jobs=$JOBS" "matrix=${MATRIX_FILE##*/}" "select=${SELECT[*]}" \
		"append=${SPLITFOLD_APPEND-}"
	rundir_latest
}

matrix_resume() {
	rundir_find "$RESUME_ID"
	rundir_lock
	# The run may have begun on another machine.
	matrix_no_rsi <"$RUN/plan.tsv"
	splitfold cell --site "$(vm_site)" --plan "$RUN/plan.tsv" || exit 2
	rundir_parts
}

# matrix_todo: sets TODO to the lines of the plan that have no end in the records.
matrix_todo() {
	local -A done_boots=()
	local boot line

	TODO=()
	while read -r boot; do
		done_boots[$boot]=1
	done < <(splitfold "done" --run "$RUN")
	progress_init "$JOBS"
	while read -r line; do
		cell_read "$line"
		[[ -z ${done_boots["${CELL[cell]}"$'\t'"${CELL[rep]}"]-} ]] || continue
		TODO+=("$line")
		PROGRESS_TODO=$((PROGRESS_TODO + 1))
		PROGRESS_TODO_S=$((PROGRESS_TODO_S + CELL[est_s]))
	done <"$RUN/plan.tsv"
}

# matrix_stopped: the run ended early; says why and how to go on.
matrix_stopped() {
	local -i boots

	boots=$(splitfold "done" --run "$RUN" | wc -l)
	printf 'run.sh: %s: stopped by %s\n' "$RUN_ID" "$BOOTS_STOP" >&2
	printf 'run.sh: %d of %d boots are finished and kept\n' "$boots" "$(wc -l <"$RUN/plan.tsv")" >&2
	printf 'run.sh: to go on: ./run.sh matrix --resume %s\n' "$RUN_ID" >&2
	stop_exit "$BOOTS_STOP"
}

# matrix_finish: report, exports, plots; fails when a boot did.
matrix_finish() {
	local -i all ok

	report_write
	all=$(splitfold "done" --run "$RUN" | wc -l)
	ok=$(splitfold "done" --run "$RUN" --ok-only | wc -l)
	rm -rf "$RUN/parts"
	rmdir "$RUN/frames" 2>/dev/null || true
	cat "$RUN/report.txt"
	say "$RUN_ID: $all boots, $((all - ok)) failed; see $RUN"
	((all == ok))
}

matrix_main() {
	matrix_options matrix "$@"
	setup_ensure
	rundir_results
	build_make all
	if [[ $RESUME == yes ]]; then matrix_resume; else matrix_new; fi
	matrix_todo
	say "run $RUN_ID: ${#TODO[@]} boots, $JOBS at a time, $(progress_left)"
	progress_begin
	boots_run "$JOBS" "${TODO[@]}"
	[[ -z $BOOTS_STOP ]] || matrix_stopped
	matrix_finish
}
