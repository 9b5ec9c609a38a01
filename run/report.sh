# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# report.sh - what is made of the records of a run when it is over, and the
# subcommands that only read: report and list.

# report_write: report.txt, export/, plots/ and, with the plots in it, report.html of RUN.
report_write() {
	mkdir -p "$RUN"/{export,plots}
	splitfold report --run "$RUN" >"$RUN/report.txt.new" ||
		warn "the report is incomplete, see $RUN/report.txt"
	mv "$RUN/report.txt.new" "$RUN/report.txt"
	splitfold export --run "$RUN" || warn "the exports are incomplete"
	plots_draw "$RUN" || warn "the plots are incomplete"
	report_html
}

# report_html: RUN/report.html.
report_html() {
	if splitfold report --run "$RUN" --format html >"$RUN/report.html.new"; then
		mv "$RUN/report.html.new" "$RUN/report.html"
	else
		rm -f "$RUN/report.html.new"
		warn "there is no report.html"
	fi
}

report_usage() {
	cat <<-'EOT'
		usage: ./run.sh report [ID] [--format txt|html|tex|csv] [--baseline NAME]
		                       [--records EXPR]

		What a run (default: the newest) says, on stdout: its answers to the questions
		that it was made for, then its tables.

		  --format F      txt (default); html: one file with the plots in it; tex: tables
		                  and figures for a paper (a preamble is in a comment at its
		                  top); csv: every figure
		  --baseline M.H  what ratios are to (default: upstream.spin)
		  --records EXPR  instead: the records behind an answer (Q1, or its source Q1.3)
		                  or of the cells that EXPR selects

		example: ./run.sh report --format html >run.html
	EOT
}

report_main() {
	local id='' args=()

	while (($#)); do
		case $1 in
		--help | -h) report_usage && return ;;
		--format | --baseline | --records) need_value "$@" && args+=("$1" "$2") && shift ;;
		-*) usage_error "report: unknown option '$1' (./run.sh report --help)" ;;
		*)
			[[ -z $id ]] || usage_error "report: one run at a time"
			id=$1
			;;
		esac
		shift
	done
	setup_ensure
	rundir_results
	rundir_find "$id" records.jsonl{,.gz} plan.tsv
	build_make host
	splitfold report --run "$RUN" "${args[@]}"
}

list_main() {
	case ${1-} in
	"") ;;
	--help | -h)
		cat <<-'EOT'
			usage: ./run.sh list

			The benchmarks, the axes of a matrix and the values they may have.

			example: ./run.sh list
		EOT
		return
		;;
	*) usage_error "list: unknown argument '$1'" ;;
	esac
	setup_ensure
	build_make host
	splitfold list
}
