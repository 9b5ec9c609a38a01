# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# plots.sh - draws a run. For each table of RUN/export an awk program lists the pages
# that can be drawn from it, and one gnuplot draws them to RUN/plots. What cannot be drawn
# is said in one line. No statistics are made here.

# Each page is drawn as every one of these; if names are given, those pages only.
PLOTS_TYPES="svg png"
PLOTS_NAMES=

# plots_gnuplot RUN LIST: its line editor, which is not used, misses a terminal here.
plots_gnuplot() {
	local -r quote="'"

	tool_run gnuplot -e "plots = '${PROJECT//$quote/$quote$quote}/plots'" \
		-e "outdir = '${1//$quote/$quote$quote}/plots'" \
		-e "types = '$PLOTS_TYPES'; names = ' $PLOTS_NAMES '" \
		"$PROJECT/plots/style.gp" "$2" 2>&1 |
		{ grep -vxF -e 'Cannot read termcap database;' \
			-e 'using dumb terminal settings.' || true; } >&2
}

# plots_table RUN BENCH [TABLE]: the pages of one table, that of the same name by default.
plots_table() {
	local -r run=$1 bench=$2 table=$1/export/${3-$2}.tsv list=$1/plots/$2.pages
	local -r awk=("$PROJECT"/plots/{layout,page,geometry,data,columns,moments,scale,map,"$bench"}.awk)
	local status=0

	if [[ ! -s $table ]]; then
		warn "plots: no plot of $bench: export/${table##*/} is missing or empty"
		return 1
	fi
	tool_run awk -v "export=$run/export" -v "run=${run##*/}" \
		"${awk[@]/#/-f}" "$table" >"$list" || status=1
	if [[ $status == 0 && -s $list ]]; then
		plots_gnuplot "$run" "$list" || status=1
	fi
	rm -f "$list"
	return "$status"
}

# plots_draw RUN: into RUN/plots. Half of the work is in one table: it goes beside the rest.
plots_draw() {
	local -r run=$1
	local bench convert type status=0

	mkdir -p "$run/plots"
	for type in $PLOTS_TYPES pages; do
		rm -f "$run"/plots/*."$type"
	done
	plots_table "$run" convert &
	convert=$!
	for bench in setmem boot null timeline options; do
		plots_table "$run" "$bench" || status=1
	done
	plots_table "$run" tlb tlb_per_op || status=1
	wait "$convert" || status=1
	return "$status"
}
