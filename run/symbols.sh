# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# symbols.sh - where the kernel's functions are, for the plugin. The package has no
# System.map; the kernel knows, so a guest is asked once and the answer is kept in the cache.

# symbols_good FILE: lines of an address, a type and a name, start_kernel among them.
symbols_good() {
	[[ -s $1 ]] && grep -q ' T start_kernel$' "$1" &&
		! grep -qvE '^[0-9a-f]+ [A-Za-z] [^ ]+' "$1"
}

# symbols_ensure: sets SYMBOLS to a file of "address type name" lines, as without KASLR.
symbols_ensure() {
	local -A CELL=()
	local -r SPLITFOLD_APPEND='nokaslr sf.test=symbols'
	local -r INITRAMFS=$PROJECT/build/guest/initramfs.$KVER.cpio.gz
	local errors frames why status=0

	SYMBOLS=$CACHE/symbols-$KVER
	! symbols_good "$SYMBOLS" || return 0
	[[ ! -e $SYMBOLS ]] || warn "$SYMBOLS: not a list of symbols, so it is made again"
	say "asking a guest for the symbols of $KVER"
	frames=$(mktemp "$CACHE/symbols.XXXXXX")
	errors=$(mktemp "$CACHE/symbols.XXXXXX")
	boot_cell
	vm_start /dev/null "$frames" "$errors"
	wait "$VM_PID" || status=$?
	why=$(tail -n 1 "$errors")
	rm -f "$errors"
	if ((status)) || ! symbols_good "$frames"; then
		rm -f "$frames"
		die "a guest that should tell the kernel's symbols did not (status $status): $why"
	fi
	mv "$frames" "$SYMBOLS"
}
