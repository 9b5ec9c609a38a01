# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# kernel.sh - the newest arm64 cloud kernel of trixie-backports in the tool root:
# image, modules, headers, kbuild. Headers and sources of a next version may be in
# the archive before its image: only a version with all its parts counts.

readonly KERNEL_META=linux-image-cloud-arm64:arm64
readonly KERNEL_FLAVOUR=cloud-arm64

# kernel_apt TREE CMD...: an apt command on the tree's own lists.
kernel_apt() {
	local -r tree=$1
	shift

	APT_CONFIG=$tree/var/splitfold.apt.conf "$@"
}

kernel_apt_conf() {
	cat <<-EOF
		Dir "$1";
		Dir::State::status "$1/var/lib/dpkg/status";
		APT::Architecture "amd64";
		APT::Architectures { "amd64"; "arm64"; };
		APT::Sandbox::User "root";
	EOF
}

# kernel_parts RELEASE VERSION: the packages of one kernel, as apt names them.
# RELEASE is like 7.2.12+deb13-cloud-arm64, VERSION a Debian version.
kernel_parts() {
	local -r release=$1 version=$2
	local -r abi=${release%-"$KERNEL_FLAVOUR"}

	printf "%s=$version\n" "linux-"{binary,modules,base,headers}"-$release:arm64" \
		"linux-headers-$abi-common" "linux-kbuild-$abi:amd64" \
		"linux-source-$(cut -d. -f1,2 <<<"$release")"
}

# kernel_candidates TREE: lines "RELEASE VERSION": the one that the meta package
# names, then all the others from the newest on.
kernel_candidates() {
	local -r tree=$1

	kernel_apt "$tree" apt-cache --no-all-versions show "$KERNEL_META" |
		sed -nE "s/^Depends:.*\blinux-image-([0-9][^ ]*-$KERNEL_FLAVOUR) \(= ([^)]+)\).*/\1 \2/p"
	kernel_apt "$tree" apt-cache search --names-only "^linux-binary-[0-9].*-$KERNEL_FLAVOUR\$" |
		sed -E 's/^linux-binary-([^ ]+) .*/\1/' | sort -rV |
		while read -r release; do
			kernel_apt "$tree" apt-cache --no-all-versions show "linux-binary-$release:arm64" |
				sed -n "s/^Version: /$release /p"
		done
}

# kernel_resolve TREE: "RELEASE VERSION" of the newest kernel with all its parts.
kernel_resolve() {
	local -r tree=$1
	local release version parts

	while read -r release version; do
		mapfile -t parts < <(kernel_parts "$release" "$version")
		if kernel_apt "$tree" apt-cache show "${parts[@]}" >/dev/null 2>&1; then
			printf '%s %s\n' "$release" "$version"
			return
		fi
		say "  $release: not all of its packages are there, looking further"
	done < <(kernel_candidates "$tree")
	die "the mirror has no complete arm64 cloud kernel in $MIRROR_SUITE"
}

# kernel_unpack TREE RELEASE VERSION: fetches and unpacks all parts. The source
# package stays in $tree/usr/src as its archive, for libperf_build().
kernel_unpack() {
	local -r tree=$1 release=$2 version=$3
	local -r debs=$tree/var/cache/splitfold
	local parts deb

	mapfile -t parts < <(kernel_parts "$release" "$version")
	mkdir -p "$debs"
	(cd "$debs" && kernel_apt "$tree" tool_host apt-get -q download "${parts[@]}")
	for deb in "$debs"/*.deb; do
		dpkg-deb --fsys-tarfile "$deb" |
			tar -C "$tree" --keep-directory-symlink --exclude='./usr/share/doc' -x
		basename "$deb" >>"$tree/var/splitfold.debs"
	done
	rm -rf "$debs"
	[[ -s $tree/usr/lib/modules/$release/vmlinuz ]] ||
		die "linux-binary-$release holds no usr/lib/modules/$release/vmlinuz"
}

# kernel_image KERNEL: prints where the image of a built tree, or of the newest arm64 cloud
# kernel of a suite, is. The tool root has that of one suite; of others only the image is
# fetched, once, to see what it can.
kernel_image() {
	local -r kernel=$1 dir=$CACHE/kernel-$1

	case $kernel in
	"$MIRROR_SUITE") printf '%s\n' "$ROOT/usr/lib/modules/$KVER/vmlinuz" ;;
	*/*) printf '%s\n' "$kernel/arch/arm64/boot/Image" ;;
	*)
		[[ -s $dir/vmlinuz ]] || kernel_fetch "$kernel" "$dir"
		printf '%s\n' "$dir/vmlinuz"
		;;
	esac
}

# kernel_fetch SUITE DIR: afterwards DIR is whole: vmlinuz, and release with its name.
kernel_fetch() {
	local -r suite=$1 dir=$2
	local keyring mirror release work

	say "fetching the arm64 cloud kernel of $suite"
	keyring=$(root_keyring)
	mirror=$(mirror_find)
	work=$(mktemp -d "$CACHE/kernel-$suite.XXXXXX")
	mkdir -p "$work"/{etc/apt,new} "$work"/var/{lib/dpkg,lib/apt/lists/partial,cache/apt/archives/partial}
	: >"$work/var/lib/dpkg/status"
	printf 'deb [arch=arm64 signed-by=%s] %s %s main\n' "$keyring" "$mirror" "$suite" \
		>"$work/etc/apt/sources.list"
	{ kernel_apt_conf "$work" && mirror_options; } >"$work/var/splitfold.apt.conf"
	kernel_apt "$work" apt-get -q update >>"$SETUP_LOG" 2>&1 ||
		die "$mirror: no package list of $suite, see $SETUP_LOG"
	read -r release _ < <(kernel_candidates "$work")
	[[ -n $release ]] || die "$mirror: no arm64 cloud kernel in $suite"
	(cd "$work" && kernel_apt "$work" tool_host apt-get -q download "linux-image-$release:arm64") \
		>>"$SETUP_LOG" 2>&1 || die "linux-image-$release did not come, see $SETUP_LOG"
	dpkg-deb --fsys-tarfile "$work"/linux-image-*.deb |
		tar -x -O --wildcards './boot/vmlinuz-*' >"$work/new/vmlinuz"
	printf '%s\n' "$release" >"$work/new/release"
	rm -rf "$dir"
	mv -T "$work/new" "$dir"
	rm -rf "$work"
}

# kernel_lacks_rsi IMAGE: prints what the kernel in IMAGE says it is, if it has no support
# for being a realm's: that came in 6.13. Debian's System.map is empty; the message that
# arm64_rsi_init() ends with is in every image that has it. Returns 1 if it has, 2 after a
# message if that cannot be known.
kernel_lacks_rsi() {
	local banner

	if ! banner=$(grep -a -m 1 -o 'Linux version [^ ]*' "$1"); then
		warn "$1: no kernel image that can be looked into"
		return 2
	fi
	! grep -a -q 'RME: Using RSI version' "$1" || return 1
	printf '%s\n' "$banner"
}
