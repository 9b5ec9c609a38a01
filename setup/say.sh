# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# say.sh - how run.sh talks: progress lines with seconds, warnings, and the two
# ways to stop (a usage error exits 2, a failure exits 1). All go to the stderr that
# run.sh was started with, also where a step has its output in a log.

exec {SAY_FD}>&2

say() {
	printf '[%4ds] %s\n' "$SECONDS" "$*" >&"$SAY_FD"
}

warn() {
	printf 'run.sh: warning: %s\n' "$*" >&"$SAY_FD"
}

die() {
	printf 'run.sh: %s\n' "$@" >&"$SAY_FD"
	exit 1
}

usage_error() {
	printf 'run.sh: %s\n' "$@" >&"$SAY_FD"
	exit 2
}

# need_value OPTION [VALUE]: for option loops; a missing value is a usage error.
need_value() {
	(($# >= 2)) || usage_error "$1 needs a value"
}

# need_count OPTION VALUE: a whole number from 1 on.
need_count() {
	[[ ${2-} =~ ^[1-9][0-9]{0,8}$ ]] || usage_error "$1 needs a number from 1 on, not '${2-}'"
}
