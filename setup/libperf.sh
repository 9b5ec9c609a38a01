# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# libperf.sh - libperf and libapi for the guest, built from the kernel's source
# package: no Debian package ships them. The products go to usr/local of the tool
# root, the source goes away again.

# libperf_build TREE: from the archive that kernel_unpack() left in usr/src.
libperf_build() {
	local -r tree=$1 work=$CACHE/libperf.partial
	local -r lib=$tree/usr/local/lib/aarch64-linux-gnu include=$tree/usr/local/include

	rm -rf "$work"
	mkdir -p "$work/src" "$work/out" "$lib" "$include"
	# shellcheck disable=SC2016 # expanded in there
	tool_in "$tree" bash -euo pipefail -c '
		cd "$1"
		xz -T0 -dc /usr/src/linux-source-*.tar.xz | tar -C src --strip-components=1 \
			-x --wildcards "*/tools/"{arch,build,include,lib,scripts}
		make -C src/tools/lib/perf O="$PWD/out" DESTDIR="$PWD/dest" prefix= \
			ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- -j2 libs install_headers
	' libperf_build "$work"
	cp "$work"/out/lib{perf,api}.a "$lib"
	cp -r "$work"/dest/include/* "$include"
	rm -rf "$work" "$tree"/usr/src/linux-source-*
}
