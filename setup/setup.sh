# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# setup.sh - makes the tool root in the cache, once. It is built beside its place
# and renamed into it when complete, so a tree that is there is whole. Every step
# leaves a mark: a set-up that was killed goes on at the step it died in. The name
# carries a hash of what it is made from, so changed inputs make a new tree.

readonly SETUP_VERSION=1	# count up when a step of set-up makes something else
readonly SETUP_KEEP_DAYS=30	# how long a tree of other inputs is kept after its last use
readonly SETUP_NEED_MIB=4000	# on the way: packages, indexes, the tree itself

: "${HOME:=$(getent passwd "$EUID" | cut -d: -f6)}"
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/splitfold
SETUP_STEP=

setup_usage() {
	cat <<-'EOT'
		usage: ./run.sh setup [--update]

		Makes the private tool root (compilers, QEMU, kernel, libraries) in
		${XDG_CACHE_HOME:-~/.cache}/splitfold. Every other command does this by
		itself when needed. Nothing outside that directory is touched.

		  --update   make it again with the newest packages and kernel

		SPLITFOLD_MIRROR=http://MIRROR/debian names a full Debian mirror when the
		host's apt does not; XDG_CACHE_HOME moves the tree.

		example: ./run.sh setup
	EOT
}

# setup_hash: what the tree is made from, as 12 hex digits.
setup_hash() {
	{
		echo "$SETUP_VERSION"
		cat "$PROJECT"/setup/{packages,preferences,sources}
	} | sha256sum | cut -c1-12
}

