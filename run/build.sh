# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# build.sh - compiles what a run needs. Two runs may build at the same time: one
# waits for the other. A run then works on copies of its own (rundir_parts), so a
# later build does not change it half way.

# build_make TARGET...: make in the tool root, quiet unless it fails.
build_make() {
	local -r log=$PROJECT/build/make.log
	local lock

	mkdir -p "$PROJECT/build"
	exec {lock}>"$PROJECT/build/lock"
	flock "$lock"
	if ! tool_run make -j2 -O KVER="$KVER" "$@" >"$log" 2>&1; then
		tail -n 25 "$log" >&"$SAY_FD"
		die "the build failed (make $*); the whole log: $log"
	fi
	exec {lock}>&-
}

# build_programs: sets PROGRAMS_CPIO to the file system of programs that are loads. Where they
# are not to be had it is one that says why, which becomes the reason of the guest's skips.
build_programs() {
	if extra_ensure programs; then
		PROGRAMS_CPIO=$PROJECT/build/guest/${EXTRA##*/}.cpio.gz
		[[ -s $PROGRAMS_CPIO ]] || tool_run qemu/programs.sh "$EXTRA" "$PROGRAMS_CPIO"
	else
		warn "load=programs will be skipped"
		PROGRAMS_CPIO=$PROJECT/build/guest/programs.missing.cpio.gz
		tool_run qemu/programs.sh --missing "$EXTRA_MISSING" "$PROGRAMS_CPIO"
	fi
}

# splitfold ARG...: the host program, the run's own copy once there is one.
splitfold() {
	tool_run "${SPLITFOLD_BIN:-$PROJECT/build/host/splitfold}" "$@"
}

# tool_main: the developer's way into the tool root.
tool_main() {
	case ${1-} in
	"" | --help | -h)
		cat <<-'EOT'
			usage: ./run.sh tool COMMAND [ARG...]

			Runs a command in the tool root, in the project directory.

			example: ./run.sh tool make units
		EOT
		[[ -n ${1-} ]] || exit 2
		;;
	*)
		setup_ensure
		tool_run "$@"
		;;
	esac
}
