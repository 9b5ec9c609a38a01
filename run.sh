#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh - the one command of splitfold. It only picks the subcommand; each is a
# function <subcommand>_main in one of the files sourced here, with its own --help.

set -euo pipefail
shopt -s inherit_errexit
export LC_ALL=C.UTF-8

PROJECT=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
readonly PROJECT

# shellcheck source-path=SCRIPTDIR
source "$PROJECT/run/session.sh"
session_mine || session_run "$@"
unset SPLITFOLD_SESSION_OF
source "$PROJECT/setup/say.sh"
source "$PROJECT/setup/mirror.sh"
source "$PROJECT/setup/tool.sh"
source "$PROJECT/setup/root.sh"
source "$PROJECT/setup/kernel.sh"
source "$PROJECT/setup/libperf.sh"
source "$PROJECT/setup/extra.sh"
source "$PROJECT/setup/setup.sh"
source "$PROJECT/qemu/vm.sh"
source "$PROJECT/run/build.sh"
source "$PROJECT/run/symbols.sh"
source "$PROJECT/run/rundir.sh"
source "$PROJECT/run/progress.sh"
source "$PROJECT/run/stop.sh"
source "$PROJECT/run/boots.sh"
source "$PROJECT/run/report.sh"
source "$PROJECT/run/compare.sh"
source "$PROJECT/run/bundle.sh"
source "$PROJECT/run/matrix.sh"
source "$PROJECT/qemu/boot.sh"
source "$PROJECT/run/stress.sh"
source "$PROJECT/run/soak.sh"
source "$PROJECT/run/slowdown.sh"
source "$PROJECT/plots/plots.sh"
source "$PROJECT/tests/run.sh"
source "$PROJECT/tests/fuzz.sh"
source "$PROJECT/tests/mutants.sh"

readonly COMMANDS=(
	"matrix   run a matrix of cells: boot, measure, report"
	"plan     what a matrix would run, and how long it will take"
	"report   the tables of a run"
	"bundle   a run with its report, plots and a paper's tables, to give away"
	"compare  two runs, or two selections of one, beside each other"
	"calibrate what compare marks where nothing differs, and what it finds"
	"list     benchmarks, axes and their values"
	"boot     one guest by hand, its console on the terminal"
	"stress   convert in guests in which everything else goes on as well"
	"soak     a hundred realms in a row, and what their kernels warned of"
	"slowdown what QEMU's plugin costs, beside the same guests without it"
	"test     all tests"
	"fuzz     look for input that the parsers cannot take, for as long as wanted"
	"mutants  plant bugs, each of which a named test must find"
	"setup    make the private tool root (the others do it when needed)"
	"tool     run a command in the tool root"
)

usage() {
	cat <<-'EOT'
		usage: ./run.sh COMMAND [OPTIONS]; ./run.sh COMMAND --help tells more

	EOT
	printf '  %s\n' "${COMMANDS[@]}"
	cat <<-'EOT'

		example: ./run.sh matrix --quick
		exit status: 0 success, 1 a cell or a test failed, 2 usage, 130 interrupted
	EOT
}

main() {
	local row

	case ${1-} in
	"" | --help | -h | help)
		usage
		(($#)) || exit 2
		return
		;;
	esac
	for row in "${COMMANDS[@]}"; do
		if [[ ${row%% *} == "$1" ]]; then
			"$1_main" "${@:2}"
			return
		fi
	done
	usage_error "no command '$1'; there are:" "${COMMANDS[@]/#/  }"
}

main "$@"
