# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# mirror.sh - which Debian mirror to use: SPLITFOLD_MIRROR, else the first one in
# the host's apt configuration that has what we need. apt itself is asked, so
# deb822, one-line and mirror lists, proxies and host options all work.

readonly MIRROR_SUITE=trixie-backports

# mirror_options: the host's own ways to reach a mirror (proxies, retries, time
# checks), as an apt configuration.
mirror_options() {
	local -r keep='^Acquire::(https?|ftp|tor|Retries|ForceIPv[46]|Check-Valid-Until|Check-Date)\b'

	apt-config dump | grep -E "$keep" || true
}

# mirror_bases: the base addresses of the host's apt sources, in their order.
mirror_bases() {
	apt-get --print-uris update 2>/dev/null |
		sed -nE "s|^'(.*)/dists/[^']*/(In)?Release'.*|\1|p" |
		awk '!seen[$0]++' |
		while read -r base; do
			case $base in
			# A mirror list names its servers in a local file.
			mirror+file:*) awk '/^[a-z]/ { print $1 }' "${base#mirror+file:}" ;;
			# Package files are to be copied, not used in place.
			file:*) printf 'copy:%s\n' "${base#file:}" ;;
			cdrom:*) ;;
			*) printf '%s\n' "$base" ;;
			esac
		done |
		sed 's|/*$||'
}

# mirror_has BASE: does it answer, and does it carry the suite?
mirror_has() {
	local -r base=$1 to=$(mktemp -d)
	local status=0

	APT_CONFIG='' timeout -k 5 120 /usr/lib/apt/apt-helper \
		-o Acquire::Retries=2 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 \
		-o APT::Sandbox::User=root -o Dir::Cache="$to" \
		download-file "$base/dists/$MIRROR_SUITE/InRelease" "$to/InRelease" \
		>/dev/null 2>&1 || status=1
	rm -rf "$to"
	return "$status"
}

# mirror_find: prints the mirror to use, or dies saying how to name one.
mirror_find() {
	local base tried=()

	if [[ -n ${SPLITFOLD_MIRROR-} ]]; then
		base=${SPLITFOLD_MIRROR%/}
		mirror_has "$base" || die \
			"SPLITFOLD_MIRROR=$SPLITFOLD_MIRROR: no answer, or no dists/$MIRROR_SUITE there" \
			"it must be the base address of a full Debian mirror, ending in .../debian"
		printf '%s\n' "$base"
		return
	fi
	while read -r base; do
		if mirror_has "$base"; then
			printf '%s\n' "$base"
			return
		fi
		tried+=("$base")
	done < <(mirror_bases)
	die "no Debian mirror with $MIRROR_SUITE can be reached" \
		"tried, from apt's configuration: ${tried[*]:-nothing}" \
		"no network? behind a proxy? otherwise name a full Debian mirror:" \
		"  SPLITFOLD_MIRROR=http://MIRROR/debian ./run.sh setup"
}
