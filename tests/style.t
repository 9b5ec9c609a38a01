#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# style.t - the code looks as it should: shellcheck, clang-format, an SPDX line in
# every file.

set -uo pipefail
cd "$(dirname "$0")/.." || exit

tests=0
failed=0

# check TEXT CMD...: one test; CMD's output explains a failure.
check() {
	local -r text=$1
	local output
	shift

	tests=$((tests + 1))
	if output=$("$@" 2>&1); then
		echo "ok $tests - $text"
	else
		failed=$((failed + 1))
		echo "not ok $tests - $text"
		printf '%s\n' "$output" | head -n 40 | sed 's/^/# /'
	fi
}

# sources: the files we write, one a line.
sources() {
	find . \( -path ./.git -o -path ./build -o -path ./results -o -path ./tests/fuzz/corpus \) \
		-prune -o -type f -print | grep -vE '\.(md|png|svg|jsonl|txt|bin)$|/LICENSE$'
}

has_spdx() {
	! sources | xargs -d '\n' awk 'FNR <= 2 && /SPDX-License-Identifier: GPL-2.0-only/ { seen[FILENAME] }
		END { for (i = 1; i < ARGC; i++) if (!(ARGV[i] in seen)) print ARGV[i] ": no SPDX line" }' |
		grep .
}

check "shellcheck finds nothing" ./run.sh tool make -s shellcheck
check "clang-format changes nothing" ./run.sh tool make -s format
check "every file begins with its licence" has_spdx
echo "1..$tests"
((failed == 0))