# setup_host: this host can do it, or is made able to, or dies saying how.
setup_host() {
	local -A package=([mmdebstrap]=mmdebstrap [bwrap]=bubblewrap)
	local need=() tool

	[[ $(uname -m) == x86_64 ]] || die "the tool root is for x86-64 hosts, this is $(uname -m)"
	for tool in "${!package[@]}"; do
		command -v "$tool" >/dev/null || need+=("${package[$tool]}")
	done
	[[ -d /usr/share/keyrings ]] && compgen -G '/usr/share/keyrings/debian-archive-keyring.*' \
		>/dev/null || need+=(debian-archive-keyring)
	((${#need[@]} == 0)) || setup_host_install "${need[@]}"
	tool_check
}

# setup_host_install PACKAGE...: as root with apt; anyone else is told the command.
setup_host_install() {
	local -r command="apt-get install --no-install-recommends $*"

	command -v apt-get >/dev/null ||
		die "this host lacks: $*" "splitfold sets itself up on Debian and its like only"
	((EUID == 0)) || die "this host lacks: $*" "run: sudo $command"
	say "installing on this host: $*"
	apt-get -q -y install --no-install-recommends "$@" >>"$SETUP_LOG" 2>&1 ||
		{ apt-get -q update && apt-get -q -y install --no-install-recommends "$@"; } \
			>>"$SETUP_LOG" 2>&1 || die "that failed, see $SETUP_LOG" "run: $command"
}

setup_space() {
	local free

	free=$(df --output=avail -BM "$CACHE" | tail -n 1 | tr -dc 0-9)
	((free >= SETUP_NEED_MIB)) ||
		die "$CACHE: $free MiB free, set-up needs $SETUP_NEED_MIB (XDG_CACHE_HOME moves it)"
}

# setup_step NAME TEXT CMD...: CMD with its output in the log, unless done before.
setup_step() {
	local -r mark=$1 text=$2
	shift 2

	if [[ -e $PARTIAL/var/splitfold.done/$mark ]]; then
		say "$text: done before"
		return
	fi
	say "$text"
	SETUP_STEP=$text
	"$@" >>"$SETUP_LOG" 2>&1
	SETUP_STEP=
	mkdir -p "$PARTIAL/var/splitfold.done"
	touch "$PARTIAL/var/splitfold.done/$mark"
}

setup_exit() {
	local -r status=$?

	[[ -n $SETUP_STEP ]] || return
	printf 'run.sh: set-up stopped (status %s) in: %s\n' "$status" "$SETUP_STEP" >&"$SAY_FD"
	tail -n 12 "$SETUP_LOG" | sed 's/^/  | /' >&"$SAY_FD"
	printf 'run.sh: the whole log: %s; run it again to go on from here\n' "$SETUP_LOG" >&"$SAY_FD"
}

setup_root() {
	local mirror

	mirror=$(mirror_find)
	rm -rf "$PARTIAL"
	root_unpack "$PARTIAL" "$mirror" "$PROJECT/setup/packages" amd64,arm64
}

setup_kernel() {
	local release version

	kernel_apt_conf "$PARTIAL" >"$PARTIAL/var/splitfold.apt.conf"
	read -r release version < <(kernel_resolve "$PARTIAL")
	[[ -n $version ]]
	say "  kernel $release, package version $version"
	kernel_unpack "$PARTIAL" "$release" "$version"
	printf 'kernel=%s\nkernel_package=%s\n' "$release" "$version" >"$PARTIAL/var/splitfold.kernel"
}

# setup_stamp: the facts of this tree, key=value, for meta.json; then no more apt.
setup_stamp() {
	local -r debs=$PARTIAL/var/splitfold.debs

	rm -rf "$PARTIAL"/var/{lib,cache}/apt
	sort -o "$debs" "$debs"
	{
		cat "$PARTIAL/var/splitfold.kernel"
		echo "setup_inputs=$(setup_hash)"
		echo "packages_sha256=$(sha256sum <"$debs" | cut -c1-64)"
		sed -nE 's/^(qemu-system-arm|gcc-14-aarch64-linux-gnu|libhdr-histogram-dev|gnuplot-nox)_(.*)_amd64\.deb$/\1=\2/p' \
			"$debs" | sed 's/%3a/:/'
	} >"$PARTIAL/splitfold.stamp"
}

# setup_retire: --update replaces the tree, but not under a run that is using it.
setup_retire() {
	say "waiting for runs that use the tool root"
	flock -x "$ROOT" mv "$ROOT" "$ROOT.old"
	rm -rf "$CACHE"/kernel-*
}

# setup_build: all steps, then the rename that makes it count.
setup_build() {
	trap setup_exit EXIT
	setup_host
	setup_space
	setup_step root "unpacking the Debian packages of setup/packages" setup_root
	setup_step finish "finishing the tree" root_finish "$PARTIAL"
	setup_step check "checking the tools" root_check "$PARTIAL"
	setup_step kernel "fetching the newest arm64 kernel of trixie-backports" setup_kernel
	setup_step libperf "building libperf" libperf_build "$PARTIAL"
	setup_step stamp "writing down what it is" setup_stamp
	[[ ! -d $ROOT ]] || setup_retire
	mv "$PARTIAL" "$ROOT"
	trap - EXIT
	# Trees that nobody has used for a while go, unless a run holds them even so.
	find "$CACHE" -mindepth 1 -maxdepth 1 -name 'root-*' \
		\( -name '*.old' -o -mtime "+$SETUP_KEEP_DAYS" \) -print0 |
		xargs -0 -r -I{} flock -n -x {} rm -rf {} || true
}

# setup_ensure [--update]: afterwards ROOT is whole, and held until run.sh ends.
setup_ensure() {
	local lock

	tool_project
	CACHE=$(realpath -m "$CACHE")
	ROOT=$CACHE/root-$(setup_hash)
	PARTIAL=$ROOT.partial
	SETUP_LOG=$CACHE/setup.log
	if [[ ${1-} == --update || ! -e $ROOT/splitfold.stamp ]]; then
		mkdir -p "$CACHE" || die "$CACHE: cannot make it (XDG_CACHE_HOME moves it)"
		# Children keep this lock open: an orphan of a killed set-up holds it too.
		exec {lock}>"$CACHE/setup.lock"
		flock -n "$lock" || { say "another set-up is at work, waiting for it" && flock "$lock"; }
		if [[ ${1-} == --update || ! -e $ROOT/splitfold.stamp ]]; then
			: >"$SETUP_LOG"
			setup_build
			say "set-up complete: $ROOT ($(du -sm "$ROOT" | cut -f1) MiB)"
		fi
		exec {lock}>&-
	fi
	exec {ROOT_LOCK}<"$ROOT"
	flock -s "$ROOT_LOCK"
	touch "$ROOT"
	KVER=$(setup_fact kernel)
}

# setup_fact KEY: one fact of the stamp.
setup_fact() {
	sed -n "s/^$1=//p" "$ROOT/splitfold.stamp"
}

setup_main() {
	local update=()

	while (($#)); do
		case $1 in
		--help | -h) setup_usage && return ;;
		--update) update=(--update) ;;
		*) usage_error "setup: unknown argument '$1' (./run.sh setup --help)" ;;
		esac
		shift
	done
	setup_ensure "${update[@]}"
	say "kernel $KVER, QEMU $(setup_fact qemu-system-arm)"
}
