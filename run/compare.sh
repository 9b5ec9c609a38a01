# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# compare.sh - the subcommands compare, two runs beside each other, and calibrate, how far
# that can be believed.

compare_usage() {
	cat <<-'EOT'
		usage: ./run.sh compare A B [OPTIONS]
		       ./run.sh compare A --select-a EXPR --select-b EXPR [OPTIONS]

		Compares B against A: two runs, or two selections of cells of one. The evidence
		is boots; what counts exactly is compared as it is. Says how to read it. A run of
		matrix.ini has 1 to 3 boots a cell, which is enough for counts only; for times
		compare two runs of ./run.sh matrix --matrix compare.ini, with 30.

		  --select-a, --select-b EXPR   cells of A, of B (as --only of matrix)
		  --only EXPR          cells, on both sides
		  --metric NAME        this metric only, with both histograms
		  --effect PERCENT     the change that there should be boots enough for (5)
		  --least PERCENT      smaller changes are not marked (1)
		  --seed S             of the resampling (1)
		  --format txt|csv     csv has every row with everything
		  --all                shows rows that are the same as well
		  --damaged            leaves out lines that cannot be read
		  --plots [DIR]        also draws what is marked (default: B's compare-A/)
		  --fail-on-regression exit status 1 if anything is worse, in any table

		example: ./run.sh compare 20261121-201556-489f latest --only bench=setmem
	EOT
}

# compare_run ID: adds a run to DIRS. One that only has its records can be compared too.
compare_run() {
	local -r dir=$RESULTS/$1

	[[ -e $dir/records.jsonl || -e $dir/records.jsonl.gz ]] ||
		usage_error "no run '$1' in $RESULTS"
	DIRS+=("$(cd "$dir" && pwd -P)")
}

# compare_draw DIR: the pages of DIR/export into DIR/plots; captions name both sides.
compare_draw() {
	local -r dir=$1 list=$1/plots/compare.pages
	local -r awk=("$PROJECT"/plots/{layout,page,geometry,data,columns,moments,scale,map,compare}.awk)

	mkdir -p "$dir/plots"
	rm -f "$dir"/plots/compare-*
	tool_run awk -v "export=$dir/export" -v "run=A: ${DIRS[0]##*/}, B: ${DIRS[-1]##*/}" \
		"${awk[@]/#/-f}" "$dir/export/compare.tsv" >"$list" || return 1
	[[ ! -s $list ]] || plots_gnuplot "$dir" "$list"
	rm -f "$list"
}

compare_main() {
	local ids=() args=() DIRS=() plots='' draw='' id status=0

	while (($#)); do
		case $1 in
		--help | -h) compare_usage && return ;;
		--select-a | --select-b | --only | --metric | --effect | --least | --seed | --format)
			need_value "$@" && args+=("$1" "$2") && shift
			;;
		--all | --damaged | --fail-on-regression) args+=("$1") ;;
		--plots)
			draw=1
			[[ -z ${2-} || $2 == -* ]] || { plots=$2 && shift; }
			;;
		-*) usage_error "compare: unknown option '$1' (./run.sh compare --help)" ;;
		*) ids+=("$1") ;;
		esac
		shift
	done
	((${#ids[@]} == 1 || ${#ids[@]} == 2)) ||
		usage_error "compare: two runs are needed, or one with --select-a and --select-b"
	setup_ensure
	rundir_results
	for id in "${ids[@]}"; do
		compare_run "$id"
	done
	build_make host
	if [[ -n $draw ]]; then
		plots=${plots:-${DIRS[-1]}/compare-${DIRS[0]##*/}}
		mkdir -p "$plots" || die "$plots: cannot make the directory of the plots"
		plots=$(cd "$plots" && pwd -P)
		[[ $plots == "$PROJECT"/* || $plots == "$RESULTS"/* ]] ||
			TOOL_BINDS+=(--bind "$plots" "$plots")
		args+=(--plots "$plots")
	fi
	splitfold compare "${DIRS[@]}" "${args[@]}" || status=$?
	if [[ -n $draw && $status != 2 ]]; then
		compare_draw "$plots" || warn "the plots are incomplete"
		if compgen -G "$plots/plots/compare-*" >/dev/null; then
			say "plots of what is marked: $plots/plots"
		else
			say "no plots: nothing is marked that has enough samples for one"
		fi
	fi
	return "$status"
}

calibrate_usage() {
	cat <<-'EOT'
		usage: ./run.sh calibrate [ID] [OPTIONS]

		Tries compare on a run with twice the boots of a comparison (default: the newest
		run): pairs of sets of boots that do not differ, and the same with a change
		planted. Prints what is marked and what is found, and keeps it as the run's
		calibration.txt, an appendix of its report. Such a run is made by

		  ./run.sh matrix --matrix compare.ini --reps 60

		  --only EXPR     cells
		  --boots N       on each side (default: what the run's own matrix.ini has of a
		                  cell, 30 in compare.ini); a cell needs twice as many
		  --pairs N       (200)
		  --shift PERCENT what is planted (5)
		  --seed S        of all that is drawn (1)

		example: ./run.sh calibrate latest --only bench=setmem --boots 12
	EOT
}

calibrate_main() {
	local id='' args=() DIRS=() status=0 text

	while (($#)); do
		case $1 in
		--help | -h) calibrate_usage && return ;;
		--only | --boots | --pairs | --shift | --seed)
			need_value "$@" && args+=("$1" "$2") && shift
			;;
		-*) usage_error "calibrate: unknown option '$1' (./run.sh calibrate --help)" ;;
		*)
			[[ -z $id ]] || usage_error "calibrate: one run at a time"
			id=$1
			;;
		esac
		shift
	done
	setup_ensure
	rundir_results
	compare_run "${id:-latest}"
	build_make host
	text=${DIRS[0]}/calibration.txt
	splitfold calibrate --run "${DIRS[0]}" "${args[@]}" >"$text.new" || status=$?
	if ((status)); then
		rm -f "$text.new"
		return "$status"
	fi
	mv "$text.new" "$text"
	cat "$text"
}
