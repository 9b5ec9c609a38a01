#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# programs.sh - packs real programs for a guest, with the libraries that they need, as an
# archive that is appended to its initramfs: the kernel unpacks one after the other. Runs
# inside the tool root. Owner, modes, order and times are fixed, as in initramfs.sh.
#
# usage: qemu/programs.sh TREE OUTPUT			(TREE is that of setup/extra.sh)
#        qemu/programs.sh --missing REASON OUTPUT	(there is no such tree)

set -euo pipefail
shopt -s inherit_errexit

readonly PROGRAMS=(fio redis-server redis-benchmark)
readonly LIB=lib/aarch64-linux-gnu LOADER=lib/ld-linux-aarch64.so.1
# bench/program.c reads it.
readonly MISSING=lib/programs.missing

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

# needed FILE: the names of the libraries that FILE is linked with.
needed() {
	aarch64-linux-gnu-readelf -d "$1" | sed -nE 's/.*\(NEEDED\).*\[(.*)\]/\1/p'
}

# library_add TREE NAME: the library and what it needs; once each. Some lie in a directory of
# their package's own, which only a RUNPATH leads to: here all lie in one.
library_add() {
	local from name

	[[ ! -e $stage/$LIB/$2 ]] || return 0
	# The first by name, not the first that the directory has.
	from=$(find "$1/usr/$LIB" -name "$2" | sort | sed -n 1p)
	[[ -n $from ]] || {
		echo "programs.sh: $2 is in no package of setup/programs" >&2
		exit 1
	}
	cp -L "$from" "$stage/$LIB/$2"
	for name in $(needed "$from"); do
		library_add "$1" "$name"
	done
}

# programs_add TREE: them, and what they are linked with.
programs_add() {
	local program name

	mkdir -p "$stage"/{bin,"$LIB"}
	for program in "${PROGRAMS[@]}"; do
		cp -L "$1/usr/bin/$program" "$stage/bin/"
		for name in $(needed "$stage/bin/$program"); do
			library_add "$1" "$name"
		done
	done
	ln -s "${LIB#lib/}/${LOADER#lib/}" "$stage/$LOADER"
}

# missing_add REASON: what bench tlb says instead.
missing_add() {
	mkdir -p "$stage/${MISSING%/*}"
	printf '%s' "$1" >"$stage/$MISSING"
}

if [[ $1 == --missing ]]; then
	missing_add "$2"
	shift
else
	programs_add "$1"
fi
output=$(realpath "$2")
chmod -R u=rwX,go=rX "$stage"
find "$stage" -exec touch -h -d @0 {} +

cd "$stage"
find . -mindepth 1 -printf '%P\0' | sort -z |
	cpio --quiet --null --create --format=newc --owner=0:0 --reproducible |
	gzip -n -1 >"$output.new"
mv "$output.new" "$output"
