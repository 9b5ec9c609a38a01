# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# symbols.sh - where the kernel's functions are, for the plugin. The package has no
# System.map; the kernel knows, so a guest is asked once and the answer is kept in the cache.

# symbols_ensure: sets SYMBOLS to a file of "address type name" lines, as without KASLR.
symbols_ensure() {
	local -A CELL=()
	local -r SPLITFOLD_APPEND='nokaslr sf.test=symbols'
	local -r INITRAMFS=$PROJECT/build/guest/initramfs.$KVER.cpio.gz
	local errors frames why status=0

	SYMBOLS=$CACHE/symbols-$KVER
	[[ ! -s $SYMBOLS ]] || return 0
	say "asking a guest for the symbols of $KVER"
	frames=$(mktemp "$CACHE/symbols.XXXXXX")
	errors=$(mktemp "$CACHE/symbols.XXXXXX")
	boot_cell
	vm_start /dev/null "$frames" "$errors"
	wait "$VM_PID" || status=$?
	why=$(tail -n 1 "$errors")
	rm -f "$errors"
	grep -q ' T start_kernel$' "$frames" || {
		rm -f "$frames"
		die "a guest that should tell the kernel's symbols did not (status $status): $why"
	}
	mv "$frames" "$SYMBOLS"
}
