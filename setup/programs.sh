# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# programs.sh - a tree with the real programs that bench tlb runs (load=programs), beside the
# tool root in the cache. It is made when a plan needs it, not before: most do not. Like the
# tool root it is packages unpacked, not installed, and renamed into its place when whole.

# programs_hash: what the tree is made from, as 12 hex digits.
programs_hash() {
	cat "$PROJECT"/setup/{programs,programs.sh} | sha256sum | cut -c1-12
}

# programs_unpack TREE: the packages of setup/programs and what they depend on. What no
# program reads is not kept.
programs_unpack() {
	local -r tree=$1
	local keyring mirror options names

	keyring=$(root_keyring)
	mirror=$(mirror_find)
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
		trixie "$tree" "deb [signed-by=$keyring] $mirror trixie main"
	rm -f "$options"
	sed -i '/\.deb$/!d' "$tree/splitfold.debs"
	rm -rf "${tree:?}"/{var,usr/share,usr/sbin}
}

# programs_ensure: afterwards PROGRAMS is whole. Needs setup_ensure before it.
programs_ensure() {
	local lock partial

	PROGRAMS=$CACHE/programs-$(programs_hash)
	[[ ! -e $PROGRAMS/splitfold.debs ]] || return 0
	partial=$PROGRAMS.partial
	exec {lock}>"$CACHE/programs.lock"
	flock "$lock"
	if [[ ! -e $PROGRAMS/splitfold.debs ]]; then
		say "unpacking the arm64 programs of setup/programs"
		rm -rf "$partial"
		programs_unpack "$partial" >>"$SETUP_LOG" 2>&1 ||
			die "that failed, see $SETUP_LOG"
		mv -T "$partial" "$PROGRAMS"
	fi
	exec {lock}>&-
}
