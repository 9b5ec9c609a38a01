# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# tool.sh - runs a command in the tool root: read-only tools, the project and the
# cache at their own paths, a fresh /tmp, nothing else of the host. When bubblewrap
# dies everything in it dies, so killing a tool never leaves half of it behind.

# Host paths that a command may see beyond the project, as bwrap arguments.
TOOL_BINDS=()

# tool_project: the project is where the tool root can show it and kbuild can work.
tool_project() {
	case $PROJECT/ in
	*[[:space:]:,]*) die "$PROJECT: kbuild needs a path without blanks, colons and commas" ;;
	/usr/* | /etc/* | /dev/* | /proc/*)
		die "$PROJECT: this is the tool root's own in there; move the project elsewhere"
		;;
	esac
}

# tool_argv TREE: sets TOOL_ARGV to the bwrap command line that a command follows.
tool_argv() {
	local -r tree=$1

	TOOL_ARGV=(
		bwrap --die-with-parent --unshare-pid --unshare-ipc
		--tmpfs / --proc /proc --dev /dev --tmpfs /tmp
		--ro-bind "$tree/usr" /usr --ro-bind "$tree/etc" /etc
		--symlink usr/bin /bin --symlink usr/sbin /sbin
		--symlink usr/lib /lib --symlink usr/lib64 /lib64
		--bind "$CACHE" "$CACHE" --bind "$PROJECT" "$PROJECT"
		"${TOOL_BINDS[@]}"
		--clearenv --setenv PATH /usr/sbin:/usr/bin --setenv HOME /tmp
		--setenv LC_ALL C.UTF-8 --setenv SPLITFOLD_ROOT "$tree"
		--setenv TERM dumb
	)
	[[ ! -e /dev/kvm ]] || TOOL_ARGV+=(--dev-bind /dev/kvm /dev/kvm)
}

# tool_in TREE CMD...: in this tree, finished or not.
tool_in() {
	tool_argv "$1"
	shift
	"${TOOL_ARGV[@]}" --chdir "$PROJECT" "$@"
}

# tool_run CMD...: in the tool root that setup made.
tool_run() {
	tool_in "$ROOT" "$@"
}

# tool_host CMD...: on the host as it is, but so that CMD and its children die with us.
tool_host() {
	bwrap --die-with-parent --unshare-pid --dev-bind / / --proc /proc "$@"
}

# tool_check: bubblewrap is there and may make a namespace; else say what to do.
tool_check() {
	local trouble

	trouble=$(bwrap --unshare-pid --ro-bind / / --proc /proc true 2>&1) && return
	die "bubblewrap cannot make a namespace on this machine:" "  $trouble" \
		"as an ordinary user: unprivileged user namespaces must be allowed" \
		"  (sysctl kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns)" \
		"in a container: it needs the right to mount (docker run --privileged)"
}
