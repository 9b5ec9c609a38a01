# SPDX-License-Identifier: GPL-2.0-only
#
# slowdown.awk - the table of ./run.sh slowdown. Reads first what is compared (profile,
# benchmark, ratio that is wanted or -, name), then DIR/<profile>/records.jsonl of each
# profile, and of none, which is no plugin. A boot counts if all of its records are good, a
# round if both boots do.

NR == FNR {
	rows++
	profile[rows] = $1
	bench[rows] = $2
	wanted[rows] = $3
	$1 = $2 = $3 = ""
	sub(/^ +/, "")
	name[rows] = $0
	next
}

FNR == 1 {
	nr = split(FILENAME, path, "/")
	from = path[nr - 1]
}

function text(key)
{
	if (!match($0, "\"" key "\":(\"[^\"]*\"|[0-9]+)"))
		return ""
	key = substr($0, RSTART + length(key) + 3, RLENGTH - length(key) - 3)
	gsub(/"/, "", key)
	return key
}

function ns(metric)
{
	if (!match($0, "\"" metric "\":[{]\"unit\":\"ns\",\"value\":[0-9]+"))
		return 0
	metric = substr($0, RSTART, RLENGTH)
	sub(/.*:/, "", metric)
	return metric + 0
}

# Of a boot the time until the benchmark began, of bench tlb that of all its regions.
{
	guest = text("bench") SUBSEP text("load")
	boot = from SUBSEP guest SUBSEP text("rep")
	if (text("status") != "ok")
		bad[boot] = 1
	if (text("op") == "boot")
		time[boot] += ns("counter")
	else if (text("bench") == "tlb")
		time[boot] += ns("time")
	if (!(guest in seen)) {
		seen[guest] = 1
		for (g = guests++; g > 0 && guest_of[g] > guest; g--)
			guest_of[g + 1] = guest_of[g]
		guest_of[g + 1] = guest
	}
	if (text("rep") + 0 > reps)
		reps = text("rep") + 0
}

function good(boot)
{
	return time[boot] > 0 && !(boot in bad)
}

# The median of list[1..n], which is sorted; of two in the middle the smaller one,
# as host/stat/rank.h has it.
function median(list, n,    i, j, x)
{
	for (i = 2; i <= n; i++) {
		x = list[i]
		for (j = i; j > 1 && list[j - 1] > x; j--)
			list[j] = list[j - 1]
		list[j] = x
	}
	return list[int((n + 1) / 2)]
}

function row(i, guest, load,    rep, n, base, other, without, with, ratio, middle, verdict)
{
	for (rep = 1; rep <= reps; rep++) {
		base = "none" SUBSEP guest SUBSEP rep
		other = profile[i] SUBSEP guest SUBSEP rep
		if (!good(base) || !good(other))
			continue
		without[++n] = time[base]
		with[n] = time[other]
		ratio[n] = with[n] / without[n]
	}
	printf "%-28s %4d/%-4d", name[i] (load == "none" ? "" : " of " load), n, reps
	if (!n) {
		print "  no round is good"
		return
	}
	middle = median(ratio, n)
	if (wanted[i] != "-")
		verdict = sprintf("%.1f  %s", wanted[i], middle <= wanted[i] ? "met" : "MISSED")
	printf " %8.2f s %8.2f s %7.2f  %5.2f..%-6.2f  %s\n", median(without, n) / 1e9,
	       median(with, n) / 1e9, middle, ratio[1], ratio[n], verdict
}

END {
	printf "%-28s %-9s %10s %10s %7s  %-13s  %s\n", "", "rounds", "without", "with", "ratio",
	       "min..max", "wanted"
	for (i = 1; i <= rows; i++) {
		for (g = 1; g <= guests; g++) {
			split(guest_of[g], part, SUBSEP)
			if (part[1] == bench[i])
				row(i, guest_of[g], part[2])
		}
	}
}
