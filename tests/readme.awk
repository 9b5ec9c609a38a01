# SPDX-License-Identifier: GPL-2.0-only
#
# readme.awk - the tables of README.md, from `./run.sh report ID --format csv`: what README
# says is what a committed run has. A value that the run lacks is "-".
#
# usage: ./run.sh report ID --format csv | awk -f tests/readme.awk

BEGIN {
	FS = ","
	PTES_4G = 1048576
	loads = "pread-64 pread-4k read-seq copy chase slab pipe tcp fork-exec secret bpf module control"
	pairs = "upstream,spin live,spin bbm,spin private,park private-mmuoff,mmuoff swap,park"
}

NR == 1 {
	for (i = 1; i <= NF; i++)
		at[$i] = i
	next
}

function is(column, value)
{
	return $at[column] == value
}

# The map as booted: none.on.k0 and so on.
function map()
{
	return $at["bbm"] "." $at["rodata"] ".k" $at["kfence"]
}

is("cpu", "max") && is("el", 1) && is("devices", "no") {
	where = map() " " $at["guest"] " " $at["mem_mib"]
	what = $at["op"] " " $at["metric"]
	if (is("bench", "convert") && is("clock", "icount") && is("cpus", 1))
		converted[where, $at["method"] "," $at["hold"], what] = $at["p50"]
	else if (is("bench", "tlb") && is("clock", "icount") && is("geometry", "n1") &&
		 !(is("load", "all") && (where, what) in counted))
		counted[where, what] = $at["p50"]
	else if (is("bench", "timeline") && is("clock", "host"))
		entered[where, what] = $at["p50"]
}

function grouped(number,    text)
{
	text = sprintf("%d", number)
	while (match(text, /[0-9][0-9][0-9][0-9]($|,)/))
		text = substr(text, 1, RSTART) "," substr(text, RSTART + 1)
	return text
}

# Three digits, never an exponent.
function brief(value)
{
	if (value == 0)
		return "0"
	if (value >= 1000)
		return sprintf("%.0f", value)
	return value < 0.0001 ? sprintf("%.5f", value) : sprintf("%.3g", value)
}

function held(pair, op, mem,    key)
{
	key = "bbml2.on.k0 plain " mem SUBSEP pair SUBSEP op " held"
	return key in converted ? grouped(converted[key]) : "-"
}

function conversions(op,    n, i, list, pair, key)
{
	n = split(pairs, list, " ")
	for (i = 1; i <= n; i++) {
		pair = list[i]
		key = "bbml2.on.k0 plain 4096" SUBSEP pair SUBSEP op " total"
		if (!(key in converted))
			continue
		sub(",", ", ", pair)
		printf "| %s | %s | %s | %s | %s | %.2f |\n", op, pair, held(list[i], op, 2048),
			held(list[i], op, 4096), held(list[i], op, 16384), converted[key] / PTES_4G
	}
}

# The control is a program's own memory: all of its accesses are counted.
function count_of(where, op, what)
{
	if (op !~ /^control/)
		return counted[where, op " linear_" what]
	return counted[where, op " linear_" what] + counted[where, op " kernel_" what] + \
		counted[where, op " user_" what]
}

function pressure(on, op,    where, ops)
{
	where = on " plain 1024"
	ops = counted[where, op " ops"]
	if (!ops)
		return "-"
	return brief(count_of(where, op, "l1_refill") / ops) " / " brief(count_of(where, op, "walk") / ops)
}

function walks(    n, i, list)
{
	n = split(loads, list, " ")
	for (i = 1; i <= n; i++)
		printf "| %s | %s | %s | %s | %s |\n", list[i],
			pressure("none.on.k0", list[i] ".booted"), pressure("bbml2.on.k0", list[i] ".booted"),
			pressure("bbml2.on.k0", list[i] ".split"), pressure("bbml2.on.k0", list[i] ".fold")
}

function thousands(where, op)
{
	return (where, op " work") in entered ? entered[where, op " work"] / 1000 : -1
}

# By the size of memory, and what a GiB more costs.
function boot(name, where, op,    i, mem, value, row)
{
	split("2048 4096 8192", mem, " ")
	for (i = 1; i <= 3; i++) {
		value[i] = thousands(where " " mem[i], op)
		row = row " " (value[i] < 0 ? "-" : grouped(value[i] + 0.5)) " |"
	}
	printf "| %s |%s %s |\n", name, row, value[1] < 0 || value[3] < 0 ? "-" : \
		value[3] - value[1] < 100 ? sprintf("%.2f", (value[3] - value[1]) / 6) : \
		grouped((value[3] - value[1]) / 6 + 0.5)
}

END {
	conversions("split")
	conversions("fold")
	print ""
	walks()
	print ""
	boot("`paging_init()`, ptes; plain", "none.on.k0 plain", "paging_init")
	boot("`paging_init()`, ptes; realm", "none.on.k0 realm", "paging_init")
	boot("`paging_init()`, blocks; no BBML2, `rodata=off`", "none.off.k100 plain", "paging_init")
	boot("`paging_init()`, blocks; BBML2", "bbml2.on.k0 plain", "paging_init")
	boot("late split, plain", "mixed.on.k0 plain", "linear_map_maybe_split_to_ptes")
	boot("late split, realm", "mixed.on.k0 realm", "linear_map_maybe_split_to_ptes")
}
