# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# root.sh - makes the tool root: Debian packages unpacked, not installed, into a
# directory. No maintainer script runs, so it needs no privileges, no chroot and no
# subordinate ids, and the tree is the same whoever makes it. What the scripts
# would have done and we need, root_finish() does.

# root_packages LIST: the names in the file LIST, joined by commas.
root_packages() {
	sed 's/#.*//' "$1" | xargs | tr ' ' ','
}

root_keyring() {
	local ring

	for ring in /usr/share/keyrings/debian-archive-keyring.{pgp,gpg}; do
		[[ -r $ring ]] && printf '%s\n' "$ring" && return
	done
	die "no Debian archive keys on this host: install the package debian-archive-keyring"
}

# root_unpack TREE MIRROR LIST ARCHITECTURES: everything in LIST, with dependencies.
root_unpack() {
	local -r tree=$1 mirror=$2 list=$3 architectures=$4
	local keyring options status=0

	keyring=$(root_keyring) || return
	options=$(mktemp)
	{
		mirror_options
		# Indexes unpacked: they are read many times, then deleted.
		printf '%s\n' 'Acquire::GzipIndexes "false";' 'Acquire::Languages "none";' \
			'Acquire::Retries "3";'
	} >"$options"

	# The hooks run in a shell of their own: no quoting of paths into them.
	# shellcheck disable=SC2016
	SPLITFOLD_PREFERENCES=$PROJECT/setup/preferences \
		tool_host mmdebstrap --mode=chrootless --variant=extract --architectures="$architectures" \
		--skip=check/qemu,check/chrootless,check/signed-by,cleanup/apt/lists \
		--aptopt="$options" --include="$(root_packages "$list")" \
		--setup-hook='mkdir -p "$1/etc/apt/preferences.d"' \
		--setup-hook='cp "$SPLITFOLD_PREFERENCES" "$1/etc/apt/preferences.d/splitfold"' \
		--extract-hook='ls "$1/var/cache/apt/archives" >"$1/var/splitfold.debs"' \
		trixie "$tree" - < <(sed "s|@MIRROR@|$mirror|; s|@KEYRING@|$keyring|; /^#/d" \
			"$PROJECT/setup/sources") || status=$?
	rm -f "$options"
	return "$status"
}

# root_link TARGET NAME: what update-alternatives would have made.
root_link() {
	[[ -e $2 || -L $2 ]] || ln -s "$1" "$2"
}

# root_finish TREE: the few things that maintainer scripts would have done.
root_finish() {
	local -r tree=$1 bin=$1/usr/bin

	root_link mawk "$bin/awk"
	root_link dash "$bin/sh"
	root_link gcc "$bin/cc"
	root_link gnuplot-nox "$bin/gnuplot"
	printf '%s\n' 'root:x:0:0:root:/root:/bin/bash' \
		'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin' >"$tree/etc/passwd"
	printf '%s\n' 'root:x:0:' 'nogroup:x:65534:' >"$tree/etc/group"
	printf 'splitfold\n' >"$tree/etc/hostname"

	# Nobody reads these here.
	rm -rf "$tree"/usr/share/{doc,man,info,locale,lintian,bug} "$tree"/usr/bin/*lto-dump*
}

# root_check TREE: the tools start, and are not older than what we rely on.
root_check() {
	local -r tree=$1
	local tool

	for tool in gcc aarch64-linux-gnu-gcc make gnuplot qemu-system-aarch64 clang-format \
		shellcheck cpio perl awk sh xz; do
		tool_in "$tree" sh -c "command -v $tool" >/dev/null ||
			die "the tool root has no $tool: a package in setup/packages changed"
	done
	tool_in "$tree" qemu-system-aarch64 --version | grep -qE 'version (1[1-9]|[2-9][0-9])\.' ||
		die "the tool root's QEMU is older than 11: see setup/preferences"
}
