# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# extra.sh - trees beside the tool root in the cache, with what only some need: the real
# programs that bench tlb runs (load=programs), a compiler that fuzzes. One is made when it is
# asked for, from the list of packages setup/NAME. Like the tool root it is packages unpacked,
# not installed, and renamed into its place when whole. Everything else runs without it.

# Whose packages; what is not named here is for this host.
declare -rA EXTRA_ARCH=([programs]=arm64)

# extra_hash NAME: what the tree is made from, as 12 hex digits.
extra_hash() {
	cat "$PROJECT"/setup/{"$1",extra.sh,preferences,sources} | sha256sum | cut -c1-12
}

# extra_unpack NAME TREE: the packages of setup/NAME and what they depend on. What no program
# reads is not kept.
extra_unpack() {
	local -r name=$1 tree=$2
	local mirror

	mirror=$(mirror_find) || return
	root_unpack "$tree" "$mirror" "$PROJECT/setup/$name" "${EXTRA_ARCH[$name]-amd64}" || return
	sed '/\.deb$/!d' "$tree/var/splitfold.debs" >"$tree/splitfold.debs"
	rm -rf "${tree:?}"/{var,usr/share,usr/sbin}
}

# extra_trouble LOG: the line of it that says what was wrong.
extra_trouble() {
	local line

	line=$(grep -E '^(E|run\.sh): ' "$1" | head -n 1) || true
	[[ -n $line ]] || line=$(tail -n 1 "$1")
	printf '%s\n' "${line:-no word why}"
}

# extra_ensure NAME: afterwards EXTRA is whole, or EXTRA_MISSING says why it is not, and it
# fails. Needs setup_ensure before it.
extra_ensure() {
	local -r name=$1 log=$CACHE/$1.log
	local lock partial

	EXTRA=$CACHE/$name-$(extra_hash "$name") EXTRA_MISSING=
	[[ ! -e $EXTRA/splitfold.debs ]] || return 0
	partial=$EXTRA.partial
	exec {lock}>"$CACHE/$name.lock"
	flock "$lock"
	if [[ ! -e $EXTRA/splitfold.debs ]]; then
		say "unpacking the packages of setup/$name"
		rm -rf "$partial"
		if (SAY_FD=2 extra_unpack "$name" "$partial") >"$log" 2>&1; then
			mv -T "$partial" "$EXTRA"
		else
			rm -rf "$partial"
			EXTRA_MISSING=$(extra_trouble "$log")
			warn "the packages of setup/$name are not to be had, see $log: $EXTRA_MISSING"
		fi
	fi
	exec {lock}>&-
	[[ -z $EXTRA_MISSING ]]
}
