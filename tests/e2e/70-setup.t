#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Set-up: a finished tool root is used as it is, a mirror that does not answer is
# named, and a set-up that failed leaves nothing that looks finished.

# shellcheck source=tests/e2e/lib.sh
source "$(dirname "$0")/lib.sh"

# stamps: the tool roots, and when they were finished.
stamps() {
	find "${XDG_CACHE_HOME:-$HOME/.cache}/splitfold" -maxdepth 2 -name splitfold.stamp -printf '%p %T@ %i\n'
}
stamps >"$WORK/before"
run setup
exits 0 "setup on a finished tool root"
stamps >"$WORK/after"
check "makes nothing again" cmp "$WORK/before" "$WORK/after"
check "and there is one" test -s "$WORK/before"

export XDG_CACHE_HOME=$WORK/cache SPLITFOLD_MIRROR=http://127.0.0.1:9/debian
run setup
exits 1 "a mirror that does not answer"
says "SPLITFOLD_MIRROR"
check "nothing looks finished" test -z "$(find "$WORK/cache" -name splitfold.stamp -not -path '*partial*')"
chmod -R u+w "$WORK/cache" 2>/dev/null || true

tap_done
