#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# format.sh - does C code look like the kernel's? Inside the tool root (make format).
# Spacing is judged by clang-format; where lines break is left to the writer, who
# knows a table when he sees one. Widths, tabs and sizes are judged here.
#
# usage: tests/format.sh FILE...

set -euo pipefail

readonly COLUMNS_MAX=100 FILE_LINES_MAX=400

bad=0

complain() {
	printf '%s\n' "$*"
	bad=1
}

# squeeze: code with every run of blanks and newlines as one newline, none after a
# bracket; and where clang-format cannot be taught the kernel's habit, both made the same.
squeeze() {
	tr -s '[:space:]\134' ' ' | sed -E 's/\( /(/g; s/("[=+]?[a-zA-Z]+")\(/\1 (/g; s/[{}]//g' |
		tr -s ' ' '\n'
}

for file in "$@"; do
	diff <(squeeze <"$file") <(clang-format "$file" | squeeze) >/tmp/format.diff ||
		complain "$file: spacing:" "$(grep -m 4 '^[<>]' /tmp/format.diff | xargs -d '\n')"
	expand "$file" | awk -v max="$COLUMNS_MAX" -v file="$file" '
		length > max { print file ":" NR ": " length " columns"; bad = 1 }
		END { exit bad }' || bad=1
	grep -nE '^ {8}|[[:blank:]]$' "$file" | sed "s|^|$file:|; s|\$| (blanks)|" && bad=1
	(($(wc -l <"$file") <= FILE_LINES_MAX)) || complain "$file: more than $FILE_LINES_MAX lines"
done
exit "$bad"
