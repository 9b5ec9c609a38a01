# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# rundir.sh - the directory of one run: results/<id>/ with its plan, what it was
# made from (meta.json), and while it is unfinished its own copies of what it runs.

RESULTS=${SPLITFOLD_RESULTS:-$PROJECT/results}

# rundir_results: the directory of all runs, seen from the tool root too.
rundir_results() {
	mkdir -p "$RESULTS" || die "$RESULTS: cannot make the results directory"
	RESULTS=$(cd "$RESULTS" && pwd -P)
	[[ $RESULTS == "$PROJECT"/* ]] || TOOL_BINDS+=(--bind "$RESULTS" "$RESULTS")
}

# rundir_new: a fresh run: sets RUN_ID and RUN.
rundir_new() {
	while :; do
		RUN_ID=$(date -u +%Y%m%d-%H%M%S)-$(printf %04x $((SRANDOM & 0xffff)))
		RUN=$RESULTS/$RUN_ID
		mkdir "$RUN" 2>/dev/null && break
		[[ -d $RUN ]] || die "$RUN: cannot make the directory (is the disk full?)"
	done
	mkdir "$RUN"/{console,frames,parts}
}

# rundir_find [ID [FILE...]]: sets RUN_ID and RUN to a run that has one of these files, by
# default the newest and its plan.
rundir_find() {
	local -r id=${1:-latest}
	local file found=''

	RUN=$RESULTS/$id
	(($# > 1)) || set -- "$id" plan.tsv
	for file in "${@:2}"; do
		[[ ! -e $RUN/$file ]] || found=$file
	done
	[[ -n $found ]] || usage_error "no run '$id' in $RESULTS; './run.sh matrix --quick' makes one"
	RUN=$(cd "$RUN" && pwd -P)
	RUN_ID=${RUN##*/}
}

# rundir_lock: this run is ours until run.sh and its guests end. Those of one that was
# killed may take a moment.
rundir_lock() {
	exec {RUN_LOCK}<"$RUN"
	flock -w 10 "$RUN_LOCK" || die "run $RUN_ID is being worked on by another run.sh"
}

# rundir_latest: a convenience; the run is kept and reported without it.
rundir_latest() {
	ln -sfn "$RUN_ID" "$RESULTS/latest.$$" && mv -T "$RESULTS/latest.$$" "$RESULTS/latest" &&
		return
	rm -f "$RESULTS/latest.$$"
	warn "$RESULTS/latest does not name the newest run, $RUN_ID: something else is in its place"
}

# rundir_plans AXIS=VALUE: a cell of the plan has it.
rundir_plans() {
	# No pipe: grep ends at the first, and what writes on would make a failure of that.
	grep -qxF -- "$1" < <(tr '\t' '\n' <"$RUN/plan.tsv")
}

# rundir_part FROM TO: a copy, if there is none; never half of one, should this be killed.
rundir_part() {
	[[ -e $2 ]] || { rm -rf "$2.new" && cp -r "$1" "$2.new" && mv -T "$2.new" "$2"; }
}

# rundir_parts: copies of what the run runs; a resumed run keeps the ones it has.
rundir_parts() {
	mkdir -p "$RUN/parts"
	INITRAMFS=$RUN/parts/initramfs.cpio.gz
	MONITOR=$RUN/parts/monitor.bin
	WATCHDOG=$RUN/parts/watchdog
	SPLITFOLD_BIN=$RUN/parts/splitfold
	PLUGIN_DATA=$RUN/parts/plugin
	PLUGIN=$PLUGIN_DATA/splitfold.so
	rundir_part "$PROJECT/build/guest/initramfs.$KVER.cpio.gz" "$INITRAMFS"
	rundir_part "$PROJECT/build/realm/monitor.bin" "$MONITOR"
	rundir_part "$PROJECT/build/watchdog/watchdog" "$WATCHDOG"
	rundir_part "$PROJECT/build/host/splitfold" "$SPLITFOLD_BIN"
	mkdir -p "$PLUGIN_DATA"
	rundir_part "$PROJECT/qemu/plugin/geometry" "$PLUGIN_DATA/geometry"
	rundir_part "$PROJECT/qemu/plugin/timeline.symbols" "$PLUGIN_DATA/timeline.symbols"
	rundir_part "$PROJECT/build/plugin/splitfold.so" "$PLUGIN"
	if rundir_plans bench=timeline && [[ ! -e $PLUGIN_DATA/symbols ]]; then
		symbols_ensure
		cp "$SYMBOLS" "$PLUGIN_DATA/symbols"
	fi
	SYMBOLS=$PLUGIN_DATA/symbols
	INITRAMFS_PROGRAMS=$RUN/parts/initramfs.programs.cpio.gz
	if rundir_plans load=programs && [[ ! -e $INITRAMFS_PROGRAMS ]]; then
		build_programs
		cat "$INITRAMFS" "$PROGRAMS_CPIO" >"$INITRAMFS_PROGRAMS"
	fi
}

rundir_sha256() {
	[[ ! -e $1 ]] || sha256sum <"$1" | cut -c1-64
}

rundir_revision() {
	local revision

	revision=$(git -C "$PROJECT" rev-parse HEAD 2>/dev/null) || revision=unknown
	[[ -z $(git -C "$PROJECT" status --porcelain 2>/dev/null) ]] || revision+=-dirty
	printf '%s\n' "$revision"
}

# rundir_meta KEY=VALUE...: meta.json: what ran, on what, made from what.
rundir_meta() {
	local -r image=$ROOT/usr/lib/modules/$KVER/vmlinuz
	local facts argv

	mapfile -t facts <"$ROOT/splitfold.stamp"
	cell_read "$(head -n 1 "$RUN/plan.tsv")"
	vm_argv CONSOLE FRAMES
	argv=${VM_ARGV[*]@Q}
	# Where this machine keeps things is of no use to a reader of the run.
	argv=${argv//"$RUN/"/}
	splitfold meta --run "$RUN" "run=$RUN_ID" "started=$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
		"revision=$(rundir_revision)" "host=$(uname -srm)" "host_cpus=$(nproc)" \
		"host_cpu=$(sed -n '/^model name/{s/^[^:]*: //p;q}' /proc/cpuinfo)" \
		"kernel_image_sha256=$(rundir_sha256 "$image")" \
		"initramfs_sha256=$(rundir_sha256 "$INITRAMFS")" \
		"plugin_sha256=$(rundir_sha256 "$PLUGIN")" \
		"monitor_sha256=$(rundir_sha256 "$MONITOR")" \
		"splitfold_sha256=$(rundir_sha256 "$SPLITFOLD_BIN")" \
		"bench_sha256=$(rundir_sha256 "$PROJECT/build/guest/splitfold-bench")" \
		"module_sha256=$(rundir_sha256 "$PROJECT/build/kmod/$KVER/splitfold.ko")" \
		"matrix_sha256=$(rundir_sha256 "$RUN/matrix.ini")" \
		"qemu_argv_of_first_boot=$argv" "${facts[@]}" "$@"
}

# rundir_free: MiB that the disk has left for this run.
rundir_free() {
	df --output=avail -BM "$RUN" | tail -n 1 | tr -dc 0-9
}
