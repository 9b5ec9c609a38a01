# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# report.sh - what is made of the records of a run when it is over, and the
# subcommands that only read: report and list.

# report_write: report.txt, export/, plots/ of RUN.
report_write() {
	mkdir -p "$RUN"/{export,plots}
	splitfold report --run "$RUN" >"$RUN/report.txt.new" ||
		warn "the report is incomplete, see $RUN/report.txt"
	mv "$RUN/report.txt.new" "$RUN/report.txt"
	splitfold export --run "$RUN" || warn "the exports are incomplete"
	plots_draw "$RUN" || warn "the plots are incomplete"
}

report_usage() {
	cat <<-'EOT'
		usage: ./run.sh report [ID] [--format txt|csv] [--baseline NAME]

		The tables of a run (default: the newest) on stdout.

		example: ./run.sh report --format csv >run.csv
	EOT
}

report_main() {
	local id='' args=()

	while (($#)); do
		case $1 in
		--help | -h) report_usage && return ;;
		--format | --baseline) need_value "$@" && args+=("$1" "$2") && shift ;;
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
	rundir_find "$id"
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
