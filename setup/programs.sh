# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# programs.sh - a tree with the real programs that bench tlb runs (load=programs), beside the
# tool root in the cache. It is made when a plan needs it. Like the tool root it is packages
# unpacked, not installed, and renamed into its place when whole. Everything else runs
# without it, so a mirror that lacks a package costs those cells, not the run.

# programs_hash: what the tree is made from, as 12 hex digits.
programs_hash() {
	cat "$PROJECT"/setup/{programs,programs.sh} | sha256sum | cut -c1-12
}

# programs_unpack TREE: the packages of setup/programs and what they depend on. What no
# program reads is not kept.
programs_unpack() {
	local -r tree=$1
	local keyring mirror options names status=0

	keyring=$(root_keyring) || return
	mirror=$(mirror_find) || return
	names=$(sed 's/#.*//' "$PROJECT/setup/programs" | xargs | tr ' ' ',')
	options=$(mktemp)
	{
		mirror_options
		printf '%s\n' 'Acquire::Languages "none";' 'Acquire::Retries "3";'
	} >"$options"
	# Expanded by the hook's shell.
	# shellcheck disable=SC2016
	tool_host mmdebstrap --mode=chrootless --variant=extract --architectures=arm64 \
		--skip=check/qemu,check/chrootless,check/signed-by \
		--aptopt="$options" --include="$names" \
		--extract-hook='ls "$1/var/cache/apt/archives" >"$1/splitfold.debs"' \
		trixie "$tree" "deb [signed-by=$keyring] $mirror trixie main" || status=$?
	rm -f "$options"
	((status == 0)) || return "$status"
	sed -i '/\.deb$/!d' "$tree/splitfold.debs"
	rm -rf "${tree:?}"/{var,usr/share,usr/sbin}
}

# programs_trouble LOG: the line of it that says what was wrong.
programs_trouble() {
	local line

	line=$(grep -E '^(E|run\.sh): ' "$1" | head -n 1) || true
	[[ -n $line ]] || line=$(tail -n 1 "$1")
	printf '%s\n' "${line:-no word why}"
}

# programs_ensure: afterwards PROGRAMS is whole, or PROGRAMS_MISSING says why it is not, and it
# fails. Needs setup_ensure before it.
programs_ensure() {
	local -r log=$CACHE/programs.log
	local lock partial

	PROGRAMS=$CACHE/programs-$(programs_hash) PROGRAMS_MISSING=
	[[ ! -e $PROGRAMS/splitfold.debs ]] || return 0
	partial=$PROGRAMS.partial
	exec {lock}>"$CACHE/programs.lock"
	flock "$lock"
	if [[ ! -e $PROGRAMS/splitfold.debs ]]; then
		say "unpacking the arm64 programs of setup/programs"
		rm -rf "$partial"
		if (SAY_FD=2 programs_unpack "$partial") >"$log" 2>&1; then
			mv -T "$partial" "$PROGRAMS"
		else
			rm -rf "$partial"
			PROGRAMS_MISSING=$(programs_trouble "$log")
			warn "load=programs will be skipped, see $log: $PROGRAMS_MISSING"
		fi
	fi
	exec {lock}>&-
	[[ -z $PROGRAMS_MISSING ]]
}
