#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# programs.sh - packs real programs for a guest, with the libraries that they need, as an
# archive that is appended to its initramfs: the kernel unpacks one after the other. Runs
# inside the tool root. Owner, order and times are fixed, as in initramfs.sh.
#
# usage: qemu/programs.sh TREE OUTPUT	(TREE is that of setup/programs.sh)

set -euo pipefail
shopt -s inherit_errexit

readonly PROGRAMS=(fio redis-server redis-benchmark)
readonly LIB=lib/aarch64-linux-gnu LOADER=lib/ld-linux-aarch64.so.1

tree=$1
output=$(realpath "$2")
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

# needed FILE: the names of the libraries that FILE is linked with.
needed() {
	aarch64-linux-gnu-readelf -d "$1" | sed -nE 's/.*\(NEEDED\).*\[(.*)\]/\1/p'
}

# library_add NAME: the library and what it needs; once each. Some lie in a directory of
# their package's own, which only a RUNPATH leads to: here all lie in one.
library_add() {
	local from name

	[[ ! -e $stage/$LIB/$1 ]] || return 0
	from=$(find "$tree/usr/$LIB" -name "$1" | head -n 1)
	[[ -n $from ]] || {
		echo "programs.sh: $1 is in no package of setup/programs" >&2
		exit 1
	}
	cp -L "$from" "$stage/$LIB/$1"
	for name in $(needed "$from"); do
		library_add "$name"
	done
}

mkdir -p "$stage"/{bin,"$LIB"}
for program in "${PROGRAMS[@]}"; do
	cp -L "$tree/usr/bin/$program" "$stage/bin/"
	for name in $(needed "$stage/bin/$program"); do
		library_add "$name"
	done
done
ln -s "${LIB#lib/}/${LOADER#lib/}" "$stage/$LOADER"
find "$stage" -exec touch -h -d @0 {} +

cd "$stage"
find . -mindepth 1 -printf '%P\0' | sort -z |
	cpio --quiet --null --create --format=newc --owner=0:0 --reproducible |
	gzip -n -1 >"$output.new"
mv "$output.new" "$output"
