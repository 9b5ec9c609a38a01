# SPDX-License-Identifier: GPL-2.0-only
#
# apply.awk - prints a source file with a mutant in it: awk -f apply.awk MUTANT SOURCE
#
# Behind the line "--" of a mutant stand lines of the source: after " " as they are, after "-"
# those that go, after "+" those that come. As one piece they must be in the source once and
# once only, wherever that is: else the exit status is 1, and nothing is printed.

FNR == 1 { files++ }
files == 1 && !body { body = $0 == "--"; next }
files == 1 && /^[ -]/ { old[++olds] = substr($0, 2) }
files == 1 && /^[ +]/ { new[++news] = substr($0, 2) }
files == 1 { next }
{ source[++lines] = $0 }

END {
	for (i = 1; i + olds - 1 <= lines; i++) {
		for (j = 1; j <= olds && source[i + j - 1] == old[j]; j++)
			;
		if (j > olds) {
			at = i
			found++
		}
	}
	if (!olds || found != 1)
		exit 1
	for (i = 1; i <= lines; i++) {
		if (i != at) {
			print source[i]
			continue
		}
		for (j = 1; j <= news; j++)
			print new[j]
		i += olds - 1
	}
}
